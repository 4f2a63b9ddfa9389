// Package worldc_test holds the rules of the whole module: which package may
// import which.
package worldc_test

import (
	"encoding/json"
	"errors"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// A room is a package and what it may import besides the standard library:
// packages of worldc by their path in the module, packages of others by their
// module. Arrows go one way:
//
//	cmd -> {compiler, inspect} -> executors -> formats -> world
//	executors -> {spec, sandbox, artifact, similarity, community}
//	{cmd, executors} -> sandbox -> world/engine -> world
//
// The leaves (artifact, community, detmath, rng, similarity, world) know
// nothing of specs, plans and nodes.
type room struct {
	imports string // in the package
	tests   string // in its tests, besides
}

const (
	anyTest = " shareddata shareddata/taubench github.com/google/go-cmp pgregory.net/rapid" // any test may use these

	compression = " github.com/klauspost/compress"
	jsontext    = " github.com/go-json-experiment/json"
)

// rooms is every package of the module. A package that is not here fails the
// test: decide where it belongs before it grows.
var rooms = map[string]room{
	".":        {},
	"examples": {},

	"cmd/worldc": {
		imports: "artifact audit compiler examples executors inspect model sandbox spec world world/export github.com/spf13/cobra github.com/spf13/pflag github.com/vbauerster/mpb/v8 golang.org/x/term",
		tests:   "executors/playing executors/roleplaying model/faultserver roles roles/agent github.com/rogpeppe/go-internal" + compression,
	},
	"golden": {tests: "world/engine github.com/santhosh-tekuri/jsonschema/v6 world/export artifact compiler executors executors/importing executors/roleplaying executors/textvector roles roles/writer similarity formats formats/files inspect spec world golang.org/x/tools"},

	// The language, and the only place that knows HCL.
	"spec": {
		imports: "roles/chat/prompts world github.com/hashicorp/hcl/v2 github.com/zclconf/go-cty github.com/agext/levenshtein" + jsontext,
		tests:   "golang.org/x/tools",
	},

	// The only place that knows the graph library.
	"compiler": {
		imports: "artifact executors formats formats/files model roles/chat/prompts spec world github.com/dominikbraun/graph github.com/gofrs/flock golang.org/x/sync golang.org/x/sys",
	},
	"inspect": {
		imports: "artifact formats formats/files jsonwalk world github.com/mattn/go-runewidth go.yaml.in/yaml/v3 golang.org/x/tools" + jsontext,
		tests:   "compiler executors spec" + compression,
	},

	"executors": {
		imports: "artifact community executors/corpus executors/curating executors/domaining executors/drifting executors/gaming executors/perturbing executors/importing executors/judging executors/roleplaying executors/rolling executors/toolpool executors/populating executors/selftest executors/taskmaking roles/scriptwriter roles/toolsmith roles/writer executors/textvector executors/toolvector formats jsonwalk model rng roles roles/agent roles/chat roles/gamemaster roles/player roles/user sandbox similarity spec world world/engine golang.org/x/sync" +
			" executors/refining roles/advice roles/optimizer",
	},
	"executors/toolpool": {
		imports: "world github.com/santhosh-tekuri/jsonschema/v6 go.yaml.in/yaml/v3 golang.org/x/text" + jsontext,
		tests:   "artifact",
	},
	"executors/toolvector": {
		imports: "detmath similarity world github.com/gertd/go-pluralize github.com/kljensen/snowball github.com/cespare/xxhash/v2" + jsontext,
		tests:   "community",
	},
	"executors/corpus":     {imports: "artifact rng world world/engine"},
	"executors/textvector": {imports: "similarity"},
	"executors/domaining": {
		imports: "detmath jsonwalk world github.com/gertd/go-pluralize github.com/kljensen/snowball",
	},

	// What is asked of those who take part, as typed decisions, and the
	// procedures that play them.
	"roles": {imports: "world world/acting roles/speech roles/telling"},
	"roles/toolsmith": {
		imports: "roles roles/toolsmith/reading world",
		tests:   "world/engine" + compression,
	},
	"roles/toolsmith/reading": {
		imports: "jsonwalk world github.com/gertd/go-pluralize github.com/kljensen/snowball",
		tests:   compression + jsontext,
	},
	"roles/speech": {imports: "rng world"},

	// Chat models: what carries requests, and how they play the roles.
	"model": {
		imports: "artifact github.com/santhosh-tekuri/jsonschema/v6 github.com/sashabaranov/go-openai golang.org/x/sys golang.org/x/time" + jsontext,
		tests:   "model/faultserver",
	},
	"model/faultserver":            {imports: "model" + jsontext},
	"roles/advice":                 {},
	"roles/optimizer":              {imports: "roles roles/advice world"},
	"executors/refining":           {imports: "detmath rng roles roles/advice treesearch world"},
	"roles/scriptwriter":           {imports: "rng roles roles/scriptwriter/mechanics world", tests: "executors/gaming"},
	"executors/perturbing":         {imports: "artifact roles/speech roles/telling world world/acting", tests: "executors/gaming roles roles/scriptwriter spec"},
	"executors/gaming":             {imports: "artifact roles world world/acting world/engine"},
	"roles/scriptwriter/mechanics": {imports: "planner world", tests: "world/acting world/engine"},
	"roles/chat":                   {imports: "artifact model rng roles roles/agent roles/chat/prompts roles/scriptwriter/mechanics roles/writer world world/acting"},
	"roles/chat/prompts":           {},
	"roles/user":                   {imports: "rng roles roles/speech world"},
	"roles/agent":                  {imports: "rng roles roles/advice roles/speech world"},
	"roles/telling":                {imports: "roles/speech world world/acting"},
	"roles/gamemaster":             {imports: "rng roles roles/speech roles/telling world"},
	"roles/player": {
		imports: "rng roles roles/speech roles/telling world world/acting",
		tests:   "executors/gaming executors/roleplaying roles/gamemaster roles/scriptwriter",
	},
	"roles/writer": {imports: "detmath rng roles roles/speech world github.com/gertd/go-pluralize", tests: compression},

	"executors/populating": {imports: "detmath pattern rng world", tests: "world/engine" + compression},
	"executors/drifting":   {imports: "rng roles/advice world world/engine go.starlark.net", tests: "executors/selftest"},
	"executors/selftest":   {imports: "pattern rng world world/engine"},
	"executors/taskmaking": {
		imports: "artifact detmath rng roles world world/engine",
		tests:   "world/export" + compression,
	},

	"executors/curating": {},
	"executors/roleplaying": {
		imports: "artifact roles roles/telling world world/acting",
		tests:   "executors/gaming roles/gamemaster roles/player roles/scriptwriter",
	},
	"executors/rolling": {
		imports: "artifact roles world world/engine",
		tests:   "executors/drifting executors/importing executors/judging executors/taskmaking rng roles/advice roles/agent roles/speech roles/user roles/writer",
	},

	// A model for tests, which worldc's own procedures play.
	"executors/playing": {
		imports: "executors/gaming executors/populating executors/roleplaying executors/rolling model rng roles roles/advice roles/agent roles/chat roles/chat/prompts roles/gamemaster roles/optimizer roles/player roles/toolsmith roles/user roles/writer world world/acting world/engine",
	},

	"executors/importing": {imports: "artifact executors/toolpool formats world world/engine"},
	"executors/judging":   {imports: "artifact executors/importing executors/textvector similarity world", tests: "world/engine"},

	"formats": {imports: "artifact world" + jsontext, tests: "formats/files go.yaml.in/yaml/v3"},

	// How rows lie in files: the only place that knows Parquet.
	"formats/files": {imports: "artifact formats github.com/parquet-go/parquet-go" + jsontext},

	"artifact": {
		imports: "github.com/SaveTheRbtz/zstd-seekable-format-go/pkg github.com/cespare/xxhash/v2 github.com/gofrs/flock github.com/pelletier/go-toml/v2 golang.org/x/sys" + compression + jsontext,
	},
	"community":          {imports: "detmath rng", tests: "community/planted gonum.org/v1/gonum"},
	"community/planted":  {imports: "community rng"},
	"similarity/storied": {imports: "rng similarity"},
	"jsonwalk":           {imports: jsontext},
	"planner":            {},
	"audit":              {imports: "rng world"},
	"treesearch":         {imports: "detmath", tests: "rng"},
	"similarity":         {imports: "detmath rng golang.org/x/sys", tests: "similarity/storied"},
	"detmath":            {},
	"pattern":            {imports: "rng"},
	"rng":                {},
	"world":              {},

	// The confined process for tool code that worldc did not write.
	"sandbox": {imports: "world world/engine golang.org/x/sys"},

	// Worlds for others: SQLite files, and Python that runs.
	"world/export": {
		imports: "world zombiezen.com/go/sqlite",
		tests:   "world/engine",
	},

	// Where a world's tools run: its rows in SQLite, its code in Starlark.
	"world/acting": {imports: "world"},
	"world/engine": {
		imports: "world github.com/santhosh-tekuri/jsonschema/v6 go.starlark.net zombiezen.com/go/sqlite" + jsontext,
		tests:   "artifact",
	},

	// Real data that is no part of the project, for tests.
	"shareddata":          {imports: "artifact"},
	"shareddata/taubench": {imports: "shareddata"},

	"bench":         {imports: "artifact community community/planted rng similarity similarity/storied golang.org/x/sync golang.org/x/sys"},
	"bench/calls":   {imports: "model model/faultserver golang.org/x/sys"},
	"lint":          {},
	"scripts/prove": {},
}

// reserved are packages of the standard library that few may use, with those
// few. A build opens no socket, starts no program and loads no code unasked.
var reserved = map[string]string{
	"net":            "model model/faultserver",
	"net/http":       "model model/faultserver",
	"os/exec":        "bench executors lint scripts/prove",
	"os/user":        "",
	"plugin":         "",
	"encoding/gob":   "",
	"math/rand":      "",
	"math/rand/v2":   "scripts/prove",
	"text/template":  "",
	"C":              "",
	"expvar":         "",
	"net/http/pprof": "",
	"runtime/cgo":    "",
}

// TestImports compares the tree with the table.
func TestImports(t *testing.T) {
	modules := requiredModules(t)
	seen := map[string]bool{}
	for dir, files := range sources(t) {
		seen[dir] = true
		r, ok := rooms[dir]
		if !ok {
			t.Errorf("package %s is not in the table of deps_test.go", dir)
			continue
		}
		for file, imports := range files {
			allowed := r.imports
			inTest := strings.HasSuffix(file, "_test.go")
			if inTest {
				allowed += " " + r.tests + anyTest + " " + dir
			}
			for _, i := range imports {
				switch what, kind := subject(i, modules); kind {
				case unknownModule:
					t.Errorf("%s imports %s, of which no module is required", file, i)
				case standard:
					if few, ok := reserved[i]; ok && !inTest && !slices.Contains(strings.Fields(few), dir) {
						t.Errorf("%s imports %s, which is reserved for: %s", file, i, or(few, "nobody"))
					}
				default:
					if !slices.Contains(strings.Fields(allowed), what) {
						t.Errorf("%s imports %s: the table of deps_test.go does not let %s know %s", file, i, dir, what)
					}
				}
			}
		}
	}
	for dir := range rooms {
		if !seen[dir] {
			t.Errorf("%s stands in the table of deps_test.go, but there is no such package", dir)
		}
	}
}

// TestPage: the list of rooms in docs/architecture.md names every package, in one
// place. It has them in two columns, one level of folders below another; a room
// below that stands in what is said of the one that it is in, with a slash.
func TestPage(t *testing.T) {
	page, err := os.ReadFile("docs/architecture.md")
	if err != nil {
		t.Fatal(err)
	}
	_, list, _ := strings.Cut(string(page), "## Rooms\n\n```\n")
	list, _, ok := strings.Cut(list, "```")
	if !ok {
		t.Fatal("docs/architecture.md has no list of rooms")
	}
	places := map[string]int{}
	above := ""
	for line := range strings.Lines(list) {
		width, below := 13, ""
		if strings.HasPrefix(line, " ") {
			width, below = 15, above+"/"
		}
		for name := range strings.SplitSeq(line[:min(width, len(line))], ",") {
			name = strings.TrimSpace(name)
			if below == "" {
				above = name
			}
			places[below+name]++
			if _, err := os.Stat(below + name); err != nil {
				t.Errorf("docs/architecture.md has a room that is not there: %v", err)
			}
		}
	}
	for dir := range sources(t) {
		if n := places[dir]; n != 1 && dir != "." && (n > 0 || !strings.Contains(list, path.Base(dir)+"/")) {
			t.Errorf("docs/architecture.md names %s in %d places", dir, n)
		}
	}
}

// TestArrows: the table itself has no way back. What a package may import may
// not, however far, import the package.
func TestArrows(t *testing.T) {
	var visit func(dir string, trail []string)
	done := map[string]bool{}
	visit = func(dir string, trail []string) {
		if i := slices.Index(trail, dir); i >= 0 {
			t.Errorf("the table of deps_test.go lets imports run in a circle: %s", strings.Join(append(trail[i:], dir), " -> "))
			return
		}
		if done[dir] {
			return
		}
		for _, i := range strings.Fields(rooms[dir].imports) {
			if _, ours := rooms[i]; ours {
				visit(i, append(slices.Clip(trail), dir))
			}
		}
		done[dir] = true
	}
	for dir := range rooms {
		visit(dir, nil)
	}
	for name, few := range reserved {
		for _, dir := range strings.Fields(few) {
			if _, ok := rooms[dir]; !ok && dir != "model" {
				t.Errorf("%s is reserved for %s, which is no package", name, dir)
			}
		}
	}
}

// TestDirection: what the table may never be changed to say.
func TestDirection(t *testing.T) {
	for _, leaf := range []string{"artifact", "detmath", "rng", "world"} {
		for _, i := range strings.Fields(rooms[leaf].imports) {
			if _, ours := rooms[i]; ours {
				t.Errorf("%s is a leaf and may not import %s", leaf, i)
			}
		}
	}
	only := map[string][]string{
		"github.com/hashicorp/hcl/v2":      {"spec"},
		"github.com/zclconf/go-cty":        {"spec"},
		"github.com/dominikbraun/graph":    {"compiler"},
		"github.com/spf13/cobra":           {"cmd/worldc"},
		"github.com/klauspost/compress":    {"artifact"},
		"github.com/parquet-go/parquet-go": {"formats/files"},
	}
	for dir, r := range rooms {
		for _, i := range strings.Fields(r.imports) {
			if few, ok := only[i]; ok && !slices.Contains(few, dir) {
				t.Errorf("%s may not import %s: it is known in %s alone", dir, i, strings.Join(few, ", "))
			}
			if i == "cmd/worldc" || (i == "compiler" || i == "inspect") && dir != "cmd/worldc" {
				t.Errorf("%s may not import %s: the arrow would run back", dir, i)
			}
		}
	}
}

// sources are the imports of every Go file of the module by package directory
// and file, whatever platform the file is for.
func sources(t *testing.T) map[string]map[string][]string {
	found := map[string]map[string][]string{}
	err := filepath.WalkDir(".", func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := d.Name()
		if d.IsDir() && name != "." {
			if _, err := os.Stat(filepath.Join(name, "go.mod")); err == nil {
				return filepath.SkipDir // another module
			}
		}
		if d.IsDir() && name != "." && (base == "testdata" || base == "vendor" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_")) {
			return filepath.SkipDir
		}
		if d.IsDir() || filepath.Ext(base) != ".go" {
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		file := filepath.ToSlash(name)
		dir := path.Dir(file)
		if found[dir] == nil {
			found[dir] = map[string][]string{}
		}
		imports := []string{}
		for _, i := range f.Imports {
			imports = append(imports, strings.Trim(i.Path.Value, "\"`"))
		}
		found[dir][file] = imports
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// The kinds of what an import names.
const (
	ours = iota
	standard
	third
	unknownModule
)

// subject is what the table calls the import: a directory of the module, a
// package of the standard library, or a module.
func subject(imported string, modules []string) (what string, kind int) {
	if imported == "worldc" {
		return ".", ours
	}
	if rest, ok := strings.CutPrefix(imported, "worldc/"); ok {
		return rest, ours
	}
	if first, _, _ := strings.Cut(imported, "/"); !strings.Contains(first, ".") {
		return imported, standard
	}
	for _, m := range modules { // longest first
		if imported == m || strings.HasPrefix(imported, m+"/") {
			return m, third
		}
	}
	return imported, unknownModule
}

// requiredModules are the modules that go.mod requires, longest path first.
func requiredModules(t *testing.T) []string {
	out, err := exec.Command("go", "mod", "edit", "-json").Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			t.Fatalf("go mod edit: %v\n%s", err, exit.Stderr)
		}
		t.Fatal(err)
	}
	var mod struct{ Require []struct{ Path string } }
	if err := json.Unmarshal(out, &mod); err != nil {
		t.Fatal(err)
	}
	var paths []string
	for _, r := range mod.Require {
		paths = append(paths, r.Path)
	}
	slices.SortFunc(paths, func(a, b string) int { return len(b) - len(a) })
	return paths
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
