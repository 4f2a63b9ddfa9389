package writer

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/klauspost/compress/zstd"
	"worldc/rng"
)

// tokens are the words and the marks of a text, in lower case.
func tokens(text string) []string {
	var list []string
	word := -1
	lower := strings.ToLower(text)
	for i, r := range lower {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' {
			if word < 0 {
				word = i
			}
			continue
		}
		if word >= 0 {
			list = append(list, lower[word:i])
			word = -1
		}
		if !unicode.IsSpace(r) {
			list = append(list, string(r))
		}
	}
	if word >= 0 {
		list = append(list, lower[word:])
	}
	return list
}

func grams(ts []string, n int) []string {
	var list []string
	for i := 0; i+n <= len(ts); i++ {
		list = append(list, strings.Join(ts[i:i+n], " "))
	}
	return list
}

// distinct is the share of different n-grams among all (Li et al. 2016).
func distinct(texts [][]string, n int) float64 {
	seen := map[string]bool{}
	all := 0
	for _, ts := range texts {
		for _, g := range grams(ts, n) {
			seen[g] = true
			all++
		}
	}
	return float64(len(seen)) / float64(max(1, all))
}

// selfBLEU is the mean BLEU-4 of each text against all others (Zhu et al. 2018),
// with the brevity penalty against the closest length and 1/2c for precisions of
// nought.
func selfBLEU(texts [][]string) float64 {
	type best struct {
		most, second int
		of           int
	}
	var tables [4]map[string]best
	var counts [4][]map[string]int
	for n := range 4 {
		tables[n] = map[string]best{}
		for i, ts := range texts {
			c := map[string]int{}
			for _, g := range grams(ts, n+1) {
				c[g]++
			}
			counts[n] = append(counts[n], c)
			for g, k := range c {
				b := tables[n][g]
				switch {
				case k > b.most:
					b = best{k, b.most, i}
				case k > b.second:
					b.second = k
				}
				tables[n][g] = b
			}
		}
	}
	sum := 0.0
	for i, ts := range texts {
		logs := 0.0
		for n := range 4 {
			hit, all := 0, 0
			for g, k := range counts[n][i] {
				all += k
				b := tables[n][g]
				limit := b.most
				if b.of == i {
					limit = b.second
				}
				hit += min(k, limit)
			}
			p := float64(hit) / float64(max(1, all))
			if hit == 0 {
				p = 1 / float64(2*max(1, all))
			}
			logs += math.Log(p) / 4
		}
		nearest := math.MaxInt
		for j, other := range texts {
			if j != i && abs(len(other)-len(ts)) < abs(nearest-len(ts)) {
				nearest = len(other)
			}
		}
		if len(ts) < nearest {
			logs += 1 - float64(nearest)/float64(max(1, len(ts)))
		}
		sum += math.Exp(logs)
	}
	return sum / float64(len(texts))
}

func abs(n int) int { return max(n, -n) }

// openings is the share of texts whose first three words another text begins
// with as well.
func openings(texts [][]string) float64 {
	count := map[string]int{}
	first := func(ts []string) string { return strings.Join(ts[:min(3, len(ts))], " ") }
	for _, ts := range texts {
		count[first(ts)]++
	}
	shared := 0
	for _, ts := range texts {
		if count[first(ts)] > 1 {
			shared++
		}
	}
	return float64(shared) / float64(len(texts))
}

// TestMeasure prints how varied the instructions are next to those of people:
// WORLDC_MEASURE=1 go test -run TestMeasure -v ./roles/writer
// With WORLDC_TASKS, a file of task records as a dataset has them, those that
// were built are measured too.
func TestMeasure(t *testing.T) {
	if os.Getenv("WORLDC_MEASURE") == "" {
		t.Skip("set WORLDC_MEASURE=1 to measure")
	}
	const size = 400
	type set struct {
		name  string
		texts []string
	}
	sets := []set{
		{"ours, background and goal", ours(size, true)},
		{"ours, goal", ours(size, false)},
		{"tau-bench retail (train)", tau(t, "retail.train")},
		{"tau-bench retail (dev) and airline", append(tau(t, "retail.dev"), tau(t, "airline.test")...)},
		{"toolbench queries", toolbench(t)},
	}
	if name := os.Getenv("WORLDC_TASKS"); name != "" {
		both, goals := built(t, name)
		sets = append(sets[:0:0], append([]set{{"built tasks, background and goal", both}, {"built tasks, goal", goals}}, sets...)...)
	}
	for _, n := range []int{70, size} {
		fmt.Printf("\n%-36s %4s  %5s %5s %5s  %6s  %5s %5s  %4s %4s %4s  %7s\n", "set", "n", "dist1", "dist2", "dist3", "sBLEU4", "words", "sd", "p10", "p50", "p90", "opening")
		for _, set := range sets {
			if len(set.texts) < n {
				continue
			}
			perm := rng.New(1, "measure", set.name).Perm(len(set.texts))[:n]
			var texts [][]string
			var lengths []int
			for _, i := range perm {
				texts = append(texts, tokens(set.texts[i]))
				lengths = append(lengths, len(strings.Fields(set.texts[i])))
			}
			slices.Sort(lengths)
			mean, square := 0.0, 0.0
			for _, l := range lengths {
				mean += float64(l) / float64(n)
			}
			for _, l := range lengths {
				square += (float64(l) - mean) * (float64(l) - mean) / float64(n)
			}
			fmt.Printf("%-36s %4d  %.3f %.3f %.3f  %.4f  %5.1f %5.1f  %4d %4d %4d  %6.1f%%\n", set.name, n, distinct(texts, 1), distinct(texts, 2), distinct(texts, 3),
				selfBLEU(texts), mean, math.Sqrt(square), lengths[n/10], lengths[n/2], lengths[n*9/10], 100*openings(texts))
		}
	}
}

func ours(n int, background bool) []string {
	var list []string
	for k := range n {
		s := inventedStory(11, k)
		i, err := scribe.Instruct(context.Background(), s)
		if err != nil {
			panic(err)
		}
		text := i.Goal
		if background {
			text = i.Background + " " + text
		}
		list = append(list, text)
	}
	return list
}

// built are the texts of the tasks in a file of a dataset, in an order of no
// meaning.
func built(t *testing.T, name string) (both, goals []string) {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasSuffix(name, ".zst") {
		d, err := zstd.NewReader(nil)
		if err != nil {
			t.Fatal(err)
		}
		defer d.Close()
		if raw, err = d.DecodeAll(raw, nil); err != nil {
			t.Fatal(err)
		}
	}
	for line := range strings.Lines(string(raw)) {
		var task struct{ Background, Goal string }
		if err := json.Unmarshal([]byte(line), &task); err != nil {
			t.Fatal(err)
		}
		if task.Goal != "" {
			both, goals = append(both, task.Background+" "+task.Goal), append(goals, task.Goal)
		}
	}
	return both, goals
}

func dataFile(t *testing.T, name string) []byte {
	t.Helper()
	dir := os.Getenv("WORLDC_DATA")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "shared", "data")
	}
	raw, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Skipf("the shared data is not here: set WORLDC_DATA to its directory (%v)", err)
	}
	return raw
}

func tau(t *testing.T, name string) []string {
	t.Helper()
	var tasks []struct{ Instruction string }
	if err := json.Unmarshal(dataFile(t, "taubench/"+name+".tasks.json"), &tasks); err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, task := range tasks {
		list = append(list, task.Instruction)
	}
	return list
}

func toolbench(t *testing.T) []string {
	t.Helper()
	var list []string
	for line := range strings.Lines(string(dataFile(t, "toolbench/solvable_queries.jsonl"))) {
		var q struct{ Query string }
		if err := json.Unmarshal([]byte(line), &q); err != nil {
			t.Fatal(err)
		}
		list = append(list, q.Query)
	}
	return list
}
