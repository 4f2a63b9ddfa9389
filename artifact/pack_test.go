package artifact

import (
	"bytes"
	"os/exec"
	"strings"
	"testing"
)

// TestPacker: frames come back as they were, in a row they are a zstd file, and
// no frame takes more memory than it was said to have.
func TestPacker(t *testing.T) {
	p := NewPacker()
	var file []byte
	var all strings.Builder
	for _, content := range []string{"a", strings.Repeat("short ", 30), strings.Repeat("a line of a talk\n", 10000)} {
		for _, small := range []bool{false, true} {
			frame := p.Pack(nil, []byte(content), small)
			got, err := p.Unpack(frame, int64(len(content)))
			if err != nil || string(got) != content {
				t.Fatalf("%d bytes, small %v: %v", len(content), small, err)
			}
			if _, err := p.Unpack(frame, int64(len(content))+1); err == nil {
				t.Errorf("%d bytes were taken for one more", len(content))
			}
			if _, err := p.Unpack(frame, int64(len(content))-1); err == nil {
				t.Errorf("%d bytes were taken for one less", len(content))
			}
			if _, err := p.Unpack(p.Pack(nil, make([]byte, 1<<20), small), 100); err == nil {
				t.Error("a bomb was unpacked")
			}
			file = append(file, frame...)
			all.WriteString(content)
		}
	}
	if _, err := exec.LookPath("zstd"); err != nil {
		t.Skip("the zstd command is not here to read the frames: install zstd to have a second reader")
	}
	c := exec.Command("zstd", "-dc")
	c.Stdin = bytes.NewReader(file)
	if out, err := c.Output(); err != nil || string(out) != all.String() {
		t.Errorf("zstd: %v", err)
	}
}
