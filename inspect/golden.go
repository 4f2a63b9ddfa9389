package inspect

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"worldc/artifact"
)

// SampleSize is how many records of an artifact a golden shows.
const SampleSize = 6

// A Golden is what a build of a spec came to, small enough to be reviewed as a
// diff: the plan, and for every node its digest, its counts and a few records.
// The digest says that an artifact changed, the records say how. Compressed
// bytes are no part of it.
type Golden struct {
	Plan  []string // a line per node
	Nodes []GoldenNode
}

// A GoldenNode is one node's artifact.
type GoldenNode struct {
	Address string
	Digest  artifact.Digest
	Records int64
	Counts  artifact.Counts

	// Sample are canonical lines, chosen by Sample.
	Sample []string
}

// First are the first n lines.
func First(lines iter.Seq2[[]byte, error], n int64) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		if n == 0 {
			return
		}
		left := n
		for line, err := range lines {
			if !yield(line, err) || err != nil {
				return
			}
			if left--; left == 0 {
				return
			}
		}
	}
}

// Sample chooses the n records whose ids have the lowest hashes: always the
// same ones, spread over the artifact, whatever is added beside them. They are
// in that order; long ones are abridged.
func Sample(lines iter.Seq2[[]byte, error], n int) ([]string, error) {
	type candidate struct {
		hash [sha256.Size]byte
		line string
	}
	var best []candidate
	for line, err := range lines {
		if err != nil {
			return nil, err
		}
		var head struct {
			ID string `json:"id"`
		}
		if err := json.Unmarshal(line, &head); err != nil {
			return nil, err
		}
		if head.ID == "" {
			head.ID = string(line) // a row is what it says
		}
		c := candidate{hash: sha256.Sum256([]byte(head.ID))}
		at, _ := slices.BinarySearchFunc(best, c, func(a, b candidate) int { return bytes.Compare(a.hash[:], b.hash[:]) })
		if at == n {
			continue
		}
		c.line = string(line)
		best = slices.Insert(best, at, c)
		if len(best) > n {
			best = best[:n]
		}
	}
	sample := make([]string, len(best))
	for i, c := range best {
		var err error
		if sample[i], err = abridge([]byte(c.line)); err != nil {
			return nil, err
		}
	}
	return sample, nil
}

const (
	goldenComment = "Made by `make golden`; review the difference, do not edit.\n"
	planSection   = "plan"

	// sameAs begins the one line that stands for the records of an artifact
	// that another node shares.
	sameAs = "same as "
)

// Encode writes the golden as a txtar archive.
func (g Golden) Encode() []byte {
	archive := txtar.Archive{Comment: []byte(goldenComment)}
	archive.Files = append(archive.Files, txtar.File{Name: planSection, Data: lines(g.Plan)})
	shown := map[artifact.Digest]string{}
	for _, n := range g.Nodes {
		c := n.Counts
		sample := n.Sample
		if first, ok := shown[n.Digest]; ok && len(sample) > 0 {
			sample = []string{sameAs + first}
		} else {
			shown[n.Digest] = n.Address
		}
		head := []string{
			"digest " + n.Digest.String(),
			fmt.Sprintf("records %d", n.Records),
			fmt.Sprintf("planned %d accepted %d rejected %d failed %d skipped %d", c.Planned, c.Accepted, c.Rejected, c.Failed, c.Skipped),
		}
		archive.Files = append(archive.Files, txtar.File{Name: n.Address, Data: lines(append(head, sample...))})
	}
	return txtar.Format(&archive)
}

func lines(list []string) []byte {
	var b bytes.Buffer
	for _, l := range list {
		b.WriteString(l)
		b.WriteByte('\n')
	}
	return b.Bytes()
}

// DecodeGolden reads what Encode writes.
func DecodeGolden(data []byte) (Golden, error) {
	var g Golden
	archive := txtar.Parse(data)
	if len(archive.Files) == 0 || archive.Files[0].Name != planSection {
		return g, fmt.Errorf("not a golden: it does not begin with a section %q", planSection)
	}
	for _, f := range archive.Files {
		list := strings.Split(strings.TrimSuffix(string(f.Data), "\n"), "\n")
		if f.Name == planSection {
			g.Plan = list
			continue
		}
		n, err := decodeGoldenNode(f.Name, list)
		if err != nil {
			return g, fmt.Errorf("section %s: %w", f.Name, err)
		}
		if len(n.Sample) == 1 && strings.HasPrefix(n.Sample[0], sameAs) {
			first := slices.IndexFunc(g.Nodes, func(o GoldenNode) bool { return o.Digest == n.Digest })
			if first < 0 {
				return g, fmt.Errorf("section %s: no section above has the same digest", f.Name)
			}
			n.Sample = g.Nodes[first].Sample
		}
		g.Nodes = append(g.Nodes, n)
	}
	return g, nil
}

func decodeGoldenNode(address string, list []string) (GoldenNode, error) {
	n := GoldenNode{Address: address}
	if len(list) < 3 {
		return n, fmt.Errorf("it has %d lines, at least 3 are needed", len(list))
	}
	var digest string
	if _, err := fmt.Sscanf(list[0], "digest %s", &digest); err != nil {
		return n, fmt.Errorf("line 1: %w", err)
	}
	var err error
	if n.Digest, err = artifact.ParseDigest(digest); err != nil {
		return n, fmt.Errorf("line 1: %w", err)
	}
	if _, err := fmt.Sscanf(list[1], "records %d", &n.Records); err != nil {
		return n, fmt.Errorf("line 2: %w", err)
	}
	c := &n.Counts
	if _, err := fmt.Sscanf(list[2], "planned %d accepted %d rejected %d failed %d skipped %d", &c.Planned, &c.Accepted, &c.Rejected, &c.Failed, &c.Skipped); err != nil {
		return n, fmt.Errorf("line 3: %w", err)
	}
	n.Sample = list[3:]
	return n, nil
}

// Differences lists how have differs from the golden, restricted to the nodes
// that have holds: lines for a person to read.
func (g Golden) Differences(have []GoldenNode) []string {
	want := map[string]GoldenNode{}
	for _, n := range g.Nodes {
		want[n.Address] = n
	}
	var out []string
	for _, h := range have {
		w, ok := want[h.Address]
		switch {
		case !ok:
			out = append(out, h.Address+": not in the golden")
			continue
		case w.Records != h.Records:
			out = append(out, fmt.Sprintf("%s: %d records, golden has %d", h.Address, h.Records, w.Records))
		}
		if w.Counts != h.Counts {
			out = append(out, fmt.Sprintf("%s: %s; golden has %s", h.Address, countsText(h.Counts), countsText(w.Counts)))
		}
		if w.Digest != h.Digest {
			out = append(out, fmt.Sprintf("%s: digest %s, golden has %s", h.Address, h.Digest, w.Digest))
		}
		if h.Sample == nil {
			continue
		}
		for i := range max(len(w.Sample), len(h.Sample)) {
			a, b := at(w.Sample, i), at(h.Sample, i)
			if a != b {
				a, b = fromDifference(a, b)
				out = append(out,
					fmt.Sprintf("%s: sample record %d", h.Address, i+1),
					"  golden "+shorten(a, 100),
					"  is     "+shorten(b, 100))
			}
		}
	}
	return out
}

func countsText(c artifact.Counts) string {
	return fmt.Sprintf("%d planned, %d accepted, %d rejected, %d failed, %d skipped", c.Planned, c.Accepted, c.Rejected, c.Failed, c.Skipped)
}

func at(list []string, i int) string {
	if i < len(list) {
		return list[i]
	}
	return "(none)"
}

// CompareGolden lists how the dataset in dir differs from a golden: the nodes
// that led to it, and a sample of its own records. It reads the data to its
// end, so that a damaged file is an error.
func CompareGolden(ctx context.Context, dir string, golden []byte) ([]string, error) {
	g, err := DecodeGolden(golden)
	if err != nil {
		return nil, err
	}
	d, err := OpenDataset(dir)
	if err != nil {
		return nil, err
	}
	var data []artifact.ManifestFile
	for _, s := range d.Streams() {
		if s.IsData() {
			data = append(data, s.Files...)
		}
	}
	sample, err := Sample(func(yield func([]byte, error) bool) {
		for line, err := range d.Lines(ctx, data) {
			if !yield(line.Text, err) {
				return
			}
		}
	}, SampleSize)
	if err != nil {
		return nil, err
	}
	var have []GoldenNode
	for _, n := range d.Manifest.Nodes {
		node := GoldenNode{Address: n.Address, Digest: n.Digest, Records: n.Records, Counts: n.Counts}
		if n.Address == d.Root().Address {
			node.Sample = sample
		}
		have = append(have, node)
	}
	return g.Differences(have), nil
}
