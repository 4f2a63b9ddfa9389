package artifact

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// ManifestName is the name of the manifest in a dataset directory.
const ManifestName = "manifest.toml"

// ManifestFormat is the format of manifests that this worldc writes, and the
// newest that it reads.
const ManifestFormat = 1

// A Manifest says what a dataset is and what it was made from, by digests of
// uncompressed bytes. Two builds of one spec by one worldc write the same
// manifest: there is no time, host, path of the machine, Key or compressed
// size in it.
type Manifest struct {
	// Format is ManifestFormat; Encode sets it.
	Format int `toml:"format"`

	// Dataset is the address of the dataset block, such as dataset.records.
	Dataset string `toml:"dataset"`

	// Worldc is the version that made it.
	Worldc string `toml:"worldc"`

	// Spec is the digest of the spec as evaluated.
	Spec Digest `toml:"spec"`

	// Seed is that of the experiment.
	Seed int64 `toml:"seed"`

	// Recordings is the digest of the model calls that were used; zero if none.
	Recordings Digest `toml:"recordings,omitzero"`

	// Inputs are the external files, sorted by name.
	Inputs []Input `toml:"input"`

	// Nodes are those that led to the dataset, in plan order.
	Nodes []ManifestNode `toml:"node"`

	// Files are the files of records, sorted by path.
	Files []ManifestFile `toml:"file"`
}

// An Input is an external file that a spec reads.
type Input struct {
	// Name is its document name, such as `apis/pets.json`, after the address
	// of the block that reads it where two files share that name.
	Name string `toml:"name"`

	// Digest is the SHA-256 of the file as it lies there, Bytes its length.
	Digest Digest `toml:"digest"`
	Bytes  int64  `toml:"bytes"`
}

// A ManifestNode is the result of a node.
type ManifestNode struct {
	Address string `toml:"address"`

	// At is the file of the spec, without its directory, and the line where
	// the node's block stands: `quickstart.hcl:12`.
	At string `toml:"at"`

	// Type is that of the records.
	Type string `toml:"type"`

	// Reads are the addresses of the nodes that the block refers to.
	Reads []string `toml:"reads"`

	Digest  Digest `toml:"digest"`
	Records int64  `toml:"records"`
	Counts

	// Models says what the node asked served models, by role.
	Models []ManifestUsage `toml:"model,omitempty"`
}

// A ManifestUsage is what a node asked a served model in one role.
type ManifestUsage struct {
	// Name is the model's name.
	Name string `toml:"name"`

	Role             string `toml:"role"`
	Calls            int64  `toml:"calls"`
	PromptTokens     int64  `toml:"prompt_tokens"`
	CompletionTokens int64  `toml:"completion_tokens"`

	// CostUSD is what that costs by the price that the spec declares, in US
	// dollars; nil where it declares none.
	CostUSD *float64 `toml:"cost_usd,omitempty"`
}

// A ManifestFile is a file of records in the dataset's directory.
type ManifestFile struct {
	// Path is relative to the directory, with slashes.
	Path string `toml:"path"`

	// Type is that of the records.
	Type string `toml:"type"`

	// Format is what the rows are called by the trainer or tool that reads
	// them, such as openai; empty for records.
	Format string `toml:"format,omitempty"`

	// Digest is the SHA-256 of the uncompressed content, Records its lines and
	// Bytes its length.
	Digest  Digest `toml:"digest"`
	Records int64  `toml:"records"`
	Bytes   int64  `toml:"bytes"`
}

const manifestHead = "# A dataset made by worldc. Digests are SHA-256 of uncompressed content;\n# `worldc verify` checks them.\n\n"

// Encode writes the manifest, the same bytes for the same content.
func (m *Manifest) Encode() ([]byte, error) {
	c := *m
	c.Format = ManifestFormat
	c.Inputs = slices.SortedFunc(slices.Values(m.Inputs), func(a, b Input) int { return cmp.Compare(a.Name, b.Name) })
	c.Files = slices.SortedFunc(slices.Values(m.Files), func(a, b ManifestFile) int { return cmp.Compare(a.Path, b.Path) })
	if err := c.check(); err != nil {
		return nil, err
	}
	return encodeTOML(manifestHead, c)
}

// DecodeManifest reads a manifest. It refuses unknown fields and formats newer
// than ManifestFormat.
func DecodeManifest(data []byte) (*Manifest, error) {
	var m Manifest
	if err := decodeTOML(data, ManifestFormat, "dataset", &m); err != nil {
		return nil, err
	}
	if err := m.check(); err != nil {
		return nil, err
	}
	return &m, nil
}

func (m *Manifest) check() error {
	if err := checkInputs(m.Inputs); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, n := range m.Nodes {
		switch {
		case n.Address == "" || seen[n.Address]:
			return fmt.Errorf("node %q is there twice, or has no address", n.Address)
		case n.Records < 0:
			return fmt.Errorf("node %s has %d records", n.Address, n.Records)
		case !n.Counts.Reconciles():
			return fmt.Errorf("node %s planned %d records and accounts for %d accepted, %d rejected, %d failed, %d skipped", n.Address, n.Planned, n.Accepted, n.Rejected, n.Failed, n.Skipped)
		}
		seen[n.Address] = true
	}
	clear(seen)
	for _, f := range m.Files {
		if !filepath.IsLocal(filepath.FromSlash(f.Path)) || seen[f.Path] || f.Records < 0 {
			return fmt.Errorf("file %q is there twice, is not in the directory, or has %d records", f.Path, f.Records)
		}
		seen[f.Path] = true
	}
	return nil
}

func checkInputs(inputs []Input) error {
	for i, in := range inputs {
		if in.Name == "" || in.Bytes < 0 || i > 0 && in.Name <= inputs[i-1].Name {
			return fmt.Errorf("input %q is there twice, is out of order, or has no name or a negative size", in.Name)
		}
	}
	return nil
}

// ReadManifest reads the manifest of a dataset directory.
func ReadManifest(dir string) (*Manifest, error) {
	path := filepath.Join(dir, ManifestName)
	data, err := ReadFile(path, maxEntry)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%s is not a dataset that worldc made: it has no %s: %w", dir, ManifestName, fs.ErrNotExist)
	}
	if err != nil {
		return nil, err
	}
	m, err := DecodeManifest(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return m, nil
}

// encodeTOML writes v under a comment.
func encodeTOML(head string, v any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(head)
	if err := toml.NewEncoder(&b).Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

// decodeTOML reads a file of a format number at most newest, strictly.
func decodeTOML(data []byte, newest int, what string, v any) error {
	var head struct {
		Format int `toml:"format"`
	}
	if err := toml.Unmarshal(data, &head); err != nil {
		return explainTOML(err)
	}
	switch {
	case head.Format < 1:
		return errors.New("it has no `format = 1`: it is not written by worldc, or damaged")
	case head.Format > newest:
		return fmt.Errorf("it has format %d, and this worldc knows formats up to %d: use the worldc that made the %s, or a newer one", head.Format, newest, what)
	}
	return explainTOML(toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(v))
}

// explainTOML puts the place before what is wrong.
func explainTOML(err error) error {
	var strict *toml.StrictMissingError
	if errors.As(err, &strict) && len(strict.Errors) > 0 {
		line, column := strict.Errors[0].Position()
		return fmt.Errorf("line %d, column %d: unknown field %s", line, column, strings.Join(strict.Errors[0].Key(), "."))
	}
	var decode *toml.DecodeError
	if errors.As(err, &decode) {
		line, column := decode.Position()
		why, _, _ := strings.Cut(strings.TrimPrefix(decode.Error(), "toml: "), " into struct field")
		return fmt.Errorf("line %d, column %d: %s", line, column, why)
	}
	return err
}
