package artifact

import (
	"errors"
	"fmt"

	"github.com/klauspost/compress/zstd"
)

// A Packer makes and opens single zstd frames for files that others keep, such
// as recordings of models. A row of its frames is a zstd file. Any number of
// goroutines may use it; it holds nothing but memory.
type Packer struct {
	fast, small *zstd.Encoder
	decoder     *zstd.Decoder
}

// NewPacker returns a packer.
func NewPacker() *Packer {
	return &Packer{newEncoder(zstd.SpeedFastest, 1), newEncoder(zstd.SpeedDefault, 1), newDecoder()}
}

// Pack appends content, which is not empty, to dst as one frame with a checksum.
// Small takes more time for fewer bytes.
func (p *Packer) Pack(dst, content []byte, small bool) []byte {
	if small {
		return p.small.EncodeAll(content, dst)
	}
	return p.fast.EncodeAll(content, dst)
}

// Unpack returns the content of a frame, which must be of size bytes: memory is
// taken for no more.
func (p *Packer) Unpack(frame []byte, size int64) ([]byte, error) {
	var h zstd.Header
	if err := h.Decode(frame); err != nil {
		return nil, err
	}
	// The size is left out of the header of a frame of less than 256 bytes.
	sized := h.HasFCS && h.FrameContentSize == uint64(size) || !h.HasFCS && size < 256
	if h.Skippable || !h.HasCheckSum || !sized {
		return nil, errors.New("the header of a frame is not that of what was written")
	}
	content, err := p.decoder.DecodeAll(frame, make([]byte, 0, size))
	if err != nil {
		return nil, err
	}
	if int64(len(content)) != size {
		return nil, fmt.Errorf("%d bytes came out of a frame of %d", len(content), size)
	}
	return content, nil
}
