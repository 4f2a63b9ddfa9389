// Package maporder breaks the rule of its name.
package maporder

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"sort"
	"strings"
)

type item struct {
	name  string
	count int
	tags  []string
}

func visible(w io.Writer, m map[string]int, items map[string]*item, floats map[string]float64) (string, error) {
	for k, v := range m { // want "maporder: the order of this map can be seen: line 21 calls something"
		fmt.Fprintln(w, k, v)
	}
	var names []string
	for k := range m { // want "maporder: .* collects in the order of the map and nothing sorts it later"
		names = append(names, k)
	}
	sum := 0.0
	for _, f := range floats { // want "maporder: .* adds floats or strings in the order of the map"
		sum += f
	}
	text := ""
	for k := range m { // want "maporder: .* adds floats or strings"
		text += k
	}
	last := ""
	for k := range m { // want "maporder: .* keeps whichever entry comes last"
		if strings.HasPrefix(k, "a") {
			last = k
		}
	}
	for k, v := range m { // want "maporder: .* returns whichever comes first"
		if v < 0 {
			return "", fmt.Errorf("%s is negative", k)
		}
	}
	byCount := map[int][]string{}
	for k, v := range m { // want "maporder: .* collects in the order of the map"
		byCount[v] = append(byCount[v], k)
	}
	lines := make(chan string, len(m))
	for k := range m { // want "maporder: .* does something that may see it"
		lines <- k
	}
	for k := range maps.Keys(m) { // want "maporder: .* calls something"
		fmt.Fprintln(w, k)
	}
	all := slices.Collect(maps.Keys(m)) // want "maporder: maps.Keys gives the entries in any order"
	for _, it := range items {          // want "maporder: .* calls something that may see it"
		func() { fmt.Fprintln(w, it.name) }()
	}
	for k := range m { // want "maporder: .* keeps whichever entry comes last"
		text, last = last, k
	}
	_ = sum
	return last + text + strings.Join(append(names, all...), ""), nil
}

func invisible(w io.Writer, m map[string]int, items map[string]*item) (map[string]int, bool) {
	copied := map[string]int{}
	for k, v := range m {
		copied[k] = v
	}
	total, most := 0, 0
	for _, v := range m {
		total += v
		most = max(most, v)
		if v == 0 {
			continue
		}
		total++
	}
	var names []string
	for k := range m {
		if len(k) > 1 {
			names = append(names, k)
		}
	}
	slices.Sort(names)
	var found []*item
	for _, it := range items {
		it.count++
		it.tags = append(it.tags, "seen")
		found = append(found, it)
	}
	sort.SliceStable(found, func(i, j int) bool { return found[i].name < found[j].name })
	for k := range m {
		if copied[k] == 0 {
			delete(copied, k)
		}
	}
	seen := false
	for k := range m {
		lower := strings.ToLower(k)
		if lower == "a" {
			seen = true
			break
		}
	}
	for _, v := range m {
		if v < 0 {
			return nil, false
		}
	}
	tags := map[string][]string{}
	for k, v := range tags {
		v = slices.Clone(v)
		v[0] = "first"
		slices.Sort(v)
		copied[k] = len(v)
	}
	groups := map[string][]int{}
	for k, v := range m {
		groups[k] = append(groups[k], v)
	}
	for range m {
		fmt.Fprintln(w, "once more")
	}
	for _, k := range slices.Sorted(maps.Keys(m)) {
		fmt.Fprintln(w, k)
	}
	for k := range m { //lint:ordered w counts bytes
		fmt.Fprintln(w, k)
	}
	//lint:ordered w counts bytes
	for k := range m {
		fmt.Fprintln(w, k)
	}
	for _, s := range []string{"a"} {
		fmt.Fprintln(w, s)
	}
	return copied, seen
}

func excuses(m map[string]int, names []string) (n int) {
	for k := range m { //lint:ordered it only counts
		n += len(k)
	}
	for _, name := range names { /* want `maporder: this //lint: comment excuses nothing` */ //lint:ordered a slice has an order
		n += len(name)
	}
	/* want `maporder: //lint:ordered wants a reason` */ //lint:ordered
	/* want `there is no directive //lint:sorted` */ //lint:sorted really
	return n
}

func keys(a, b map[string]int) []string {
	all := slices.Collect(maps.Keys(a))
	all = slices.AppendSeq(all, maps.Keys(b))
	slices.Sort(all)
	rest := slices.Collect(maps.Keys(b)) // want "maporder: maps.Keys gives the entries in any order"
	return append(all, rest...)
}
