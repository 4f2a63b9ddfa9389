package spec

import "github.com/hashicorp/hcl/v2"

func (l *loader) afford(expr hcl.Expression, scope *hcl.EvalContext) bool { return true }
