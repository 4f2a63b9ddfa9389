package artifact

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// A Digest names content: the SHA-256 of uncompressed bytes. For an artifact
// these are its canonical lines, each with its newline, which is what
// `zstd -dc FILE | sha256sum` prints.
type Digest [sha256.Size]byte

// DigestOf returns the digest of data.
func DigestOf(data []byte) Digest { return sha256.Sum256(data) }

// ParseDigest reads what [Digest.String] writes: 64 lower-case hexadecimal digits.
func ParseDigest(s string) (Digest, error) {
	d, err := parseHash(s)
	if err != nil {
		return Digest{}, fmt.Errorf("digest %q: %w", clip(s), err)
	}
	return d, nil
}

// String returns the digest as 64 hexadecimal digits.
func (d Digest) String() string { return hex.EncodeToString(d[:]) }

// IsZero reports whether d is no digest at all.
func (d Digest) IsZero() bool { return d == Digest{} }

// MarshalText implements [encoding.TextMarshaler].
func (d Digest) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, d[:]), nil }

// UnmarshalText implements [encoding.TextUnmarshaler].
func (d *Digest) UnmarshalText(text []byte) (err error) {
	*d, err = ParseDigest(string(text))
	return err
}

// parseHash is strict about case, so that one hash has one spelling.
func parseHash(s string) (h [sha256.Size]byte, err error) {
	if len(s) != 2*len(h) {
		return h, fmt.Errorf("expected %d hexadecimal digits, found %d characters", 2*len(h), len(s))
	}
	for _, c := range []byte(s) {
		if (c < '0' || c > '9') && (c < 'a' || c > 'f') {
			return h, fmt.Errorf("%q is not a lower-case hexadecimal digit", c)
		}
	}
	_, err = hex.Decode(h[:], []byte(s))
	return h, err
}

// clip shortens what a message quotes.
func clip(s string) string {
	const limit = 80
	if len(s) <= limit {
		return s
	}
	return s[:limit] + "..."
}
