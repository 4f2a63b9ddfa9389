package spec

import "github.com/hashicorp/hcl/v2"

// The bounds of a spec's text.
const (
	maxFileBytes = 1 << 20
	maxFiles     = 1000
)

func guardNative(name string, src []byte) hcl.Diagnostics { return nil }
func guardJSON(name string, src []byte) hcl.Diagnostics   { return nil }
