package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"strconv"
)

// clockCalls, environmentCalls and graphCalls map what may not be used, as
// package path and name, to what to do about it.
var (
	clockCalls = map[string]string{
		"time.Now":          "reads the clock; take the moment as a parameter, or leave it out",
		"time.Since":        "reads the clock; take the moment as a parameter, or leave it out",
		"time.Until":        "reads the clock; take the moment as a parameter, or leave it out",
		"time.Local":        "is this machine's time zone; use time.UTC",
		"time.LoadLocation": "depends on the zones installed on this machine; use offsets",
	}
	environmentCalls = map[string]string{
		"os.Getenv":          "reads the environment; what a build depends on stands in the spec",
		"os.LookupEnv":       "reads the environment; what a build depends on stands in the spec",
		"os.Environ":         "reads the environment; what a build depends on stands in the spec",
		"os.ExpandEnv":       "reads the environment; what a build depends on stands in the spec",
		"os.Hostname":        "names this machine; nothing that worldc writes may know it",
		"os.Getwd":           "names this machine's directories; take the path as a parameter",
		"os.Executable":      "names this machine's directories; take the path as a parameter",
		"os.UserHomeDir":     "names this machine's directories; take the path as a parameter",
		"os.UserCacheDir":    "names this machine's directories; take the path as a parameter",
		"os.UserConfigDir":   "names this machine's directories; take the path as a parameter",
		"os.TempDir":         "names this machine's directories; make temporary files beside their destination",
		"os.Getpid":          "differs with every run",
		"os.Getppid":         "differs with every run",
		"os.Getuid":          "depends on who runs it",
		"os/user.Current":    "depends on who runs it",
		"runtime.NumCPU":     "depends on the machine; take the number of workers as a parameter that cannot change the output",
		"runtime.GOMAXPROCS": "depends on the machine; take the number of workers as a parameter that cannot change the output",
	}
	graphCalls = map[string]string{
		"github.com/dominikbraun/graph.TopologicalSort":     "gives another order with every run; sort the plan itself, ties by address",
		"github.com/dominikbraun/graph.ShortestPath":        "gives another path with every run where several are equally short",
		"github.com/dominikbraun/graph.AllPathsBetween":     "walks a map: another order with every run",
		"github.com/dominikbraun/graph.DFS":                 "walks a map: another order with every run",
		"github.com/dominikbraun/graph.BFS":                 "walks a map: another order with every run",
		"github.com/dominikbraun/graph/draw.DOT":            "walks a map: another drawing with every run",
		"github.com/dominikbraun/graph.TransitiveReduction": "walks a map and is slow; do not ask it",
		"reflect.MapKeys":                                   "gives the keys in any order; sort them",
		"reflect.MapRange":                                  "gives the entries in any order; sort the keys first",
		"sync.Range":                                        "gives the entries in any order; collect and sort",
	}
)

// qualified is the path of the object's package and its name: time.Now,
// os/user.Current. Methods count as names of their package.
func qualified(o types.Object) string {
	if o == nil || o.Pkg() == nil {
		return ""
	}
	return o.Pkg().Path() + "." + o.Name()
}

// short is how the source writes a qualified name: user.Current.
func short(o types.Object) string { return o.Pkg().Name() + "." + o.Name() }

// refuse makes the rule that refuses what the table names.
func refuse(table map[string]string) func(p *pkg, report func(token.Pos, string)) {
	return func(p *pkg, report func(token.Pos, string)) {
		p.uses(func(id *ast.Ident, o types.Object) {
			if why, ok := table[qualified(o)]; ok {
				report(id.Pos(), short(o)+" "+why)
			}
		})
	}
}

// uses calls visit for every use of a package-level function or variable, or
// of a method, of another package, in the order of the source.
func (p *pkg) uses(visit func(id *ast.Ident, o types.Object)) {
	p.inspect(func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		if !ok {
			return true
		}
		o := p.info.Uses[id]
		if o == nil || o.Pkg() == nil || o.Pkg() == p.types {
			return true
		}
		switch o.(type) {
		case *types.Func, *types.Var:
			visit(id, o)
		}
		return true
	})
}

// exactMath are the functions of math whose result is exact or correctly
// rounded everywhere. What is not here is refused.
var exactMath = map[string]bool{
	"Abs": true, "Ceil": true, "Copysign": true, "Dim": true, "FMA": true, "Float32bits": true,
	"Float32frombits": true, "Float64bits": true, "Float64frombits": true, "Floor": true, "Frexp": true,
	"Ilogb": true, "Inf": true, "IsInf": true, "IsNaN": true, "Ldexp": true, "Logb": true, "Max": true,
	"Min": true, "Mod": true, "Modf": true, "NaN": true, "Nextafter": true, "Nextafter32": true,
	"Remainder": true, "Round": true, "RoundToEven": true, "Signbit": true, "Sqrt": true, "Trunc": true,
}

func mathCalls(p *pkg, report func(token.Pos, string)) {
	p.uses(func(id *ast.Ident, o types.Object) {
		if _, ok := o.(*types.Func); !ok {
			return
		}
		switch path := o.Pkg().Path(); {
		case path == "math" && !exactMath[o.Name()]:
			report(id.Pos(), short(o)+" differs in its last bits between processors; use detmath")
		case path == "math/cmplx":
			report(id.Pos(), short(o)+" differs in its last bits between processors")
		}
	})
}

func randomCalls(p *pkg, report func(token.Pos, string)) {
	p.uses(func(id *ast.Ident, o types.Object) {
		f, ok := o.(*types.Func)
		if !ok {
			return
		}
		method := f.Signature().Recv() != nil
		switch o.Pkg().Path() {
		case "math/rand", "math/rand/v2":
			switch o.Name() {
			case "New", "NewPCG", "NewChaCha8", "NewSource":
			case "NormFloat64", "ExpFloat64", "Shuffle", "NewZipf":
				report(id.Pos(), short(o)+" is not promised to stay as it is, or uses math.Exp and Log; use rng")
			default:
				if !method {
					report(id.Pos(), short(o)+" draws from a stream that the whole process shares; use rng, in a test rand.New with a fixed seed")
				}
			}
		case "crypto/rand":
			if !p.inTest(id.Pos()) {
				report(id.Pos(), short(o)+" differs with every run; use rng")
			}
		case "hash/maphash":
			report(id.Pos(), short(o)+" is seeded anew in every process; use xxhash in memory, SHA-256 for identity")
		}
	})
}

func sortCalls(p *pkg, report func(token.Pos, string)) {
	p.inspect(func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		f := p.function(call)
		switch p.callee(call) {
		case "sort.Slice", "sort.Sort":
			report(call.Pos(), short(f)+" leaves equal elements in any order; use slices.SortFunc with an order that ends in a unique id")
		case "sort.Float64s":
			report(call.Pos(), short(f)+" sorts floats by value alone; sort what they belong to, ties by id")
		case "slices.Sort", "slices.Sorted":
			if len(call.Args) == 1 && isFloat(elem(p.info.TypeOf(call.Args[0]))) {
				report(call.Pos(), short(f)+" sorts floats by value alone; sort what they belong to, ties by id")
			}
		}
		return true
	})
}

// elem is the type of the elements of a slice or of a one-value iterator.
func elem(t types.Type) types.Type {
	switch t := t.Underlying().(type) {
	case *types.Slice:
		return t.Elem()
	case *types.Signature: // iter.Seq
		if t.Params().Len() == 1 {
			if yield, ok := t.Params().At(0).Type().Underlying().(*types.Signature); ok && yield.Params().Len() == 1 {
				return yield.Params().At(0).Type()
			}
		}
	}
	return nil
}

func isFloat(t types.Type) bool { return is(t, types.IsFloat|types.IsComplex) }

func is(t types.Type, info types.BasicInfo) bool {
	if t == nil {
		return false
	}
	if tp, ok := t.(*types.TypeParam); ok {
		// A type parameter is what any of its types is.
		constraint, ok := tp.Constraint().Underlying().(*types.Interface)
		if !ok {
			return false
		}
		for e := range constraint.EmbeddedTypes() {
			switch u := e.Underlying().(type) {
			case *types.Union:
				for term := range u.Terms() {
					if is(term.Type(), info) {
						return true
					}
				}
			case *types.Basic:
				if u.Info()&info != 0 {
					return true
				}
			}
		}
		return false
	}
	b, ok := t.Underlying().(*types.Basic)
	return ok && b.Info()&info != 0
}

func gobImport(p *pkg, report func(token.Pos, string)) {
	for _, f := range p.files {
		for _, i := range f.Imports {
			if path, err := strconv.Unquote(i.Path.Value); err == nil && path == "encoding/gob" {
				report(i.Pos(), fmt.Sprintf("%s writes maps in any order; use canonical JSON", path))
			}
		}
	}
}
