package artifact

import (
	"os"
	"path/filepath"
	"slices"
)

// Unlisted names the files under dir that DIR/SHA256SUMS does not list, sorted:
// those that worldc did not write.
func Unlisted(dir string) ([]string, error) {
	data, err := os.ReadFile(filepath.Join(dir, SumsName))
	if err != nil {
		return nil, err
	}
	sums, err := decodeSums(data)
	if err != nil {
		return nil, err
	}
	names, err := filesUnder(dir)
	if err != nil {
		return nil, err
	}
	listed := map[string]bool{SumsName: true}
	for _, s := range sums {
		listed[s.name] = true
	}
	return slices.DeleteFunc(names, func(name string) bool { return listed[name] }), nil
}
