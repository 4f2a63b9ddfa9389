package spec

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
)

// The bounds of what Write shows: nobody reads the hundred and first
// diagnostic, and the place of a mistake can be a list of ten thousand lines or
// a line of a megabyte.
const (
	maxWritten = 100
	maxSnippet = 4   // lines
	maxColumns = 160 // bytes of a line
	maxValues  = 5   // names whose values are shown
)

// Write prints diagnostics for people, in the form that users of HCL know:
// severity and summary, the source with the subject marked, the values of the
// names in it, and the detail wrapped at width columns (0: not wrapped). Files
// are a Spec's Files. HCL's own writer takes half a second a diagnostic in a
// large file, and shows lines and subjects of any length.
func Write(w io.Writer, diags Diagnostics, files map[string]*hcl.File, color bool, width int) error {
	out := &writer{w: bufio.NewWriter(w), files: files, color: color, width: width}
	for i, d := range diags {
		if i == maxWritten {
			fmt.Fprintf(out.w, "%d more are not shown.\n", len(diags)-i)
			break
		}
		out.diagnostic(d)
	}
	return out.w.Flush()
}

type writer struct {
	w     *bufio.Writer
	files map[string]*hcl.File
	color bool
	width int
}

// The escape sequences of a terminal.
const (
	red       = "\x1b[31m"
	yellow    = "\x1b[33m"
	bold      = "\x1b[1m"
	underline = "\x1b[1;4m"
	plain     = "\x1b[0m"
)

func (w *writer) style(code, text string) string {
	if !w.color || text == "" {
		return text
	}
	return code + text + plain
}

func (w *writer) diagnostic(d *Diagnostic) {
	severity := w.style(red, "Error")
	if d.Severity == hcl.DiagWarning {
		severity = w.style(yellow, "Warning")
	}
	fmt.Fprintf(w.w, "%s: %s\n\n", severity, w.style(bold, d.Summary))
	if d.Subject != nil {
		_, hidden := d.Extra.(secret)
		w.place(*d.Subject, hidden)
		if !hidden {
			w.values(d)
		}
	}
	if d.Detail != "" {
		w.wrapped(string(withoutKeys([]byte(d.Detail))))
		w.w.WriteByte('\n')
	}
}

// place shows the source at r, or only says where that is.
func (w *writer) place(r Range, hidden bool) {
	f := w.files[r.Filename]
	in := ""
	if f != nil {
		if nav, ok := f.Nav.(interface{ ContextString(int) string }); ok {
			if block := nav.ContextString(r.Start.Byte); block != "" {
				in = ", in " + block
			}
		}
	}
	fmt.Fprintf(w.w, "  on %s line %d%s:\n", r.Filename, r.Start.Line, in)
	if f == nil || hidden || r.Start.Byte > len(f.Bytes) || r.End.Byte > len(f.Bytes) {
		w.w.WriteByte('\n')
		return
	}
	src := f.Bytes
	start := 1 + bytes.LastIndexByte(src[:r.Start.Byte], '\n')
	for line := r.Start.Line; start <= r.End.Byte && start <= len(src); line++ {
		if line == r.Start.Line+maxSnippet {
			fmt.Fprintf(w.w, "%5s\n", "...")
			break
		}
		end := len(src)
		if n := bytes.IndexByte(src[start:], '\n'); n >= 0 {
			end = start + n
		}
		if line == r.Start.Line || start < r.End.Byte {
			w.line(line, src[start:end], r.Start.Byte-start, r.End.Byte-start)
		}
		start = end + 1
	}
	w.w.WriteByte('\n')
}

// line shows a line of source with the bytes from low to high marked: by
// underlining on a terminal, by a line of carets elsewhere.
func (w *writer) line(number int, text []byte, low, high int) {
	text = withoutKeys(bytes.TrimSuffix(text, []byte{'\r'}))
	low = min(max(low, 0), len(text))
	high = min(max(high, low), len(text))
	// A long line is cut to what surrounds the mark.
	before, marked, after := printable(text[:low]), printable(text[low:high]), printable(text[high:])
	if len(before) > maxColumns/2 && len(text) > maxColumns {
		before = "..." + tail(before, maxColumns/2)
	}
	if len(marked) > maxColumns {
		marked = head(marked, maxColumns) + "..."
	}
	if room := max(0, maxColumns-len(before)-len(marked)); len(after) > room {
		after = head(after, room) + "..."
	}
	fmt.Fprintf(w.w, "%5d: %s%s%s\n", number, before, w.style(underline, marked), after)
	if w.color || strings.TrimSpace(before+marked) == "" {
		return
	}
	// Tabs before the mark stay tabs, so that the carets stand below it.
	indent := strings.Map(func(c rune) rune { return pick(c == '\t', '\t', ' ') }, before)
	blank := len(marked) - len(strings.TrimLeft(marked, " \t"))
	carets := max(1, utf8.RuneCountInString(strings.TrimSpace(marked)))
	fmt.Fprintf(w.w, "       %s%s%s\n", indent, strings.Repeat(" ", blank), strings.Repeat("^", carets))
}

// printable is a piece of source without what would move a terminal's cursor.
func printable(text []byte) string {
	return strings.Map(func(c rune) rune {
		if c != '\t' && (c < ' ' || 0x7f <= c && c < 0xa0 || c == 0x2028 || c == 0x2029) {
			return utf8.RuneError
		}
		return c
	}, string(text))
}

// head and tail cut a text to at most n bytes between characters.
func head(s string, n int) string {
	for n > 0 && n < len(s) && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:min(n, len(s))]
}

func tail(s string, n int) string {
	i := len(s) - n
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return s[i:]
}

// values shows the values of the names in the expression that failed, which
// differ between the instances of a block.
func (w *writer) values(d *Diagnostic) {
	if d.Expression == nil || d.EvalContext == nil {
		return
	}
	var known []string
	for _, t := range d.Expression.Variables() {
		v, diags := t.TraverseAbs(d.EvalContext)
		if diags.HasErrors() || !v.IsKnown() {
			continue
		}
		text := traversalText(t) + " as " + describe(v)
		if !slices.Contains(known, text) {
			known = append(known, text)
		}
		if len(known) == maxValues {
			break
		}
	}
	if known != nil {
		w.wrapped(string(withoutKeys([]byte("with " + join(known, "and") + "."))))
		w.w.WriteByte('\n')
	}
}

// traversalText writes a traversal as in a source.
func traversalText(t hcl.Traversal) string {
	text := t.RootName()
	for _, s := range t[1:] {
		switch s := s.(type) {
		case hcl.TraverseAttr:
			text += "." + s.Name
		case hcl.TraverseIndex:
			text += "[" + describe(s.Key) + "]"
		}
	}
	return text
}

// wrapped writes text broken into lines between words.
func (w *writer) wrapped(text string) {
	for paragraph := range strings.Lines(text) {
		column := 0
		for i, word := range strings.Split(strings.TrimRight(paragraph, "\n"), " ") {
			n := utf8.RuneCountInString(word)
			switch {
			case i == 0:
			case w.width > 0 && column+1+n > w.width:
				w.w.WriteByte('\n')
				column = 0
			default:
				w.w.WriteByte(' ')
				column++
			}
			w.w.WriteString(word)
			column += n
		}
		w.w.WriteByte('\n')
	}
}
