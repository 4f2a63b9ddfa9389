package spec

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"math"
	"math/big"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/hcl/v2/ext/tryfunc"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
)

// A pureFunction is a function that expressions may call. All are pure: there
// is none for the time, the environment or randomness, and the one for files
// reads what the lock holds.
type pureFunction struct {
	group     string
	signature string
	doc       string
	impl      function.Function

	// cost bounds the result by the arguments, and charges for work that is
	// more than proportional to both.
	cost func(e *estimate, args []amount) amount

	lazy     bool // it evaluates its arguments itself
	numerals bool // it may take a string for a number
}

// The groups of functions, in the order of the reference.
const (
	numbersGroup     = "Numbers"
	stringsGroup     = "Strings"
	collectionsGroup = "Collections"
	encodingGroup    = "Encoding"
	filesGroup       = "Files"
	typesGroup       = "Types and errors"
)

var functionTable = map[string]pureFunction{
	"abs":      {numbersGroup, "abs(number)", "The number without its sign.", stdlib.AbsoluteFunc, costNumber, false, false},
	"ceil":     {numbersGroup, "ceil(number)", "The next whole number, up.", stdlib.CeilFunc, costNumber, false, false},
	"floor":    {numbersGroup, "floor(number)", "The next whole number, down.", stdlib.FloorFunc, costNumber, false, false},
	"max":      {numbersGroup, "max(numbers...)", "The largest number.", stdlib.MaxFunc, costNumber, false, false},
	"min":      {numbersGroup, "min(numbers...)", "The smallest number.", stdlib.MinFunc, costNumber, false, false},
	"parseint": {numbersGroup, "parseint(string, base)", "The whole number that a string of at most 64 digits means in a base from 2 to 62.", parseInt, costScalar, false, false},
	"signum":   {numbersGroup, "signum(number)", "-1, 0 or 1.", stdlib.SignumFunc, costScalar, false, false},
	"sum":      {numbersGroup, "sum(list)", "The sum of a list of numbers.", sum, costSum, false, false},

	"chomp":        {stringsGroup, "chomp(string)", "The string without line ends at its end.", stdlib.ChompFunc, costString, false, false},
	"endswith":     {stringsGroup, "endswith(string, suffix)", "Whether the string ends so.", predicate(strings.HasSuffix), costScalar, false, false},
	"format":       {stringsGroup, "format(spec, values...)", "A string made from values, by the verbs `%s`, `%d`, `%f`, `%g`, `%q`, `%v` and so on; widths are at most 99.", stdlib.FormatFunc, costFormat, false, true},
	"formatlist":   {stringsGroup, "formatlist(spec, lists...)", "`format` for each element of the lists.", stdlib.FormatListFunc, costFormatList, false, true},
	"indent":       {stringsGroup, "indent(spaces, string)", "The string with up to 99 spaces before every line but the first.", indent, costIndent, false, false},
	"join":         {stringsGroup, "join(separator, list)", "The elements of a list in one string.", stdlib.JoinFunc, costJoin, false, false},
	"lower":        {stringsGroup, "lower(string)", "The string in lower case.", stdlib.LowerFunc, costString, false, false},
	"regex":        {stringsGroup, "regex(pattern, string)", "The first match of a regular expression (RE2): the text, or the groups as a list or a map.", stdlib.RegexFunc, costRegex, false, false},
	"regexall":     {stringsGroup, "regexall(pattern, string)", "All matches, as a list.", stdlib.RegexAllFunc, costRegex, false, false},
	"replace":      {stringsGroup, "replace(string, text, by)", "The string with every occurrence of a text replaced.", stdlib.ReplaceFunc, costReplace, false, false},
	"regexreplace": {stringsGroup, "regexreplace(string, pattern, by)", "The string with every match of a regular expression replaced; `$1` is the first group.", stdlib.RegexReplaceFunc, costReplace, false, false},
	"split":        {stringsGroup, "split(separator, string)", "The parts of a string.", stdlib.SplitFunc, costSplit, false, false},
	"startswith":   {stringsGroup, "startswith(string, prefix)", "Whether the string begins so.", predicate(strings.HasPrefix), costScalar, false, false},
	"strcontains":  {stringsGroup, "strcontains(string, text)", "Whether the text is in the string.", predicate(strings.Contains), costScalar, false, false},
	"strrev":       {stringsGroup, "strrev(string)", "The characters in reverse order.", stdlib.ReverseFunc, costString, false, false},
	"substr":       {stringsGroup, "substr(string, offset, length)", "A part of a string, counted in characters; a negative offset counts from the end, a length of -1 is the rest.", stdlib.SubstrFunc, costString, false, false},
	"trim":         {stringsGroup, "trim(string, characters)", "The string without these characters at its ends.", stdlib.TrimFunc, costString, false, false},
	"trimprefix":   {stringsGroup, "trimprefix(string, prefix)", "The string without a prefix.", stdlib.TrimPrefixFunc, costString, false, false},
	"trimspace":    {stringsGroup, "trimspace(string)", "The string without white space at its ends.", stdlib.TrimSpaceFunc, costString, false, false},
	"trimsuffix":   {stringsGroup, "trimsuffix(string, suffix)", "The string without a suffix.", stdlib.TrimSuffixFunc, costString, false, false},
	"upper":        {stringsGroup, "upper(string)", "The string in upper case.", stdlib.UpperFunc, costString, false, false},

	"alltrue":         {collectionsGroup, "alltrue(list)", "Whether all elements are true.", booleans(true), costScalar, false, false},
	"anytrue":         {collectionsGroup, "anytrue(list)", "Whether one element is true.", booleans(false), costScalar, false, false},
	"chunklist":       {collectionsGroup, "chunklist(list, size)", "The list cut into lists of a size.", stdlib.ChunklistFunc, costNested, false, false},
	"coalesce":        {collectionsGroup, "coalesce(values...)", "The first value that is not null.", stdlib.CoalesceFunc, costOr, false, false},
	"coalescelist":    {collectionsGroup, "coalescelist(lists...)", "The first list that is not empty.", stdlib.CoalesceListFunc, costOr, false, false},
	"compact":         {collectionsGroup, "compact(list)", "The list of strings without nulls and empty strings.", stdlib.CompactFunc, costFirst, false, false},
	"concat":          {collectionsGroup, "concat(lists...)", "The lists, one after the other.", stdlib.ConcatFunc, costConcat, false, false},
	"contains":        {collectionsGroup, "contains(list, value)", "Whether the value is an element.", stdlib.ContainsFunc, costScan, false, false},
	"distinct":        {collectionsGroup, "distinct(list)", "The list without repetitions.", stdlib.DistinctFunc, costDistinct, false, false},
	"element":         {collectionsGroup, "element(list, index)", "An element, the index taken modulo the length.", stdlib.ElementFunc, costElement, false, false},
	"flatten":         {collectionsGroup, "flatten(list)", "The elements of the lists in a list, of all depths.", stdlib.FlattenFunc, costFlatten, false, false},
	"index":           {collectionsGroup, "index(list, value)", "Where the value is in the list.", index, costScan, false, false},
	"keys":            {collectionsGroup, "keys(map)", "The keys of a map, sorted.", stdlib.KeysFunc, costKeys, false, false},
	"length":          {collectionsGroup, "length(value)", "The number of elements of a collection, or of characters of a string.", length, costScalar, false, false},
	"lookup":          {collectionsGroup, "lookup(map, key, default)", "The value for a key, or the default.", stdlib.LookupFunc, costLookup, false, false},
	"merge":           {collectionsGroup, "merge(maps...)", "One map of all; later ones override.", stdlib.MergeFunc, costConcat, false, false},
	"range":           {collectionsGroup, "range(start, limit, step)", "The numbers from start (0) to before limit, at most 1024.", stdlib.RangeFunc, costRange, false, false},
	"reverse":         {collectionsGroup, "reverse(list)", "The list in reverse order.", stdlib.ReverseListFunc, costFirst, false, false},
	"setintersection": {collectionsGroup, "setintersection(sets...)", "What is in all sets.", stdlib.SetIntersectionFunc, costFirstSet, false, false},
	"setproduct":      {collectionsGroup, "setproduct(sets...)", "All combinations of an element of each; at most 100,000.", stdlib.SetProductFunc, costProduct, false, false},
	"setsubtract":     {collectionsGroup, "setsubtract(a, b)", "What is in a and not in b.", stdlib.SetSubtractFunc, costFirstSet, false, false},
	"setunion":        {collectionsGroup, "setunion(sets...)", "What is in any set.", stdlib.SetUnionFunc, costUnion, false, false},
	"slice":           {collectionsGroup, "slice(list, start, end)", "The elements from start to before end.", stdlib.SliceFunc, costFirst, false, false},
	"sort":            {collectionsGroup, "sort(list)", "The strings sorted by bytes.", stdlib.SortFunc, costFirst, false, false},
	"values":          {collectionsGroup, "values(map)", "The values of a map, in the order of its keys.", stdlib.ValuesFunc, costFirst, false, false},
	"zipmap":          {collectionsGroup, "zipmap(keys, values)", "A map of a list of keys and a list of values.", stdlib.ZipmapFunc, costZipmap, false, false},

	"base64decode": {encodingGroup, "base64decode(string)", "The text that a Base64 string holds; it must be UTF-8.", base64Decode, costString, false, false},
	"base64encode": {encodingGroup, "base64encode(string)", "The string in Base64.", base64Encode, costEncode, false, false},
	"csvdecode":    {encodingGroup, "csvdecode(string)", "The rows of a CSV text as a list of objects, keyed by its first line.", stdlib.CSVDecodeFunc, costDecode, false, false},
	"jsondecode":   {encodingGroup, "jsondecode(string)", "The value of a JSON text, nested at most 50 deep.", jsonDecode, costDecode, false, false},
	"jsonencode":   {encodingGroup, "jsonencode(value)", "The value as JSON, keys sorted, no spaces.", jsonEncode, costEncode, false, false},
	"sha256":       {encodingGroup, "sha256(string)", "The SHA-256 of the string, in hexadecimal.", sha256Hex, costHash, false, false},

	"file": {filesGroup, "file(path)", "The text of a file, which is found as `paths` are: relative to the spec, and not outside of its directory. It must be UTF-8 and have at most 256 KiB. The lock holds its digest.", noFile, costFile, false, false},

	"can":      {typesGroup, "can(expression)", "Whether the expression can be evaluated. A name that is not declared is a mistake all the same.", tryfunc.CanFunc, costScalar, true, false},
	"tobool":   {typesGroup, "tobool(value)", "The value as a bool.", stdlib.MakeToFunc(cty.Bool), costScalar, false, false},
	"tolist":   {typesGroup, "tolist(value)", "The value as a list, whose elements are of one type.", stdlib.MakeToFunc(cty.List(cty.DynamicPseudoType)), costConvert, false, false},
	"tomap":    {typesGroup, "tomap(value)", "The value as a map, whose values are of one type.", stdlib.MakeToFunc(cty.Map(cty.DynamicPseudoType)), costConvert, false, false},
	"tonumber": {typesGroup, "tonumber(value)", "The value as a number.", toNumber, costToNumber, false, false},
	"toset":    {typesGroup, "toset(value)", "The value as a set: each element once, sorted.", stdlib.MakeToFunc(cty.Set(cty.DynamicPseudoType)), costToSet, false, false},
	"tostring": {typesGroup, "tostring(value)", "The value as a string.", stdlib.MakeToFunc(cty.String), costString, false, false},
	"try":      {typesGroup, "try(expressions...)", "The first expression that can be evaluated. A name that is not declared is a mistake all the same.", tryfunc.TryFunc, costOr, true, false},
}

// functions are the functions of an evaluation context.
func functions() map[string]function.Function {
	all := make(map[string]function.Function, len(functionTable))
	for name, f := range functionTable {
		all[name] = f.impl
		if !f.lazy {
			all[name] = guarded(f)
		}
	}
	return all
}

// guarded checks the arguments of a function for what costs cannot foresee.
func guarded(f pureFunction) function.Function {
	check := func(args []cty.Value) error {
		for i, a := range args {
			if err := checkNumbers(a, f.numerals); err != nil {
				return function.NewArgError(i, err)
			}
		}
		return nil
	}
	return function.New(&function.Spec{
		Params:   f.impl.Params(),
		VarParam: f.impl.VarParam(),
		Type: func(args []cty.Value) (cty.Type, error) {
			if err := check(args); err != nil {
				return cty.NilType, err
			}
			return f.impl.ReturnTypeForValues(args)
		},
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) { return f.impl.Call(args) },
	})
}

var errLargeNumber = errors.New("the number is too large")

// checkNumbers refuses numbers that are too large to be written in full, and
// strings that mean such numbers where strings are taken for numbers; format
// verbs that ask for a large width are among the latter.
func checkNumbers(v cty.Value, numerals bool) error {
	if !v.IsKnown() || v.IsNull() {
		return nil
	}
	switch t := v.Type(); {
	case t == cty.Number:
		if measureNumber(v).length > maxNumerals {
			return errLargeNumber
		}
	case t == cty.String && numerals:
		s := v.AsString()
		if len(s) <= maxNumber && digits(s) > maxNumerals {
			return errLargeNumber
		}
		return checkWidths(s)
	case (isSequence(t) || t.IsObjectType() || t.IsMapType()) && numerals:
		for it := v.ElementIterator(); it.Next(); {
			if _, e := it.Element(); e.Type() == cty.Number || e.Type() == cty.String {
				if err := checkNumbers(e, numerals); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// checkWidths refuses widths, precisions and argument indexes of more than two
// digits in the verbs of a format.
func checkWidths(format string) error {
	for i := 0; i < len(format); i++ {
		if format[i] != '%' {
			continue
		}
		run := 0
		for i++; i < len(format) && strings.IndexByte("#+- 0123456789.[]*", format[i]) >= 0; i++ {
			if '0' <= format[i] && format[i] <= '9' {
				if run++; run > 2 {
					return errors.New("a width, precision or index is larger than 99")
				}
			} else {
				run = 0
			}
		}
	}
	return nil
}

// Functions that cty lacks, or that its library does otherwise.

var length = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowDynamicType: true, AllowUnknown: true}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		v := args[0]
		t := v.Type()
		switch {
		case !v.IsKnown():
			return cty.UnknownVal(cty.Number), nil
		case t == cty.String:
			return stdlib.Strlen(v)
		case t.IsObjectType():
			return cty.NumberIntVal(int64(len(t.AttributeTypes()))), nil
		case v.CanIterateElements():
			return cty.NumberIntVal(int64(v.LengthInt())), nil
		}
		return cty.NilVal, function.NewArgErrorf(0, "a collection or a string is required")
	},
})

var index = function.New(&function.Spec{
	Params: []function.Parameter{
		{Name: "list", Type: cty.DynamicPseudoType},
		{Name: "value", Type: cty.DynamicPseudoType},
	},
	Type: function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if t := args[0].Type(); !t.IsListType() && !t.IsTupleType() {
			return cty.NilVal, function.NewArgErrorf(0, "a list is required")
		}
		i := int64(0)
		for it := args[0].ElementIterator(); it.Next(); i++ {
			_, e := it.Element()
			if same := e.Equals(args[1]); same.IsKnown() && same.True() {
				return cty.NumberIntVal(i), nil
			}
		}
		return cty.NilVal, function.NewArgErrorf(1, "the value is not in the list")
	},
})

var sum = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "list", Type: cty.List(cty.Number)}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		total := cty.Zero
		for it := args[0].ElementIterator(); it.Next(); {
			_, e := it.Element()
			switch {
			case !e.IsKnown():
				return cty.UnknownVal(cty.Number), nil
			case e.IsNull():
				return cty.NilVal, function.NewArgErrorf(0, "an element is null")
			case measureNumber(e).length > maxNumerals:
				return cty.NilVal, function.NewArgError(0, errLargeNumber)
			}
			total = total.Add(e)
		}
		return total, nil
	},
})

// booleans combines a list of bools: whether all are true, or one is.
func booleans(all bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "list", Type: cty.List(cty.Bool)}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			for it := args[0].ElementIterator(); it.Next(); {
				_, e := it.Element()
				if !e.IsKnown() {
					return cty.UnknownVal(cty.Bool), nil
				}
				if truth := !e.IsNull() && e.True(); truth != all {
					return cty.BoolVal(truth), nil
				}
			}
			return cty.BoolVal(all), nil
		},
	})
}

func predicate(f func(s, part string) bool) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "string", Type: cty.String}, {Name: "part", Type: cty.String}},
		Type:   function.StaticReturnType(cty.Bool),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			return cty.BoolVal(f(args[0].AsString(), args[1].AsString())), nil
		},
	})
}

// onString makes a function of one string.
func onString(f func(string) (string, error)) function.Function {
	return function.New(&function.Spec{
		Params: []function.Parameter{{Name: "string", Type: cty.String}},
		Type:   function.StaticReturnType(cty.String),
		Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
			s, err := f(args[0].AsString())
			if err != nil {
				return cty.NilVal, function.NewArgError(0, err)
			}
			return cty.StringVal(s), nil
		},
	})
}

var base64Encode = onString(func(s string) (string, error) {
	return base64.StdEncoding.EncodeToString([]byte(s)), nil
})

var base64Decode = onString(func(s string) (string, error) {
	b, err := base64.StdEncoding.DecodeString(s)
	if err != nil {
		return "", errors.New("this is not Base64")
	}
	if !utf8.Valid(b) {
		return "", errors.New("what it holds is not UTF-8 text")
	}
	return string(b), nil
})

var sha256Hex = onString(func(s string) (string, error) {
	h := sha256.Sum256([]byte(s))
	return hex.EncodeToString(h[:]), nil
})

var jsonEncode = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowNull: true, AllowDynamicType: true}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if !args[0].IsWhollyKnown() {
			return cty.UnknownVal(cty.String), nil
		}
		raw, err := appendJSON(nil, args[0])
		if err != nil {
			return cty.NilVal, function.NewArgErrorf(0, "JSON cannot hold %s", err)
		}
		return cty.StringVal(string(raw)), nil
	},
})

// jsonDecode bounds the depth and the numbers of a text before cty, which
// decodes by recursion, reads it.
var jsonDecode = function.New(&function.Spec{
	Params: stdlib.JSONDecodeFunc.Params(),
	Type: func(args []cty.Value) (cty.Type, error) {
		if args[0].IsKnown() {
			if err := checkJSON(args[0].AsString()); err != nil {
				return cty.NilType, function.NewArgError(0, err)
			}
		}
		return stdlib.JSONDecodeFunc.ReturnTypeForValues(args)
	},
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) { return stdlib.JSONDecodeFunc.Call(args) },
})

func checkJSON(text string) error {
	src := []byte(text)
	depth := 0
	for i := 0; i < len(src); i++ {
		switch c := src[i]; {
		case c == '"':
			i = stringEnd(src, i) - 1
		case c == '{' || c == '[':
			if depth++; depth > 50 {
				return errors.New("it is nested more than 50 deep")
			}
		case c == '}' || c == ']':
			depth--
		case c == '-' || '0' <= c && c <= '9':
			end := numberEnd(src, i)
			if why := guardNumber(text[i:end]); why != "" {
				return errors.New("a number in it is too large")
			}
			i = end - 1
		}
	}
	return nil
}

var indent = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "spaces", Type: cty.Number}, {Name: "string", Type: cty.String}},
	Type:   function.StaticReturnType(cty.String),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		n, accuracy := args[0].AsBigFloat().Int64()
		if accuracy != big.Exact || n < 0 || n > 99 {
			return cty.NilVal, function.NewArgErrorf(0, "a whole number from 0 to 99 is required")
		}
		return cty.StringVal(strings.ReplaceAll(args[1].AsString(), "\n", "\n"+strings.Repeat(" ", int(n)))), nil
	},
})

var parseInt = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "string", Type: cty.String}, {Name: "base", Type: cty.Number}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		if len(args[0].AsString()) > maxNumber {
			return cty.NilVal, function.NewArgErrorf(0, "a number has at most %d digits", maxNumber)
		}
		return stdlib.ParseInt(args[0], args[1])
	},
})

var toNumber = function.New(&function.Spec{
	Params: []function.Parameter{{Name: "value", Type: cty.DynamicPseudoType, AllowNull: true}},
	Type:   function.StaticReturnType(cty.Number),
	Impl: func(args []cty.Value, _ cty.Type) (cty.Value, error) {
		v := args[0]
		if !v.IsNull() && v.Type() == cty.String {
			if why := guardNumber(v.AsString()); why != "" {
				return cty.NilVal, function.NewArgErrorf(0, "the string is no number, or one too large")
			}
		}
		return stdlib.MakeToFunc(cty.Number).Call([]cty.Value{v})
	},
})

// Costs. An argument that is missing is an error that evaluation reports.

func arg(args []amount, i int) amount {
	if i < len(args) {
		return args[i]
	}
	return scalar
}

func costScalar(*estimate, []amount) amount { return scalar }

func costNumber(_ *estimate, args []amount) amount {
	a := costOr(nil, args)
	return amount{length: a.length + 1, size: scalarSize + a.length, top: a.top}
}

func costSum(e *estimate, args []amount) amount {
	a := arg(args, 0)
	e.charge(a.length)
	n := a.element().length + 20
	return amount{length: n, size: scalarSize + n, top: math.Inf(1)}
}

func costToNumber(_ *estimate, args []amount) amount {
	a := arg(args, 0)
	n := max(maxNumber+maxExponent, pick(a.text, 0, a.length))
	return amount{length: n, size: scalarSize + n, top: a.top}
}

// costString is for a string no longer than the first argument that is one.
func costString(_ *estimate, args []amount) amount {
	// Upper and lower case can take more bytes: three for two.
	return stringOf(float64(arg(args, 0).length * 1.5))
}

func costFormat(_ *estimate, args []amount) amount {
	text := arg(args, 0).length
	size := float64(6*costOr(nil, args[min(1, len(args)):]).size) + 99
	// Each verb has at least two characters, and may use any argument.
	return stringOf(text + float64(text/2*size))
}

func costFormatList(e *estimate, args []amount) amount {
	n := 1.0
	elements := []amount{arg(args, 0)}
	for _, a := range args[min(1, len(args)):] {
		if a.elem != nil {
			n = max(n, a.length)
		}
		elements = append(elements, a.element())
	}
	e.charge(n)
	return listOf(n, costFormat(e, elements))
}

func costIndent(_ *estimate, args []amount) amount {
	return stringOf(arg(args, 1).length * 100)
}

func costJoin(_ *estimate, args []amount) amount {
	size := 0.0
	for _, a := range args[min(1, len(args)):] {
		size += a.size + float64(a.length*arg(args, 0).length)
	}
	return stringOf(size)
}

func costRegex(e *estimate, args []amount) amount {
	pattern, text := arg(args, 0).length, arg(args, 1).length
	e.charge(float64(pattern*text) / 64)
	// As many matches as characters, each with as many groups as the pattern
	// has parentheses, which together are no longer than the text.
	return listOf(min(text+1, 1+float64(float64(text*pattern)/8)), stringOf(0)).plus(float64(text * (1 + float64(pattern/16))))
}

func (a amount) plus(size float64) amount {
	elem := amount{length: a.length, size: a.size + size, top: math.Inf(1), text: true, elem: a.elem}
	a.size += size
	a.elem = &elem
	return a
}

func costReplace(e *estimate, args []amount) amount {
	text, old, by := arg(args, 0).length, arg(args, 1).length, arg(args, 2).length
	e.charge(float64(text*old) / 64)
	return stringOf(text + float64((text+1)*by))
}

func costSplit(_ *estimate, args []amount) amount {
	text := arg(args, 1).length
	a := listOf(text+1, stringOf(0))
	a.elem.length, a.elem.size = text, scalarSize+text
	return a
}

func costFirst(e *estimate, args []amount) amount {
	a := arg(args, 0)
	e.charge(a.length)
	a.parts, a.key = nil, indexSize
	return a
}

func costFirstSet(e *estimate, args []amount) amount { return costToSet(e, args) }

func costToSet(e *estimate, args []amount) amount {
	a := costConvert(e, args)
	a.key = a.element().size
	return a
}

// costConvert is for a collection whose elements are converted to one type:
// each may become as long as a string as it was as a number.
func costConvert(e *estimate, args []amount) amount {
	a := arg(args, 0)
	e.charge(2 * a.length)
	a.parts = nil
	if a.elem != nil {
		elem := *a.elem
		elem.text = true
		a.elem = &elem
	}
	return a
}

func costOr(_ *estimate, args []amount) amount {
	a := amount{}
	for _, b := range args {
		a = a.or(b)
	}
	return a
}

func costConcat(e *estimate, args []amount) amount {
	a := empty()
	elem := amount{}
	for _, b := range args {
		a.length += b.length
		a.size += b.size
		a.key = max(a.key, b.key)
		elem = elem.or(b.element())
	}
	a.elem = &elem
	e.charge(a.length)
	return a
}

func costUnion(e *estimate, args []amount) amount {
	a := costConcat(e, args)
	a.key = a.element().size
	return a
}

func costNested(e *estimate, args []amount) amount {
	a := arg(args, 0)
	return listOf(a.length, a).plusOnce(a)
}

// plusOnce corrects the size of a list of parts of one value: all parts
// together are no larger than it.
func (a amount) plusOnce(whole amount) amount {
	a.size = scalarSize + whole.size + float64(a.length*elementSize)
	return a
}

func costScan(e *estimate, args []amount) amount {
	e.charge(arg(args, 0).size / 16)
	return scalar
}

func costDistinct(e *estimate, args []amount) amount {
	a := costFirst(e, args)
	e.charge(float64(a.length*a.length) / 8)
	return a
}

func costElement(_ *estimate, args []amount) amount { return arg(args, 0).element() }

func costFlatten(e *estimate, args []amount) amount {
	a := arg(args, 0)
	leaf := a
	n := a.length
	for leaf.elem != nil {
		leaf = *leaf.elem
	}
	n = max(n, a.size/elementSize)
	e.charge(n)
	return listOf(n, leaf).plusOnce(a)
}

func costKeys(e *estimate, args []amount) amount {
	a := arg(args, 0)
	e.charge(a.length)
	return listOf(a.length, stringOf(a.key)).plusOnce(a)
}

func costLookup(_ *estimate, args []amount) amount {
	return arg(args, 0).element().or(arg(args, 2))
}

func costRange(e *estimate, args []amount) amount {
	n := 1024.0
	switch len(args) {
	case 1:
		n = min(n, args[0].top+1)
	case 2:
		n = min(n, args[0].top+args[1].top+1)
	}
	e.charge(n)
	return listOf(n, amount{length: maxExponent, size: scalarSize + 32, top: costOr(nil, args).top})
}

// maxCombinations is the most that setproduct makes.
const maxCombinations = 100_000

func costProduct(e *estimate, args []amount) amount {
	n, size := 1.0, 0.0
	elem := amount{}
	for _, a := range args {
		n *= a.length
		size += a.element().size + elementSize
		elem = elem.or(a.element())
	}
	if n > maxCombinations {
		size = math.Inf(1)
	}
	e.charge(n)
	inner := listOf(float64(len(args)), elem)
	inner.size = scalarSize + size
	result := listOf(n, inner)
	result.key = inner.size
	return result
}

func costZipmap(e *estimate, args []amount) amount {
	keys, values := arg(args, 0), arg(args, 1)
	e.charge(values.length)
	a := listOf(values.length, values.element())
	a.size = keys.size + values.size
	a.key = keys.element().size
	return a
}

func costEncode(_ *estimate, args []amount) amount { return stringOf(arg(args, 0).size * 6) }

func costHash(e *estimate, args []amount) amount {
	e.charge(arg(args, 0).length / 64)
	return stringOf(64)
}

// costDecode is for a value that a text describes: at two bytes of text there
// can be an element, and the largest can be nearly all of it, and so on down.
func costDecode(e *estimate, args []amount) amount {
	text := arg(args, 0).length
	e.charge(text)
	size := scalarSize + float64(text*elementSize)
	a := stringOf(text)
	for range maxForDepth + 1 {
		elem := a
		a = amount{length: float64(text/2) + 1, size: size, top: math.Inf(1), text: true, key: text, elem: &elem}
	}
	return a
}
