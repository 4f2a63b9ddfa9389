package model

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
	"worldc/artifact"
)

// ask makes a question and an answer, told apart by n.
func numbered(t testing.TB, n, ordinal int) (*question, *answer) {
	t.Helper()
	a := newAsker(&Settings{Model: "m"})
	q, err := a.question(Request{Ordinal: ordinal, Messages: []Message{{Role: "user", Content: fmt.Sprint("question ", n)}}}, 100)
	if err != nil {
		t.Fatal(err)
	}
	return q, &answer{Content: fmt.Sprint("answer ", n), Usage: Usage{1, 10, 5}}
}

func record(t testing.TB, r *Recordings, n, ordinal int) {
	t.Helper()
	q, a := numbered(t, n, ordinal)
	if err := r.keep([]*keeping{newKeeping(q, a, callNote{Role: "agent", Record: fmt.Sprint("record ", n)}, false)}); err != nil {
		t.Fatal(err)
	}
}

func openRecordings(t testing.TB, path string, readOnly bool) *Recordings {
	t.Helper()
	r, err := OpenRecordings(path, readOnly)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// has are the numbers whose answers r gives, each the right one.
func has(t testing.TB, r *Recordings, most int) []int {
	t.Helper()
	var found []int
	for n := range most {
		q, want := numbered(t, n, 0)
		p := r.find(key{q.id, 0}, 100)
		if p == nil {
			continue
		}
		a, err := r.read(p)
		if err != nil {
			continue
		}
		if a.Content != want.Content || a.Usage != want.Usage {
			t.Fatalf("question %d is answered %+v", n, a)
		}
		found = append(found, n)
	}
	return found
}

// TestTorn: of a file that ends anywhere, what lies whole before is there, what
// is torn is taken off, and it can be written to.
func TestTorn(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "whole")
	r := openRecordings(t, path, false)
	ends := []int64{}
	for n := range 4 {
		record(t, r, n, 0)
		ends = append(ends, r.end)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for size := range len(whole) + 1 {
		torn := filepath.Join(dir, fmt.Sprint("torn", size))
		// What follows may also be the zeros of a file that was made longer first.
		for _, zeros := range []int{0, 300} {
			if err := os.WriteFile(torn, append(bytes.Clone(whole[:size]), make([]byte, zeros)...), 0o644); err != nil {
				t.Fatal(err)
			}
			want := 0
			for _, e := range ends {
				if int64(size) >= e {
					want++
				}
			}
			reader, err := OpenRecordings(torn, true)
			if err != nil {
				t.Fatalf("cut at %d, to read: %v", size, err)
			}
			if got := has(t, reader, 9); len(got) != want {
				t.Fatalf("cut at %d, to read: has %v, want %d", size, got, want)
			}
			told := 0
			reader.Verify(func(string) { told++ })
			if whole := zeros == 0 && (size == 0 || slices.Contains(ends, int64(size))); (told == 0) != whole {
				t.Fatalf("cut at %d, and %d zeros: %d problems", size, zeros, told)
			}
			if err := reader.Close(); err != nil {
				t.Fatal(err)
			}
			if size%29 != 0 {
				continue
			}
			w, err := OpenRecordings(torn, false)
			if err != nil {
				t.Fatalf("cut at %d: %v", size, err)
			}
			record(t, w, 8, 0)
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			again := openRecordings(t, torn, true)
			if got := has(t, again, 9); len(got) != want+1 || got[want] != 8 || len(again.Damage()) > 0 {
				t.Fatalf("cut at %d and written to: has %v, damage %v", size, got, again.Damage())
			}
		}
	}
}

// TestRot: whatever bit of a file turns, no answer is a wrong one, those in
// other frames stay, and what is damaged is named.
func TestRot(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "whole")
	r := openRecordings(t, path, false)
	const n = 4
	for i := range n {
		record(t, r, i, 0)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rotten := filepath.Join(dir, "rotten")
	silent := 0
	for bit := range len(whole) * 8 {
		if bit%9 != 0 { // coprime with 8: every byte, and every place in a byte
			continue
		}
		data := bytes.Clone(whole)
		data[bit/8] ^= 1 << (bit % 8)
		if err := os.WriteFile(rotten, data, 0o644); err != nil {
			t.Fatal(err)
		}
		x, err := OpenRecordings(rotten, true)
		if err != nil {
			t.Fatal(err)
		}
		problems := 0
		right := x.Verify(func(string) { problems++ })
		if got := has(t, x, n); len(got) < n-1 || right < n-1 {
			t.Fatalf("bit %d: only %v are left", bit, got)
		}
		// What is lost at the end of a file that somebody may be writing to is not
		// damage.
		if right < n && problems == 0 && bit/8 < len(whole)*3/4 {
			t.Fatalf("bit %d: an answer is gone, and nobody says so", bit)
		}
		if right == n && problems == 0 {
			silent++
		}
		if err := x.Close(); err != nil {
			t.Fatal(err)
		}
	}
	// Bits of a frame's header may mean nothing.
	if silent > len(whole)*8/100 {
		t.Errorf("%d of %d bits turn without a word", silent, len(whole)*8)
	}
}

// TestForeign: a file that is none of ours is not touched.
func TestForeign(t *testing.T) {
	path := filepath.Join(t.TempDir(), "letter.txt")
	text := []byte(strings.Repeat("Dear reader, this is no recording at all. ", 10))
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenRecordings(path, false); err == nil || !strings.Contains(err.Error(), "does not hold recordings") {
		t.Errorf("%v", err)
	}
	if now, err := os.ReadFile(path); err != nil || !bytes.Equal(now, text) {
		t.Errorf("the letter was changed: %v", err)
	}
}

// TestZstd: the file is one that zstd reads: canonical JSON, a line a call.
func TestZstd(t *testing.T) {
	path := filepath.Join(t.TempDir(), "calls")
	r := openRecordings(t, path, false)
	for n := range 3 {
		record(t, r, n, 0)
	}
	lines := 0
	for text, err := range artifact.ReadLines(path, artifact.Limits{}) {
		if err != nil {
			t.Fatal(err)
		}
		lines++
		canonical, err := artifact.Canonical(text)
		if err != nil || !bytes.Equal(canonical, text) {
			t.Errorf("not canonical: %s", text)
		}
		var l line
		if err := json.Unmarshal(text, &l); err != nil || artifact.DigestOf(l.Request) != l.ID {
			t.Errorf("%v: %s", err, text)
		}
	}
	if lines != 3 {
		t.Errorf("%d lines", lines)
	}
	if _, err := exec.LookPath("zstd"); err == nil {
		if out, err := exec.Command("zstd", "-t", path).CombinedOutput(); err != nil {
			t.Errorf("%v: %s", err, out)
		}
	}
}

// TestRewrite: merging keeps every answer once, the first file's where two
// differ; pruning keeps what it is told; those who have the file open go on
// with the new one.
func TestRewrite(t *testing.T) {
	dir := t.TempDir()
	a, b, c := filepath.Join(dir, "a"), filepath.Join(dir, "b"), filepath.Join(dir, "c")
	ra, rb := openRecordings(t, a, false), openRecordings(t, b, false)
	for n := range 10 {
		record(t, ra, n, 0)
	}
	for n := 5; n < 15; n++ {
		if n == 7 { // another answer to the same question
			q, _ := numbered(t, n, 0)
			if err := rb.keep([]*keeping{newKeeping(q, &answer{Content: "no"}, callNote{}, false)}); err != nil {
				t.Fatal(err)
			}
			continue
		}
		record(t, rb, n, 0)
	}
	m, err := MergeRecordings(c, a, b)
	if err != nil || m != (Merged{Kept: 15, Dropped: 5, Differ: 1}) {
		t.Errorf("merged %+v %v", m, err)
	}
	rc := openRecordings(t, c, false)
	if got := has(t, rc, 20); len(got) != 15 || rc.Verify(func(p string) { t.Error(p) }) != 15 {
		t.Errorf("has %v", got)
	}
	// Into itself, while it is open and written to.
	if m, err := MergeRecordings(a, a, b); err != nil || m.Kept != 15 {
		t.Errorf("merged %+v %v", m, err)
	}
	record(t, ra, 17, 0)
	if got := has(t, ra, 20); len(got) != 16 {
		t.Errorf("after merging into the open file it has %v", got)
	}
	if got := has(t, openRecordings(t, a, true), 20); len(got) != 16 {
		t.Errorf("the merged file has %v", got)
	}
	q, _ := numbered(t, 3, 0)
	m, err = PruneRecordings(c, func(u Use) bool { return u.Request == q.id })
	if err != nil || m != (Merged{Kept: 1, Dropped: 14}) {
		t.Errorf("pruned %+v %v", m, err)
	}
	if got := has(t, openRecordings(t, c, true), 20); len(got) != 1 || got[0] != 3 {
		t.Errorf("after pruning it has %v", got)
	}
	var one Recorded
	if err := openRecordings(t, c, true).Each(func(x Recorded) error { one = x; return nil }); err != nil {
		t.Fatal(err)
	}
	if one.Role != "agent" || one.Record != "record 3" || one.Limit != 100 || one.Usage.CompletionTokens != 5 || !strings.Contains(string(one.Request), "question 3") {
		t.Errorf("%+v", one)
	}
}

// TestIdentity: what is asked is canonical JSON, whatever it is made of, and
// the name of nothing else: bound, purpose and ordinal are not in it.
func TestIdentity(t *testing.T) {
	x := 0.25
	s := int64(3)
	ask := newAsker(&Settings{Model: "m", Sampling: Sampling{Temperature: &x, Seed: &s, Extra: map[string]json.RawMessage{"b": []byte("1.0"), "a": []byte(`{ "z":1,"y":2}`)}}})
	rapid.Check(t, func(t *rapid.T) {
		r := Request{
			Purpose: Purpose{rapid.String().Draw(t, "role"), "r"}, Ordinal: rapid.IntRange(0, 9).Draw(t, "ordinal"),
			Messages: []Message{{Role: "user", Content: "x" + rapid.String().Draw(t, "content")}},
			Tools:    []Tool{{Name: rapid.String().Draw(t, "tool"), Description: rapid.String().Draw(t, "description"), Parameters: []byte(`{ "type" : "object" }`)}},
		}
		if rapid.Bool().Draw(t, "calls") {
			r.Messages = append(r.Messages,
				Message{Role: "assistant", Reasoning: rapid.String().Draw(t, "reasoning"), Calls: []Call{{ID: "call00000", Tool: "t", Arguments: []byte(`{"b":1.0, "a":"` + "\\u00e9" + `"}`)}}},
				Message{Role: "tool", CallID: "call00000", Content: "1"})
		}
		q, err := ask.question(r, rapid.IntRange(0, 5).Draw(t, "limit"))
		if err != nil {
			t.Fatal(err)
		}
		canonical, err := artifact.Canonical(q.text)
		if err != nil || !bytes.Equal(canonical, q.text) {
			t.Fatalf("%v\n%s\n%s", err, q.text, canonical)
		}
		r.Purpose, r.Ordinal, r.MaxTokens = Purpose{"other", "one"}, 99, 77
		same, err := ask.question(r, 0)
		if err != nil || same.id != q.id {
			t.Fatalf("%v: %s is not %s", err, same.text, q.text)
		}
		r.Messages[0].Content += "!"
		if other, err := ask.question(r, 0); err != nil || other.id == q.id {
			t.Fatalf("%v: another question has the same name", err)
		}
	})
	q, err := ask.question(Request{Messages: []Message{{Role: "user", Content: "hi"}}}, 9)
	if err != nil {
		t.Fatal(err)
	}
	// This text names what is in people's recordings: it may not change.
	const want = `{"kind":"chat","messages":[{"content":"hi","role":"user"}],"model":"m","sampling":{"extra":{"a":{"y":2,"z":1},"b":1},"seed":3,"temperature":0.25},"v":1}`
	if string(q.text) != want {
		t.Errorf("%s\nwant %s", q.text, want)
	}
}

// TestAnswer: what is recorded is the canonical JSON of the answer, and reads
// back as the same.
func TestAnswer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String()
		count := rapid.Int64Range(0, 1<<40)
		a := &answer{
			Class: Class(text.Draw(t, "class")), Content: text.Draw(t, "content"), Detail: text.Draw(t, "detail"), Reasoning: text.Draw(t, "reasoning"),
			Usage:  Usage{count.Draw(t, "calls"), count.Draw(t, "prompt"), count.Draw(t, "completion")},
			Vector: encodeVector(rapid.SliceOf(rapid.Float32()).Draw(t, "vector")),
		}
		if rapid.Bool().Draw(t, "called") {
			a.Calls = []recordedCall{{"call00000", text.Draw(t, "tool"), json.RawMessage(`{"a":1}`)}}
		}
		got, digest := a.encode()
		want, err := artifact.Marshal(a)
		if err != nil || !bytes.Equal(got, want) || digest != artifact.DigestOf(want) {
			t.Fatalf("%v\n%s\n%s", err, got, want)
		}
		back, err := decodeAnswer(got)
		if again, _ := back.encode(); err != nil || !bytes.Equal(again, got) {
			t.Fatalf("%v\n%s\n%s", err, got, again)
		}
	})
}
