package reading

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"testing"
)

func TestLook(t *testing.T) {
	n, _ := strconv.Atoi(os.Getenv("LOOK"))
	if n == 0 {
		t.Skip()
	}
	for _, pool := range pools {
		tools := loadPool(t, pool)
		seed, _ := strconv.Atoi(os.Getenv("SEED"))
		r := rand.New(rand.NewPCG(uint64(seed), 1))
		k := n
		if pool == pools[0] {
			k = 3 * n
		}
		for range k {
			tool := tools[r.IntN(len(tools))]
			show(&tool)
		}
	}
}

func show(tool *toolT) {
	r := Read(tool)
	fmt.Printf("\n## %s %s %s  [%s]\n   %.150q\n", tool.Name, tool.Source.Method, tool.Source.Path, tool.Source.API, tool.Description)
	fmt.Printf("   => %s %s verb=%q thing=%q owners=%q\n", r.Effect, r.Operation, r.Verb, r.Thing, r.Owners)
	for i, p := range r.Parameters {
		if i > 9 {
			fmt.Println("      ...", len(r.Parameters))
			break
		}
		fmt.Printf("      %-26s %-5v %-6s %-9s of=%v attr=%s %s many=%v whole=%v fields=%d\n", p.Name, p.Required, p.In, p.Part, p.Of, p.Attribute, p.Type, p.Many, p.Whole, len(p.Fields))
	}
	fmt.Printf("   <= documented=%v path=%q many=%v fields:", r.Result.Documented, r.Result.Path, r.Result.Many)
	for i, f := range r.Result.Fields {
		if i > 9 {
			fmt.Print(" ...")
			break
		}
		fmt.Printf(" %s(%s", f.Path, f.Attribute)
		if f.Of != nil {
			fmt.Printf(" of %v", f.Of)
		}
		fmt.Print(")")
	}
	fmt.Print(" around:")
	for i, f := range r.Result.Around {
		if i > 4 {
			break
		}
		fmt.Print(" ", f.Path)
	}
	fmt.Printf("\n   ** %s\n", Describe(r))
}

func TestKeyless(t *testing.T) {
	op := os.Getenv("OP")
	if op == "" {
		t.Skip()
	}
	pool := pools[0]
	if p := os.Getenv("POOL"); p != "" {
		i, _ := strconv.Atoi(p)
		pool = pools[i]
	}
	tools := loadPool(t, pool)
	seed, _ := strconv.Atoi(os.Getenv("SEED"))
	r := rand.New(rand.NewPCG(uint64(seed), 1))
	n := 0
	for range 200000 {
		tool := &tools[r.IntN(len(tools))]
		re := Read(tool)
		if string(re.Operation) != op && op != "any" || hasKey(re) != (os.Getenv("KEYED") != "") && op != "any" {
			continue
		}
		fmt.Printf("%-7s %-12s %q <%q  | %s %s %s | %.70q |", re.Operation, re.Verb, re.Thing, re.Owners, tool.Source.Method, tool.Source.Path, tool.Name, tool.Description)
		for i, p := range re.Parameters {
			if i > 7 {
				break
			}
			req := ""
			if p.Required {
				req = "*"
			}
			fmt.Printf(" %s%s:%s", p.Name, req, p.Part)
		}
		fmt.Println()
		if n++; n > 50 {
			break
		}
	}
}

func TestContradict(t *testing.T) {
	m := os.Getenv("METHOD")
	if m == "" {
		t.Skip()
	}
	i, _ := strconv.Atoi(os.Getenv("POOL"))
	tools := loadPool(t, pools[i])
	seed, _ := strconv.Atoi(os.Getenv("SEED"))
	r := rand.New(rand.NewPCG(uint64(seed), 1))
	n := 0
	for range 300000 {
		tool := &tools[r.IntN(len(tools))]
		re := Read(tool)
		if tool.Source.Method != m || (re.Effect == "read") == (m == "GET") {
			continue
		}
		fmt.Printf("%-7s %-12s %q | %s %s %s | %.90q\n", re.Operation, re.Verb, re.Thing, tool.Source.Method, tool.Source.Path, tool.Name, tool.Description)
		if n++; n > 60 {
			break
		}
	}
}

func TestParts(t *testing.T) {
	if os.Getenv("PARTS") == "" {
		t.Skip()
	}
	type kv struct {
		k string
		n int
	}
	all := map[string]map[string]int{}
	odd := 0
	for _, pool := range pools {
		tools := loadPool(t, pool)
		for i := range tools {
			r := Read(&tools[i])
			for _, p := range r.Parameters {
				k := string(p.Part)
				if k == "filter" || k == "set" {
					k += " " + string(r.Operation)
				}
				if all[k] == nil {
					all[k] = map[string]int{}
				}
				n := p.Name
				if k == "reference" {
					n = fmt.Sprint(p.Of)
				}
				all[k][n]++
				if len(p.Attribute) > 6 && p.Attribute[:6] == "value_" {
					odd++
				}
			}
		}
	}
	fmt.Println("value_", odd)
	keys := []string{}
	for k := range all {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		l := []kv{}
		sum := 0
		for n, c := range all[k] {
			l = append(l, kv{n, c})
			sum += c
		}
		slices.SortFunc(l, func(a, b kv) int { return b.n - a.n })
		fmt.Print("\n", k, " ", sum, ": ")
		for i, e := range l {
			if i > 60 {
				break
			}
			fmt.Printf("%s:%d ", e.k, e.n)
		}
		fmt.Println()
	}
}

func TestRows(t *testing.T) {
	if os.Getenv("ROWS") == "" {
		t.Skip()
	}
	tools := loadPool(t, pools[0])
	c := map[string]int{}
	r := rand.New(rand.NewPCG(3, 1))
	shown := map[string]int{}
	for _, i := range r.Perm(len(tools)) {
		re := Read(&tools[i])
		k := fmt.Sprintf("%s doc=%v many=%v fields=%v", re.Operation, re.Result.Documented, re.Result.Many, len(re.Result.Fields) > 0)
		c[k]++
		odd := re.Result.Documented && (re.Operation == "list" || re.Operation == "search") && !re.Result.Many || re.Operation == "get" && re.Result.Many || re.Result.Documented && len(re.Result.Fields) == 0 && (re.Operation == "list" || re.Operation == "get")
		if odd && shown[k] < 14 {
			shown[k]++
			fmt.Printf("%s | %s %s %s | %q path=%q\n     %.400s\n", k, tools[i].Source.Method, tools[i].Source.Path, tools[i].Name, re.Thing, re.Result.Path, tools[i].Returns)
		}
	}
	keys := []string{}
	for k := range c {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	for _, k := range keys {
		fmt.Println(k, c[k])
	}
}
