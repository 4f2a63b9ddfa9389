package drifting

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"worldc/roles/advice"
	"worldc/world"
)

// Apply makes drifts hold in a world in which nothing drifted. The errors say, by
// the position of the drift, why one cannot; such a drift is left out of the world's.
func Apply(w *world.World, drifts []world.Drift) (*world.World, map[int]error) {
	drifted := *w
	drifted.Tools, drifted.Drift = slices.Clone(w.Tools), nil
	failed := map[int]error{}
	// What a tool checks last is applied first; what comes before a call goes by the
	// row that its arguments name, once these are as documented.
	order := make([]int, len(drifts))
	for n := range order {
		order[n] = n
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Compare(rank(&drifts[a]), rank(&drifts[b]))
	})
	holds := make([]bool, len(drifts))
	for _, n := range order {
		tools := slices.Clone(drifted.Tools)
		d := drifts[n]
		if err := apply(w, tools, &d); err != nil {
			failed[n] = err
			continue
		}
		drifted.Tools = tools
		holds[n] = true
	}
	for n, d := range drifts {
		if holds[n] {
			drifted.Drift = append(drifted.Drift, d)
		}
	}
	return &drifted, failed
}

// rank is when a drift is applied.
func rank(d *world.Drift) int {
	if d.Kind == world.DriftOrder {
		return 0
	}
	return 1
}

// change gives a tool other code, and remembers what it had.
func change(t *world.WorldTool, code string) {
	if t.Plain == "" {
		t.Plain = t.Code
	}
	t.Code = code
}

// apply makes one drift hold.
func apply(w *world.World, tools []world.WorldTool, d *world.Drift) error {
	i := slices.IndexFunc(tools, func(t world.WorldTool) bool { return t.Tool.ID == d.Tool })
	if i < 0 {
		return fmt.Errorf("there is no tool %s", d.Tool)
	}
	t := &tools[i]
	s, err := read(t.Code, t.Function())
	if err != nil {
		return err
	}
	accepts, err := readSchema(t.Parameters())
	if err != nil {
		return err
	}
	for _, name := range []string{"row", "parts", "written", "means", "found"} {
		if slices.Contains(s.names, name) {
			return fmt.Errorf("its parameter %s has the name of a variable", name)
		}
	}
	var lines []string
	helpers := "" // functions that stand before the tool's
	p := d.Parameter
	switch d.Kind {
	case world.DriftRequired:
		s.with(p, "None")
		accepts.properties[p] = json.RawMessage(`{}`)
		lines = []string{
			"if " + p + " != " + literal(d.Value) + ":",
			"\t" + refuse(complaint(d, "", texts(d.Options)...)),
		}
	case world.DriftFormat:
		accepts.loosen(p, "string")
		lines = formLines(d, exampleOf(w, t, d))
	case world.DriftUnit:
		integer := accepts.loosen(p, "")
		lines = unitLines(d, integer)
	case world.DriftEnum:
		accepts.loosen(p, "string")
		lines = enumLines(d)
	case world.DriftRename:
		def, ok := s.without(d.Documented)
		if !ok {
			return fmt.Errorf("its function has no parameter %s", d.Documented)
		}
		s.with(p, or(def, "None"))
		s.with(d.Documented, "None")
		needed := accepts.rename(d.Documented, p)
		lines = []string{"if " + d.Documented + " != None:", "\t" + refuse(complaint(d, "", accepts.knownBut(d.Documented)...))}
		if needed {
			lines = append(lines, "if "+p+" == None:", "\t"+refuse(p+" is missing"))
		}
		lines = append(lines, d.Documented+" = "+p)
	case world.DriftOrder:
		j := slices.IndexFunc(tools, func(t world.WorldTool) bool { return t.Tool.Name == d.Before })
		if j < 0 || shows(w, &tools[j]) == "" {
			return fmt.Errorf("there is no tool %s to be called before", d.Before)
		}
		column := shows(w, &tools[j])
		row := naming(t, column)
		if row == nil {
			return fmt.Errorf("it names no row that %s reads", d.Before)
		}
		if err := reveal(w, &tools[j], d, column); err != nil {
			return err
		}
		table, _, _ := strings.Cut(column, ".")
		helpers = revisionOf(w, table) + "\n"
		s.with(p, "None")
		accepts.properties[p] = json.RawMessage(`{}`)
		lines = []string{
			"row = db.get(" + quote(table) + ", " + row.Parameter + ")",
			"if row != None and " + p + " != revision_of(row):",
			"\t" + refuse(complaint(d, thingOf(w, table))),
		}
	case world.DriftCase:
		use := comparing(t, p)
		if use == nil {
			return fmt.Errorf("nobody says which column %s is compared with", p)
		}
		table, name, _ := strings.Cut(use.Column, ".")
		if !plainLetters(w, table, name) {
			return fmt.Errorf("what %s is compared with is not the same in all programs in %s case", p, d.Form)
		}
		lines = []string{
			"if " + p + " != None:",
			"\tfound = None",
			"\tfor row in db.find(" + quote(table) + "):",
			"\t\tif str(row[" + quote(name) + "])." + d.Form + "() == " + p + ":",
			"\t\t\tfound = row[" + quote(name) + "]",
		}
		if use.Part == world.Text {
			lines = append(lines, "\t"+p+` = found if found != None else "???" # which stands nowhere`)
		} else if use.Part == world.Filter {
			lines = append(lines, "\t"+p+" = found if found != None else "+p+` + " " # which nothing has`)
		} else {
			lines = append(lines, "\tif found == None:", "\t\tfail("+quote("there is no "+thingOf(w, table)+" ")+" + "+p+")", "\t"+p+" = found")
		}
	default:
		return fmt.Errorf("there is no drift of the kind %s", d.Kind)
	}
	code, err := s.begin(append([]string{"# Otherwise than the document says: " + d.Truth + "."}, lines...))
	if err != nil {
		return err
	}
	change(t, helpers+code)
	t.Accepts = accepts.encode()
	return nil
}

// reveal has the tool that reads show the revision of the row that it reads.
func reveal(w *world.World, t *world.WorldTool, d *world.Drift, column string) error {
	const function = "with_revision"
	if strings.Contains(t.Code, "def "+function+"(") {
		if !strings.Contains(t.Code, "{"+quote(d.Field)+":") {
			return fmt.Errorf("%s shows a revision of another name", t.Tool.Name)
		}
		return nil // another tool wants it too
	}
	s, err := read(t.Code, t.Function())
	if err != nil {
		return err
	}
	code, err := s.returning(function)
	if err != nil {
		return err
	}
	table, _, _ := strings.Cut(column, ".")
	list, key := shownKey(t, column)
	of := func(row string) string {
		return "dict(" + row + ", **{" + quote(d.Field) + ": revision_of(db.get(" + quote(table) + ", " + row + "[" + quote(key) + "]))})"
	}
	says := "    \"\"\"The result with what the document does not tell of: the " + d.Field + " of its row, which others want.\"\"\"\n"
	gives := "    return " + of("result") + "\n"
	if list != "" {
		gives = "    return dict(result, **{" + quote(list) + ": [" + of("row") + " for row in result[" + quote(list) + "]]})\n"
	}
	change(t, revisionOf(w, table)+"\ndef "+function+"(result):\n"+says+gives+"\n"+code)
	return nil
}

// revisionOf is the function that works out the revision of a row: from columns that
// are text, so that it is the same in Python.
func revisionOf(w *world.World, table string) string {
	const most = 8
	var columns []string
	for i := range w.Tables {
		x := &w.Tables[i]
		if x.Name != table {
			continue
		}
		if x.States != nil {
			columns = append(columns, quote(x.States.Column))
		}
		for _, c := range x.Columns {
			if c.Type == "TEXT" && len(columns) < most && !slices.Contains(columns, quote(c.Name)) {
				columns = append(columns, quote(c.Name))
			}
		}
	}
	return "def revision_of(row):\n" +
		"    \"\"\"A number that is another when the row is.\"\"\"\n" +
		"    n = 7\n" +
		"    for column in [" + strings.Join(columns, ", ") + "]:\n" +
		"        text = str(row[column])\n" +
		"        for i in range(min(len(text), 60)):\n" +
		"            n = (n * 31 + ord(text[i])) % 99991\n" +
		"    return \"r\" + str(n)\n"
}

// formLines check a text that is written in a form, and put it into that of the
// document.
func formLines(d *world.Drift, example string) []string {
	p := d.Parameter
	check := "\t\t" + refuse(complaint(d, example))
	if before, after, ok := strings.Cut(d.Form, advice.Rest); ok && after == "" {
		return []string{
			"if " + p + " != None:",
			"\tif not " + p + ".startswith(" + quote(before) + "):",
			check,
			"\t" + p + " = " + p + "[" + strconv.Itoa(len(before)) + ":]",
		}
	}
	part := func(token string) string {
		at := strings.Index(d.Form, token)
		return fmt.Sprintf("%s[%d:%d]", p, at, at+len(token))
	}
	digits := []string{part("YYYY"), part("MM"), part("DD")}
	iso := strings.Join(digits, " + \"-\" + ")
	if strings.Contains(d.Form, "hh") {
		digits = append(digits, part("hh"), part("mm"))
		iso += " + \"T\" + " + part("hh") + " + \":\" + " + part("mm")
	}
	wrong := "len(" + p + ") < " + strconv.Itoa(len(d.Form))
	for i := range len(d.Form) {
		if c := d.Form[i]; c < 'A' { // what stands between
			wrong += fmt.Sprintf(" or %s[%d] != %s", p, i, quote(string(c)))
		}
	}
	return []string{
		"if " + p + " != None:",
		"\tif " + wrong + " or not (" + strings.Join(digits, " + ") + ").isdigit() or " + part("MM") + " > \"12\" or " + part("DD") + " > \"31\":",
		check,
		"\t" + p + " = " + iso + " + " + p + "[" + strconv.Itoa(len(d.Form)) + ":]",
	}
}

// unitLines check a number that is written with its unit.
func unitLines(d *world.Drift, integer bool) []string {
	p := d.Parameter
	number := "int(parts[0])"
	digits := "parts[0].replace(\"-\", \"\").isdigit()"
	if !integer {
		number = "float(parts[0]) if \".\" in parts[0] else int(parts[0])"
		digits = "parts[0].replace(\"-\", \"\").replace(\".\", \"\").isdigit()"
	}
	return []string{
		"if " + p + " != None:",
		"\tparts = str(" + p + ").split(\" \")",
		"\tif len(parts) != 2 or parts[1] != " + quote(d.Unit) + " or not " + digits + ":",
		"\t\t" + refuse(complaint(d, "5")),
		"\t" + p + " = " + number,
	}
}

// enumLines put values as they are really written into those of the document.
func enumLines(d *world.Drift) []string {
	p := d.Parameter
	var pairs, told []string
	for _, w := range d.Written {
		pairs = append(pairs, quote(w[1])+": "+quote(w[0]))
		told = append(told, quote(w[0])+": "+quote(w[1]))
	}
	// The value that was given, and how it is written, stand in the text.
	a := advice.Advice{Kind: advice.Choice, Parameter: p, Documented: "DOCUMENTED", Form: "WRITTEN"}
	text, unknown := a.Complaint(""), ""
	var all []string
	for _, w := range d.Written {
		all = append(all, w[1])
	}
	if d.Hinted {
		text = a.Hint(d.Written[len(d.Written)-1][1], nil)
		unknown = a.Hint(d.Written[len(d.Written)-1][1], nil)
	} else {
		unknown = p + " has to be one of " + strings.Join(all, ", ")
	}
	filled := func(text string) string {
		return strings.NewReplacer("DOCUMENTED", `" + `+p+` + "`, "WRITTEN", `" + written[`+p+`] + "`).Replace(quote(text))
	}
	return []string{
		"if " + p + " != None:",
		"\twritten = {" + strings.Join(told, ", ") + "}",
		"\tif " + p + " in written:",
		"\t\tfail(" + filled(text) + ")",
		"\tmeans = {" + strings.Join(pairs, ", ") + "}",
		"\tif " + p + " not in means:",
		"\t\tfail(" + filled(unknown) + ")",
		"\t" + p + " = means[" + p + "]",
	}
}

// complaint is the error of those who do as the document says: example is a value
// that the tool would take, known are those that a hint names.
func complaint(d *world.Drift, example string, known ...string) string {
	a := ofDrift(d, "")
	if d.Hinted {
		return a.Hint(example, known)
	}
	return a.Complaint(example)
}

// ofDrift is the advice that would have helped; of an enum for one value, as it is
// documented.
func ofDrift(d *world.Drift, value string) advice.Advice {
	switch d.Kind {
	case world.DriftRequired:
		return advice.Advice{Kind: advice.Pass, Parameter: d.Parameter, Value: d.Value}
	case world.DriftFormat:
		return advice.Advice{Kind: advice.Format, Parameter: d.Parameter, Form: d.Form}
	case world.DriftUnit:
		return advice.Advice{Kind: advice.Unit, Parameter: d.Parameter, Unit: d.Unit}
	case world.DriftEnum:
		for _, w := range d.Written {
			if w[0] == value {
				return advice.Advice{Kind: advice.Choice, Parameter: d.Parameter, Documented: w[0], Form: w[1]}
			}
		}
	case world.DriftRename:
		return advice.Advice{Kind: advice.Rename, Parameter: d.Parameter, Documented: d.Documented}
	case world.DriftOrder:
		return advice.Advice{Kind: advice.First, Parameter: d.Parameter, Other: d.Before, Field: d.Field}
	case world.DriftCase:
		return advice.Advice{Kind: advice.Case, Parameter: d.Parameter, Form: d.Form}
	}
	return advice.Advice{Kind: advice.Choice, Parameter: d.Parameter}
}

// Truth is all that somebody would have to know about a drift, as advice.
func Truth(d *world.Drift) []advice.Advice {
	if d.Kind != world.DriftEnum {
		return []advice.Advice{ofDrift(d, "")}
	}
	var list []advice.Advice
	for _, w := range d.Written {
		list = append(list, ofDrift(d, w[0]))
	}
	return list
}

// exampleOf is a value in the form of a drift: of an id one that there is.
func exampleOf(w *world.World, t *world.WorldTool, d *world.Drift) string {
	plain := "2025-05-30T16:30"
	if d.Hinted {
		plain = "2025-05-04T16:30" // which may be read either way
	}
	if !strings.Contains(d.Form, "hh") {
		plain = plain[:10]
	}
	if strings.Contains(d.Form, advice.Rest) {
		plain = "1234"
		for _, u := range t.Does.Uses {
			table, column, _ := strings.Cut(u.Column, ".")
			if u.Parameter != d.Parameter || u.Property != "" || len(w.Rows[table]) == 0 {
				continue
			}
			var row map[string]json.RawMessage
			var text string
			if json.Unmarshal(w.Rows[table][0], &row) == nil && json.Unmarshal(row[column], &text) == nil && text != "" {
				plain = text
			}
		}
	}
	text, _ := advice.InForm(d.Form, plain)
	return text
}

// thingOf is what people call the rows of a table.
func thingOf(w *world.World, table string) string {
	for i := range w.Tables {
		if x := &w.Tables[i]; x.Name == table && x.Thing != "" {
			return x.Thing
		}
	}
	return "entry"
}

// comparing is the use of a parameter that is compared with a column.
func comparing(t *world.WorldTool, parameter string) *world.Use {
	if t.Does == nil {
		return nil
	}
	for i := range t.Does.Uses {
		if u := &t.Does.Uses[i]; u.Parameter == parameter && u.Property == "" && u.Column != "" {
			return u
		}
	}
	return nil
}

// plainLetters reports whether the texts of a column have ASCII letters only, whose
// case all programs change alike.
func plainLetters(w *world.World, table, column string) bool {
	for _, raw := range w.Rows[table] {
		var row map[string]json.RawMessage
		var text string
		if json.Unmarshal(raw, &row) != nil {
			return false
		}
		if json.Unmarshal(row[column], &text) == nil && strings.ContainsFunc(text, func(r rune) bool { return r >= utf8.RuneSelf }) {
			return false
		}
	}
	return true
}

// texts are JSON values as they stand in an error.
func texts(values []json.RawMessage) []string {
	var list []string
	for _, v := range values {
		list = append(list, string(v))
	}
	return list
}

// refuse is code that ends the call with a text.
func refuse(text string) string { return "fail(" + quote(text) + ")" }

// quote is a text as Starlark and Python write it.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteString(`\` + string(r))
		case r == '\n':
			b.WriteString(`\n`)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\x%02x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// literal is a JSON scalar as Starlark writes it.
func literal(v json.RawMessage) string {
	switch string(v) {
	case "true":
		return "True"
	case "false":
		return "False"
	case "null":
		return "None"
	}
	var text string
	if json.Unmarshal(v, &text) == nil {
		return quote(text)
	}
	return string(v)
}

func or(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
