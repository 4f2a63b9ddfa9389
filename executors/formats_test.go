package executors

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"worldc/formats"
	"worldc/spec"
	"worldc/world"
)

// TestFormatNames: the formats that a spec may name are those that there are,
// and a spec knows of each what is so.
func TestFormatNames(t *testing.T) {
	f, _ := reflect.TypeFor[spec.Dataset]().FieldByName("Format")
	named := strings.Split(f.Tag.Get("oneof"), "|")
	known := []string{"records"}
	for _, r := range spec.RowFormats {
		known = append(known, r.Name)
		var of []world.Type
		for _, f := range formats.All {
			if f.Name == r.Name {
				of = append(of, f.Of)
				if (f.File == formats.Document) != r.Document {
					t.Errorf("%s: a spec takes it for a document: %v", f.Name, r.Document)
				}
				if (f.Pair != nil) != r.Pairs && f.Of == world.TrajectoryType {
					t.Errorf("%s: a spec takes it to have pairs: %v", f.Name, r.Pairs)
				}
			}
		}
		if slices.Sort(of); !slices.Equal(of, slices.Sorted(slices.Values(r.Of))) {
			t.Errorf("%s has rows of %v, and of %v by the spec", r.Name, of, r.Of)
		}
	}
	if !slices.Equal(slices.Sorted(slices.Values(named)), slices.Sorted(slices.Values(known))) {
		t.Errorf("the formats that a dataset may name are %v; spec.RowFormats has %v", named, known)
	}
	for _, f := range formats.All {
		if !slices.Contains(named, f.Name) {
			t.Errorf("no spec can name the format %s", f.Name)
		}
		if (f.Rows != nil) != (f.Of == world.TrajectoryType) || (f.TaskRow != nil) != (f.Of == world.TaskType) || f.Of == world.ToolType && f.Tool == nil {
			t.Errorf("%s: it does not make rows of what it says, %s", f.Name, f.Of)
		}
		if (f.File == formats.Parquet) != (len(f.Columns) > 0) || (f.File == formats.Document) != (f.Tail != "") {
			t.Errorf("%s: its files are told by halves", f.Name)
		}
	}
}
