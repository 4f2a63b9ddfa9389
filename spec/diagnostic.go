package spec

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// A Diagnostic is one thing that is wrong (or, as a warning, odd) about a
// spec: a constant Summary, a Detail that explains and advises, and a Subject.
// These are HCL's own types, so that only this package imports HCL.
type (
	Diagnostic  = hcl.Diagnostic
	Diagnostics = hcl.Diagnostics
	Range       = hcl.Range
)

// Errorf returns an error about what stands at r. A zero range is no place.
func Errorf(r Range, summary, detail string, args ...any) *Diagnostic {
	return diagnostic(hcl.DiagError, r, summary, detail, args...)
}

// Warningf returns a warning about what stands at r.
func Warningf(r Range, summary, detail string, args ...any) *Diagnostic {
	return diagnostic(hcl.DiagWarning, r, summary, detail, args...)
}

func diagnostic(severity hcl.DiagnosticSeverity, r Range, summary, detail string, args ...any) *Diagnostic {
	d := &Diagnostic{Severity: severity, Summary: summary, Detail: detail}
	if len(args) > 0 {
		d.Detail = fmt.Sprintf(detail, args...)
	}
	if r != (Range{}) {
		d.Subject = &r
	}
	return d
}

// Sort puts diagnostics in source order: by file, then by position; those
// without a place come first, and equals stay as they were.
func Sort(diags Diagnostics) {
	slices.SortStableFunc(diags, func(a, b *Diagnostic) int {
		var ra, rb Range
		if a.Subject != nil {
			ra = *a.Subject
		}
		if b.Subject != nil {
			rb = *b.Subject
		}
		return compareRanges(ra, rb)
	})
}

// tellArguments says which arguments a block takes where one was given that there is
// not, and no other is so like it that it must be meant. Of a block that takes many the
// language reference tells.
func tellArguments(schema *hcl.BodySchema, diags Diagnostics) {
	const most = 16
	if len(schema.Attributes) == 0 || len(schema.Attributes) > most {
		return
	}
	names := make([]string, len(schema.Attributes))
	for i, a := range schema.Attributes {
		names[i] = a.Name
	}
	for _, d := range diags {
		if d.Summary == "Unsupported argument" && strings.HasSuffix(d.Detail, "is not expected here.") {
			d.Detail += " There " + pick(len(names) == 1, "is ", "are ") + strings.Join(names, ", ") + "."
		}
	}
}
