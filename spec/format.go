package spec

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/hashicorp/hcl/v2/hclwrite"
)

// Format lays out the source of a spec's file in the one canonical way: native
// syntax as HCL's own formatter does, with comments where they are; JSON
// (*.json) with an indent of two spaces, keys and numbers as they are. Source
// that cannot be parsed is returned as it was, with what is wrong with it.
// Formatting twice gives the same as formatting once.
func Format(name string, src []byte) ([]byte, Diagnostics) {
	l := newLoader(name, Options{})
	if len(src) > maxFileBytes {
		return src, Diagnostics{Errorf(Range{}, "Spec too large", "%s is larger than %d bytes.", name, maxFileBytes)}
	}
	if _, ok := l.parse(name, src); !ok {
		return src, l.finish()
	}
	if strings.HasSuffix(name, ".json") {
		var b bytes.Buffer
		if err := json.Indent(&b, bytes.TrimSpace(src), "", "  "); err != nil {
			return src, Diagnostics{Errorf(Range{}, "Not JSON", "%s: %s.", name, err)}
		}
		b.WriteByte('\n')
		return b.Bytes(), nil
	}
	if len(bytes.TrimSpace(src)) == 0 {
		return nil, nil
	}
	if !bytes.HasSuffix(src, []byte{'\n'}) {
		src = append(src[:len(src):len(src)], '\n')
	}
	return hclwrite.Format(src), nil
}
