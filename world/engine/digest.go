package engine

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math/bits"
)

// A digest stands for a set of rows: the sum, modulo 2^256, of the SHA-256 of
// each (an additive multiset hash). Rows go in and out in any order, so a state
// is digested by what changed in it and not by what is in it.
//
// Every row names its table and holds its primary key, so no row occurs twice
// and equal sums mean equal sets, but for chance: two different sets of honest
// rows agree with a probability of 2^-256. Someone who may choose very many
// rows freely can construct two sets with one sum, with much less work than
// for SHA-256 itself (Wagner's generalised birthday problem); who has to rule
// that out compares the changes too, which a State holds beside the digest.
type digest [4]uint64

func (d *digest) add(x digest) {
	var carry uint64
	for i := range d {
		d[i], carry = bits.Add64(d[i], x[i], carry)
	}
}

func (d *digest) subtract(x digest) {
	var borrow uint64
	for i := range d {
		d[i], borrow = bits.Sub64(d[i], x[i], borrow)
	}
}

// String is the digest as 64 hexadecimal digits.
func (d digest) String() string {
	var b [32]byte
	for i, word := range d {
		binary.LittleEndian.PutUint64(b[8*i:], word)
	}
	return hex.EncodeToString(b[:])
}

// digestOf is the digest of one row.
func digestOf(text []byte) digest {
	sum := sha256.Sum256(text)
	var d digest
	for i := range d {
		d[i] = binary.LittleEndian.Uint64(sum[8*i:])
	}
	return d
}
