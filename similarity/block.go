package similarity

import (
	"cmp"
	"slices"
)

// A block is some of the vectors, each in a slot.
type block struct {
	members []uint32 // by slot: by squared length, then number
	words   int      // of a column
	runs    []run

	// The frequent feature r has its column at r*words; one more is empty.
	columns []uint64

	// The rare feature r has the slots of those that have it at
	// starts[r-frequent]:starts[r-frequent+1] of postings.
	starts   []uint32
	postings []uint16
}

// A run is the slots of some words, of vectors of about the same length.
type run struct {
	from, to    int    // words
	least, most uint64 // squared length
}

// laneWords is the number of words that counters are handled in at once, and
// laneSlots that of the slots.
const (
	laneWords = 8
	laneSlots = 64 * laneWords
)

// newBlock makes a block of vectors, whose order does not matter. It keeps members.
func (x *weighted) newBlock(members []uint32) *block {
	slices.SortFunc(members, func(a, b uint32) int { return cmp.Or(cmp.Compare(x.norms[a], x.norms[b]), cmp.Compare(a, b)) })
	b := &block{members: members, words: (len(members) + laneSlots - 1) / laneSlots * laneWords}
	for from := 0; from < len(members); from += laneSlots {
		least, most := x.norms[members[from]], x.norms[members[min(from+laneSlots, len(members))-1]]
		word := from / 64
		if last := len(b.runs) - 1; last >= 0 && most-b.runs[last].least <= b.runs[last].least/4 {
			b.runs[last].to, b.runs[last].most = word+laneWords, most
			continue
		}
		b.runs = append(b.runs, run{word, word + laneWords, least, most})
	}
	b.columns = make([]uint64, (int(x.frequent)+1)*b.words)
	b.starts = make([]uint32, len(x.frequency)-int(x.frequent)+1)
	for _, i := range members {
		for _, r := range x.ranks[x.first[i]:x.first[i+1]] {
			if r >= x.frequent {
				b.starts[r-x.frequent]++
			}
		}
	}
	sum := uint32(0)
	for r, n := range b.starts {
		sum += n
		b.starts[r] = sum
	}
	b.postings = make([]uint16, sum)
	// Backwards, a list ends where the one after it begins.
	for slot := len(members) - 1; slot >= 0; slot-- {
		i := members[slot]
		for _, r := range x.ranks[x.first[i]:x.first[i+1]] {
			if r < x.frequent {
				b.columns[int(r)*b.words+slot/64] |= 1 << (slot % 64)
				continue
			}
			b.starts[r-x.frequent]--
			b.postings[b.starts[r-x.frequent]] = uint16(slot)
		}
	}
	return b
}
