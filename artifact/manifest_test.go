package artifact

import (
	"bytes"
	"reflect"
	"slices"
	"strings"
	"testing"
)

func exampleManifest() *Manifest {
	return &Manifest{
		Dataset: "dataset.records", Worldc: "0.1.0", Spec: DigestOf([]byte("spec")), Seed: 7,
		Inputs: []Input{{"b.json", DigestOf([]byte("b")), 1}, {"a.json", DigestOf([]byte("a")), 1}},
		Nodes: []ManifestNode{
			{Address: "tool_pool.apis", At: "x.hcl:3", Type: "tool", Reads: []string{}, Digest: DigestOf([]byte("1")), Records: 2, Counts: Counts{Planned: 3, Accepted: 2, Rejected: 1}},
			{Address: `domains.all["x"]`, At: "x.hcl:9", Type: "domain", Reads: []string{"tool_pool.apis"}, Digest: DigestOf([]byte("2")), Records: 1, Counts: Counts{Planned: 1, Accepted: 1}},
		},
		Files: []ManifestFile{{Path: "data/train-00000-of-00001.jsonl.zst", Type: "tool", Digest: DigestOf([]byte("f")), Records: 2, Bytes: 100}},
	}
}

func TestManifest(t *testing.T) {
	m := exampleManifest()
	data, err := m.Encode()
	if err != nil {
		t.Fatal(err)
	}
	want := `# A dataset made by worldc. Digests are SHA-256 of uncompressed content;
# ` + "`worldc verify`" + ` checks them.

format = 1
dataset = 'dataset.records'
worldc = '0.1.0'
spec = '` + DigestOf([]byte("spec")).String() + `'
seed = 7

[[input]]
name = 'a.json'
digest = '` + DigestOf([]byte("a")).String() + `'
bytes = 1
`
	if !bytes.HasPrefix(data, []byte(want)) {
		t.Errorf("%s\nwant %s", data, want)
	}
	back, err := DecodeManifest(data)
	if err != nil {
		t.Fatal(err)
	}
	m.Format = 1
	slices.Reverse(m.Inputs)
	if !reflect.DeepEqual(back, m) {
		t.Errorf("%+v\nwant %+v", back, m)
	}
	slices.Reverse(m.Inputs)
	if again, err := m.Encode(); err != nil || !bytes.Equal(again, data) {
		t.Errorf("a second Encode: %v\n%s", err, again)
	}
	m.Recordings = DigestOf([]byte("r"))
	if data, err = m.Encode(); err != nil || !strings.Contains(string(data), "\nrecordings = '"+m.Recordings.String()+"'\n") {
		t.Errorf("recordings: %v\n%s", err, data)
	}
}

func TestManifestRefuses(t *testing.T) {
	data, err := exampleManifest().Encode()
	if err != nil {
		t.Fatal(err)
	}
	good := string(data)
	for _, c := range []struct{ old, new, want string }{
		{"format = 1", "format = 2", "it has format 2, and this worldc knows formats up to 1: use the worldc that made the dataset, or a newer one"},
		{"format = 1", "", "it has no `format = 1`: it is not written by worldc, or damaged"},
		{"format = 1", "format = \"1\"", "line 4, column 10: cannot decode TOML string"},
		{"seed = 7", "seed = 7\ntime = 12", "line 9, column 1: unknown field time"},
		{"seed = 7", "seed = ", "line 8, column 8: unexpected character U+000A at start of value"},
		{"seed = 7", "seed = 7\nseed = 8", "line 9, column 1: key seed is already defined"},
		{DigestOf([]byte("f")).String(), "abc", "digest \"abc\": expected 64 hexadecimal digits, found 3 characters"},
		{"accepted = 2", "accepted = 9", "node tool_pool.apis planned 3 records and accounts for 9 accepted, 1 rejected, 0 failed, 0 skipped"},
		{"path = 'data/", "path = '../", "file \"../train-00000-of-00001.jsonl.zst\" is there twice, is not in the directory, or has 2 records"},
		{"name = 'b.json'", "name = 'a.json'", "input \"a.json\" is there twice, is out of order, or has no name or a negative size"},
		{`address = 'domains.all["x"]'`, "address = 'tool_pool.apis'", "node \"tool_pool.apis\" is there twice, or has no address"},
	} {
		text := strings.Replace(good, c.old, c.new, 1)
		if text == good {
			t.Fatalf("%s is not in the manifest", c.old)
		}
		if _, err := DecodeManifest([]byte(text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v; want %s", c.new, err, c.want)
		}
	}
	for _, break_ := range []func(*Manifest){
		func(m *Manifest) { m.Nodes[0].Accepted++ },
		func(m *Manifest) { m.Files[0].Path = "/abs" },
		func(m *Manifest) { m.Inputs[0].Name = m.Inputs[1].Name },
	} {
		m := exampleManifest()
		break_(m)
		if _, err := m.Encode(); err == nil {
			t.Errorf("%+v is encoded", m)
		}
	}
}

func TestLock(t *testing.T) {
	a, b, c := Input{"a.json", DigestOf([]byte("a")), 1}, Input{"b.json", DigestOf([]byte("b")), 1}, Input{"c.json", DigestOf([]byte("c")), 1}
	data, err := (&Lock{Inputs: []Input{b, a}}).Encode()
	if err != nil {
		t.Fatal(err)
	}
	want := "# Written by `worldc lock`: the digests of the inputs of the spec beside it. Do not edit;\n" +
		"# commit it, and `worldc build --locked` builds from exactly these inputs or not at all.\n\n" +
		"format = 1\n\n[[input]]\nname = 'a.json'\ndigest = '" + a.Digest.String() + "'\nbytes = 1\n\n" +
		"[[input]]\nname = 'b.json'\ndigest = '" + b.Digest.String() + "'\nbytes = 1\n"
	if string(data) != want {
		t.Errorf("%s; want %s", data, want)
	}
	l, err := DecodeLock(data)
	if err != nil || !reflect.DeepEqual(l, &Lock{1, []Input{a, b}}) {
		t.Errorf("%+v, %v", l, err)
	}
	if d := l.Differences([]Input{b, a}); len(d) > 0 {
		t.Errorf("%q", d)
	}
	changed := b
	changed.Digest, changed.Bytes = DigestOf([]byte("B2")), 2
	differences := []string{
		"a.json is in the lock and no input of the spec any more",
		"b.json has changed: its digest is " + changed.Digest.String() + " (2 bytes), locked is " + b.Digest.String() + " (1 bytes)",
		"c.json is not in the lock",
	}
	if d := l.Differences([]Input{c, changed}); !slices.Equal(d, differences) {
		t.Errorf("%q; want %q", d, differences)
	}
	for _, c := range []struct{ text, want string }{
		{"", "it has no `format = 1`: it is not written by worldc, or damaged"},
		{"format = 3", "it has format 3, and this worldc knows formats up to 1: use the worldc that made the lock, or a newer one"},
		{"format = 1\nnew = 1", "line 2, column 1: unknown field new"},
		{"format = 1\n[[input]]\nname = ''", `input "" is there twice, is out of order, or has no name or a negative size`},
	} {
		if _, err := DecodeLock([]byte(c.text)); err == nil || err.Error() != c.want {
			t.Errorf("%q: %v; want %s", c.text, err, c.want)
		}
	}
}

// What decodes encodes, and decodes to the same again.
func FuzzManifest(f *testing.F) {
	data, err := exampleManifest().Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte("format = 1\n[[node]]\naddress = 'a'\nreads = []\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := DecodeManifest(data)
		if err != nil {
			return
		}
		text, err := m.Encode()
		if err != nil {
			t.Fatalf("%+v: %v", m, err)
		}
		back, err := DecodeManifest(text)
		if err != nil {
			t.Fatalf("%s: %v", text, err)
		}
		if again, err := back.Encode(); err != nil || !bytes.Equal(again, text) {
			t.Fatalf("%s\n%s, %v", text, again, err)
		}
	})
}

func FuzzLock(f *testing.F) {
	data, err := (&Lock{Inputs: []Input{{"a", DigestOf(nil), 0}}}).Encode()
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Fuzz(func(t *testing.T, data []byte) {
		l, err := DecodeLock(data)
		if err != nil {
			return
		}
		text, err := l.Encode()
		if err != nil {
			t.Fatalf("%+v: %v", l, err)
		}
		back, err := DecodeLock(text)
		if err != nil || !reflect.DeepEqual(back.Inputs, l.Inputs) && len(l.Inputs) > 0 {
			t.Fatalf("%s: %+v, %v", text, back, err)
		}
	})
}
