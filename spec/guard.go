package spec

import (
	"bytes"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
)

// The bounds of a spec's text. HCL's parser, its evaluator and everything that
// walks its trees are recursive and take memory by the token: without these
// bounds 400 KB of brackets overflow the stack and 10 MB of newlines take 4 GB.
const (
	maxFileBytes = 1 << 20
	maxFiles     = 1000
	maxTokens    = 200_000 // in all files of a spec
	maxNesting   = 100     // brackets, blocks and templates in each other
	maxChained   = 250     // operators, conditionals and indexes in a row
	maxNumber    = 64      // characters of a number
	maxExponent  = 308     // of a number, either sign
	maxTemplate  = 1 << 16 // bytes of a string with expressions in a JSON file
)

const tooComplex = "Spec too complex"

// guardNative judges a file in native syntax before it is parsed.
func (l *loader) guardNative(name string, src []byte) hcl.Diagnostics {
	if d := guardText(name, src); d != nil {
		return hcl.Diagnostics{d}
	}
	// Lexing takes hundreds of bytes a token, so count before it what can be
	// counted: each line end is a token, and outside of texts and comments so
	// is each sign. No text has this many.
	if bytes.Count(src, []byte{'\n'}) > maxTokens || signs(src) > 2*maxTokens {
		return hcl.Diagnostics{tokenLimit(Range{Filename: name, Start: hcl.InitialPos, End: hcl.InitialPos})}
	}
	tokens, _ := hclsyntax.LexConfig(src, name, hcl.InitialPos)
	if d := l.guardTokens(tokens); d != nil {
		return hcl.Diagnostics{d}
	}
	return nil
}

// signs counts the bytes that are tokens of their own.
func signs(src []byte) int {
	n := 0
	for _, c := range src {
		switch {
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', c == '_', c == ' ', c >= 0x80:
		default:
			n++
		}
	}
	return n
}

func tokenLimit(r Range) *Diagnostic {
	return Errorf(r, tooComplex,
		"A spec has at most %d tokens (words, signs and line ends). Large catalogues of tools belong in documents that a source block reads.", maxTokens)
}

// guardText refuses what is no text.
func guardText(name string, src []byte) *Diagnostic {
	if !utf8.Valid(src) {
		i := 0
		for {
			r, size := utf8.DecodeRune(src[i:])
			if r == utf8.RuneError && size == 1 {
				break
			}
			i += size
		}
		return Errorf(position(name, src, i), "Not UTF-8", "A spec is UTF-8 text; byte %d of %s, 0x%02x, is not.", i, name, src[i])
	}
	return nil
}

// guardTokens bounds how deep the trees can become that a parser makes of
// tokens. Two things make them deep: brackets in brackets, and, within a pair
// of brackets, operators in a row, of which each takes the ones before or
// after it as its operand.
func (l *loader) guardTokens(tokens hclsyntax.Tokens) *Diagnostic {
	var levels []level
	top := level{open: hclsyntax.TokenNil}
	chained := 0 // in top and all levels around it
	chain := func() { top.chain++; chained++ }
	for i, t := range tokens {
		if l.tokens++; l.tokens > maxTokens {
			return tokenLimit(t.Range)
		}
		switch t.Type {
		case hclsyntax.TokenOBrace, hclsyntax.TokenOBrack, hclsyntax.TokenOParen,
			hclsyntax.TokenOQuote, hclsyntax.TokenOHeredoc,
			hclsyntax.TokenTemplateInterp, hclsyntax.TokenTemplateControl:
			switch t.Type {
			case hclsyntax.TokenOBrack:
				chain() // if it is an index, what is indexed becomes its operand
			case hclsyntax.TokenTemplateControl:
				chained += top.directive(tokens[i+1:])
			}
			levels = append(levels, top)
			top = level{open: t.Type}
		case hclsyntax.TokenCBrace, hclsyntax.TokenCBrack, hclsyntax.TokenCParen,
			hclsyntax.TokenCQuote, hclsyntax.TokenCHeredoc, hclsyntax.TokenTemplateSeqEnd:
			chained -= top.chain
			if n := len(levels); n > 0 {
				top, levels = levels[n-1], levels[:n-1]
			} else {
				top = level{open: hclsyntax.TokenNil}
			}
		case hclsyntax.TokenComma:
			chained -= top.chain
			top.chain = 0
		case hclsyntax.TokenNewline:
			// A line end ends an expression in a block and in an object only.
			if top.open == hclsyntax.TokenOBrace || top.open == hclsyntax.TokenNil {
				chained -= top.chain
				top.chain = 0
			}
		case hclsyntax.TokenStar, hclsyntax.TokenSlash, hclsyntax.TokenPlus, hclsyntax.TokenMinus,
			hclsyntax.TokenPercent, hclsyntax.TokenEqualOp, hclsyntax.TokenNotEqual,
			hclsyntax.TokenLessThan, hclsyntax.TokenLessThanEq, hclsyntax.TokenGreaterThan,
			hclsyntax.TokenGreaterThanEq, hclsyntax.TokenAnd, hclsyntax.TokenOr,
			hclsyntax.TokenBang, hclsyntax.TokenQuestion, hclsyntax.TokenColon,
			hclsyntax.TokenDot, hclsyntax.TokenDoubleColon:
			chain()
		case hclsyntax.TokenNumberLit:
			if why := guardNumber(string(t.Bytes)); why != "" {
				return Errorf(t.Range, "Number too large", "%s", why)
			}
		}
		if len(levels) > maxNesting {
			return Errorf(t.Range, tooComplex, "Brackets, blocks and templates are nested more than %d deep.", maxNesting)
		}
		if chained > maxChained {
			return Errorf(t.Range, tooComplex, "An expression has more than %d operators in a row. Name parts of it in locals.", maxChained)
		}
	}
	return nil
}

// A level is what is inside one pair of brackets, quotes or template marks.
type level struct {
	open  hclsyntax.TokenType
	chain int // what makes its tree deep at the current place
}

// directive takes account of a template directive that begins or ends a part
// of the template, and returns the change of the level's chain.
func (v *level) directive(next hclsyntax.Tokens) int {
	change := 0
	for _, t := range next {
		if t.Type == hclsyntax.TokenIdent {
			switch string(t.Bytes) {
			case "if", "for":
				change = 1
			case "endif", "endfor":
				change = -min(1, v.chain)
			}
			break
		}
	}
	v.chain += change
	return change
}

// guardNumber says what is wrong with a number as text: a large exponent is a
// short text of a number with a billion digits.
func guardNumber(text string) string {
	if len(text) > maxNumber {
		return "A number has at most " + strconv.Itoa(maxNumber) + " characters."
	}
	_, exponent, ok := strings.Cut(strings.ToLower(text), "e")
	if !ok {
		return ""
	}
	n, err := strconv.Atoi(exponent)
	if err != nil || n > maxExponent || n < -maxExponent {
		return "The exponent of a number is at most " + strconv.Itoa(maxExponent) + "."
	}
	return ""
}

// guardJSON judges a file in JSON syntax before it is parsed: its own depth,
// and the templates in its strings.
func (l *loader) guardJSON(name string, src []byte) hcl.Diagnostics {
	if d := guardText(name, src); d != nil {
		return hcl.Diagnostics{d}
	}
	fail := func(i int, summary, detail string, args ...any) hcl.Diagnostics {
		return hcl.Diagnostics{Errorf(position(name, src, i), summary, detail, args...)}
	}
	depth := 0
	for i := 0; i < len(src); {
		switch c := src[i]; {
		case c == '{' || c == '[':
			if depth++; depth > maxNesting {
				return fail(i, tooComplex, "Arrays and objects are nested more than %d deep.", maxNesting)
			}
		case c == '}' || c == ']':
			depth--
		case c == '"':
			end := stringEnd(src, i)
			if d := l.guardString(name, src, i, end); d != nil {
				return hcl.Diagnostics{d}
			}
			i = end
			l.tokens++
			continue
		case c == '-' || '0' <= c && c <= '9':
			end := numberEnd(src, i)
			if why := guardNumber(string(src[i:end])); why != "" {
				return fail(i, "Number too large", "%s", why)
			}
			i = end
			l.tokens++
			continue
		case c == ' ' || c == '\n' || c == '\t' || c == '\r':
			i++
			continue
		}
		if l.tokens++; l.tokens > maxTokens {
			return hcl.Diagnostics{tokenLimit(position(name, src, i))}
		}
		i++
	}
	return nil
}

// numberEnd returns where the JSON number that begins at i ends.
func numberEnd(src []byte, i int) int {
	for i++; i < len(src) && strings.IndexByte("0123456789.eE+-", src[i]) >= 0; i++ {
	}
	return i
}

// stringEnd returns where the JSON string that begins at i ends.
func stringEnd(src []byte, i int) int {
	for i++; i < len(src); i++ {
		switch src[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(src)
}

// guardString judges a JSON string, which HCL takes for a template.
func (l *loader) guardString(name string, src []byte, start, end int) *Diagnostic {
	var text string
	if json.Unmarshal(src[start:end], &text) != nil {
		return nil // the parser says what is wrong
	}
	if !strings.Contains(text, "${") && !strings.Contains(text, "%{") {
		return nil
	}
	if len(text) > maxTemplate {
		return Errorf(position(name, src, start), tooComplex, "A string with expressions in it has at most %d bytes.", maxTemplate)
	}
	tokens, _ := hclsyntax.LexTemplate([]byte(text), name, hcl.InitialPos)
	d := l.guardTokens(tokens)
	if d != nil {
		r := position(name, src, start)
		d.Subject = &r
	}
	return d
}

// digits estimates how long the number that a text means would be in full.
func digits(text string) float64 {
	_, exponent, ok := strings.Cut(strings.ToLower(text), "e")
	if !ok {
		return float64(len(text))
	}
	n, err := strconv.ParseFloat(exponent, 64)
	if err != nil {
		return float64(len(text))
	}
	return float64(len(text)) + math.Abs(n)
}
