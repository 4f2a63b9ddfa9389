package reading

import (
	"slices"
	"strconv"
	"strings"

	"worldc/world"
)

// A scanned parameter is what its own name and schema say, before the
// operation is known.
type scanned struct {
	property
	flat     *schema // of the elements, if many
	words    []string
	required bool
	in       string
	many     bool
	key      key
	row      bool // it names the row acted on
	text     bool
	page     world.Part // Limit, Offset or Order
	bound    world.Part // AtLeast or AtMost
	bounded  []string   // the words of what is bounded
	ignored  bool
	whole    bool // it is the body
	twin     bool // another parameter has its name
}

// A key is what a name says of the thing that it identifies.
type key struct {
	is      bool
	certain bool     // an identifier, and not a name that may be none
	of      []string // empty of a plain `id`
	column  string   // of the thing: id, name, code
}

// keyWords reads a name as a key.
func keyWords(words []string) key {
	if len(words) == 0 {
		return key{}
	}
	// issueIdOrKey, project_id_or_slug
	if n := len(words); n > 3 && words[n-2] == "or" {
		words = words[:n-2]
	}
	last := words[len(words)-1]
	of := words[:len(words)-1]
	switch {
	case identifiers[last] && len(of) > 0 && whichIdentifier[of[len(of)-1]]:
		return key{}
	case identifiers[last]:
		return key{true, true, thingOf(of), "id"}
	case last == "key" && len(of) > 0 && (of[len(of)-1] == "api" || of[len(of)-1] == "access" || of[len(of)-1] == "secret" || of[len(of)-1] == "public" || of[len(of)-1] == "private"):
		return key{}
	case len(last) > 4 && strings.HasSuffix(last, "id") && !idWords[last]:
		return key{true, true, thingOf(append(slices.Clone(of), last[:len(last)-2])), "id"}
	case len(last) > 5 && strings.HasSuffix(last, "ids"):
		return key{true, true, thingOf(append(slices.Clone(of), last[:len(last)-3])), "id"}
	case namers[singular(last)] && len(of) > 0 && !modifiers[of[len(of)-1]]:
		return key{true, false, thingOf(of), singular(last)}
	}
	return key{}
}

// idWords end in id and are no keys.
var idWords = set(`paid valid invalid android covid hybrid solid liquid avoid rapid hyaluronid steroid asteroid unpaid prepaid
	void grid acid fluid humid rigid vivid squid braid maid plaid fraid overlaid outbid upbid polaroid druid orchid pyramid
	thyroid cuboid centroid postpaid apartheid cupid stupid timid lipid`)

// modifiers before a namer make it an attribute of the thing itself.
var modifiers = set(`first last full middle display file family given nick short long new old user-friendly legal zip postal
	area country currency phone mobile contact return error status promo coupon discount qr color hex access verification security
	billing shipping home work street mailing email line house base callback redirect image avatar website logo webhook web ip mac
	host build version secondary primary alternate sort`)

// whichIdentifier words before an identifier say which of several a thing has.
var whichIdentifier = set(`short long new old legacy numeric display tracking request correlation trace invocation`)

// thingOf is the thing that a key's words name, without what only says which.
func thingOf(words []string) []string {
	for i := len(words) - 2; i > 0; i-- {
		switch words[i] { // created_by_user_id
		case "by", "for", "of", "to", "from":
			words = words[i+1:]
			i = 0
		}
	}
	words = slices.DeleteFunc(slices.Clone(words), func(w string) bool { return !isPlain(w) || keyFillers[w] })
	return singulars(words)
}

var keyFillers = set(`the my current unique external internal by in of x list new old all this include exclude filter not specific target_ max min path
	input given selected requested`)

// doors are path parameters that only let the caller in.
var doors = set(`accesstoken apikey token authtoken sessiontoken`)

// columnsToo are names of ignored parameters that are columns where a tool
// writes them.
var columnsToo = set(`format version fields field select include expand output test view language lang locale embed signature filter filters
	conditions	populate source`)

// ignoredNames are parameters that change nothing in a database.
var ignoredNames = set(`apiversion version format alt prettyprint pretty dryrun callback validateonly fields field select include expand
	$expand $select includefields locale lang language useragent ifmatch ifnonematch ifmodifiedsince accept acceptlanguage authorization
	apikey accesstoken token authtoken auth oauthtoken signature nonce requestid clientrequestid idempotencykey xrequestid
	usecache nocache cache timeout verbose debug raw envelope optfields optpretty fieldmask updatemask readmask quotauser
	userip contenttype responseformat outputformat returnformat output subscriptionkey xapikey supportsalldrives
	supportsteamdrives onbehalfofcontentowner selectedfields webidtype exact export watch resourceversion expansions etag selflink jsonp includetotals showdeleted embed populate async test sandbox fillzero apitoken clienttoken
	timeoutms timeoutseconds intervalms consistent corsenabled requestpayer clienttoken datasource trace view uploadprotocol xgafv uploadtype excludefields include_fields`)

var textNames = set(`q query search searchtext searchterm searchquery keyword keywords term terms text searchstring searchkeyword
	searchkeywords phrase needle querystring freetext fulltext searchfor s searchvalue searchphrase userquery question
	searchterms filtertext namecontains titlecontains textsearch quicksearch topic`)

var limitNames = set(`limit pagesize perpage maxresults size count top take rows maxitems max first last pagelimit maxrecords numresults
	num numberofresults n itemsperpage rowcount resultsperpage recordsperpage maxcount resultlimit limitto maxkeys pagecount maxreturned
	resultcount topk topn num_results numofresults amountofresults pagelength results maxresultcount hitsperpage maxnumber`)

var offsetNames = set(`offset page pagetoken nexttoken cursor skip start startat startindex pagenumber pageno marker continuationtoken
	continuation nextpagetoken after before startingafter endingbefore pageindex from startfrom fromindex pagenum nextcursor skiptoken scrollid startkey
	exclusivestartkey startrecord beforeid afterid sinceid maxid nextmaxid pagekey currentpage continue resumetoken p paginationtoken
	index endcursor startcursor offsetid next pagestart firstresult firstrow startposition startrow`)

var orderNames = set(`sort order orderby sortby sortorder ordering direction sortdirection orderdirection sortfield sortkey orderbyfield
	sorttype sortcolumn sortingorder sorting reverse ascending descending desc asc sortdir orderdir sortparam ordertype orderbydirection sortmode`)

// looseNames are of pages only where the value is a number or the tool's
// document has a path.
var looseNames = set(`first last size n num rows results top from p index before after start count next max skip`)

// scan reads each parameter by itself.
func (d *document) scan() {
	root := d.input
	in := root.flatten(root)
	names := map[string]string{}
	for place, list := range d.tool.Source.In { //lint:ordered a parameter has one place; of several the order of their names decides
		for _, name := range list {
			if old, ok := names[name]; !ok || place < old {
				names[name] = place
			}
		}
	}
	properties := slices.Clone(in.properties)
	if rank := d.tool.ParameterOrder; len(rank) > 0 {
		at := map[string]int{}
		for i, name := range rank {
			at[name] = i + 1
		}
		slices.SortStableFunc(properties, func(a, b property) int {
			x, y := at[a.name], at[b.name]
			if x == 0 {
				x = len(rank) + 1
			}
			if y == 0 {
				y = len(rank) + 1
			}
			return x - y
		})
	}
	seen := map[string]bool{}
	for _, p := range properties {
		if seen[p.name] {
			continue
		}
		seen[p.name] = true
		s := d.scanOne(p, root)
		s.required = slices.Contains(in.required, p.name)
		s.in = names[p.name]
		d.place(&s)
		d.scanned = append(d.scanned, s)
	}
}

// scanOne reads a property without its place.
func (d *document) scanOne(p property, root *schema) scanned {
	s := scanned{property: p, flat: p.schema.flatten(root)}
	for s.flat.kind == "array" && !s.many {
		s.many = true
		s.flat = s.flat.items.flatten(root)
	}
	s.words = split(p.name)
	if n := len(s.words); n > 1 && s.words[n-1] == "body" {
		// A property of the body whose name another parameter has.
		s.words, s.twin = s.words[:n-1], true
	}
	if n := len(s.words); n > 2 && s.words[n-2] == "to" {
		if _, ok := infinitive(s.words[n-1]); ok { // username_to_follow
			s.words = s.words[:n-2]
		}
	}
	joined := strings.Join(s.words, "")
	if n := len(s.words); n > 1 && s.words[0] == "filter" && strings.ContainsAny(p.name, "[.") {
		s.words = s.words[1:]
	}
	s.key = keyWords(s.words)
	if s.flat.kind == "object" || s.flat.kind == "boolean" {
		s.key = key{}
	}
	scalar := s.flat.kind != "object"
	switch {
	case !scalar:
	case textNames[joined] && s.flat.kind != "integer" && s.flat.kind != "number" && s.flat.kind != "boolean":
		s.text = true
	case orderNames[joined] || strings.HasPrefix(joined, "sort"):
		s.page = world.Order
	case looseNames[joined] && (isDate(s.flat) || s.flat.kind == "string" && len(d.path.steps) == 0):
	default:
		s.page = pages(s.words, joined)
	}
	if s.page != "" && s.page != world.Order && s.flat.kind == "boolean" {
		s.page, s.ignored = "", true // whether to count
	}
	if s.page != "" || s.text {
		s.key = key{}
	}
	if s.page == "" {
		s.bound, s.bounded = bounds(s.words, s.flat)
	}
	s.ignored = s.ignored || ignoredNames[joined] || isExpression(s.flat, joined) || joined == "action" && s.flat.values == 1 || p.name == "Action" && strings.Contains(d.tool.Source.Path, "Action=") || isSecret(s.words, s.flat.description) || strings.HasPrefix(p.name, "x-") || strings.HasPrefix(p.name, "X-") || strings.HasPrefix(joined, "include") && s.flat.kind == "boolean" || strings.HasPrefix(p.name, "fields[") || strings.HasSuffix(p.name, ".fields")
	if s.ignored {
		s.key = key{}
	}
	return s
}

// pages reads a name as that of a page's length or start.
func pages(words []string, joined string) world.Part {
	switch {
	case limitNames[joined]:
		return world.Limit
	case offsetNames[joined], len(words) > 1 && words[len(words)-1] == "cursor":
		return world.Offset
	case len(words) > 1 && words[0] == "page":
		switch words[1] {
		case "limit", "size":
			return world.Limit
		case "number", "offset", "after", "before", "cursor", "token":
			return world.Offset
		}
	}
	return ""
}

// isExpression reports whether a parameter takes conditions in a language of
// its own, which no table understands.
func isExpression(s *schema, joined string) bool {
	switch joined {
	case "filter", "filters", "where", "jql", "filterexpression", "conditions", "labelselector", "fieldselector":
		return len(s.properties) == 0
	}
	return false
}

// isDate reports whether a schema says that it is of dates or times.
func isDate(s *schema) bool {
	if strings.HasPrefix(s.format, "date") {
		return true
	}
	if s.kind != "string" || len(s.description) > 300 {
		return false
	}
	low := strings.ToLower(s.description)
	return strings.Contains(low, "date") && !strings.Contains(low, "update") || strings.Contains(low, "timestamp") || strings.Contains(low, "iso 8601") ||
		strings.Contains(low, "iso8601") || strings.Contains(low, "yyyy")
}

// isSecret reports whether a parameter only lets the caller in.
func isSecret(words []string, description string) bool {
	if len(words) == 0 || len(description) > 200 {
		return false
	}
	switch words[len(words)-1] {
	case "key", "token", "id", "appid", "secret", "auth":
		low := strings.ToLower(description)
		return strings.Contains(low, "api key") || strings.Contains(low, "api token") || strings.Contains(low, "access token")
	}
	return false
}

// place reads what the place in the request and the other texts say.
func (d *document) place(s *scanned) {
	switch s.in {
	case "header", "cookie":
		s.ignored = true
		s.key, s.text, s.page, s.bound = key{}, false, "", ""
	case "path":
		s.text, s.page, s.bound, s.ignored = false, "", "", isFormat(s.words) || doors[strings.Join(s.words, "")]
		before, found := d.path.before(s.name)
		if s.key = keyWords(s.words); !s.key.is {
			// {charge} of /charges/{charge}, {country} of /holidays/{country}
			switch words := thingOf(s.words); {
			case found && len(before) > 0 && len(words) > 0 && endsWith(before, words), len(s.words) == 1 && s.words[0] == "project":
				s.key = key{true, true, words, "id"}
			case len(s.words) == 1 && namers[s.words[0]] && len(before) > 0:
				s.key = key{true, true, before, s.words[0]}
			case len(words) > 0 && words[len(words)-1] != "version":
				s.key = key{true, false, before, snake(s.words)}
				if len(before) == 0 {
					s.key = key{true, false, words, "id"}
				}
			}
		}
		if s.key.is && (len(s.key.of) == 0 || akin(before, s.key.of) && !slices.Equal(s.key.of, d.thing)) {
			s.key.of = before
		}
		if o := d.name.owners; len(before) == 0 && len(o) > 0 && len(s.words) == 1 {
			switch s.words[0] {
			case "name", "resource", "path": // {+name} of Google's APIs
				s.key = key{true, true, o[len(o)-1], "id"}
				if d.path.ends {
					s.key.of = d.thing
				}
			case "parent":
				s.key = key{true, true, o[len(o)-1], "id"}
			}
		}
		if s.ignored {
			s.key = key{}
		}
	default:
		if (s.in == "body" || s.in == "" || s.in == "form") && s.flat.kind == "object" || s.in == "body" && s.flat.kind == "" {
			switch strings.Join(s.words, "") {
			case "body", "requestbody":
				s.whole = true
			case "payload", "data", "input", "resource", "request", "model", "object", "record", "entity", "params", "parameters", "attributes":
				s.whole = d.alone(s)
			default:
				s.whole = slices.Equal(singulars(s.words), d.thing) && !s.many && d.alone(s)
			}
		}
	}
}

// alone reports whether s is the only property of the body.
func (d *document) alone(s *scanned) bool {
	if s.in != "" {
		return len(d.tool.Source.In[s.in]) == 1
	}
	return len(d.input.properties) <= 3
}

// isFormat reports whether the words of a path parameter are no more than the
// form of the answer.
func isFormat(words []string) bool {
	if len(words) == 0 {
		return false
	}
	switch j := strings.Join(words, ""); j {
	case "version", "apiversion", "ext":
		return true
	}
	last := words[len(words)-1]
	return last == "format" || last == "extension"
}

// bounds reads a name as that of a bound of a range: min_price, created_after.
func bounds(words []string, s *schema) (world.Part, []string) {
	n := len(words)
	if n == 0 || s.kind == "object" || s.kind == "boolean" {
		return "", nil
	}
	isTemporal := func(w string) bool { return temporal[w] }
	dated := strings.HasPrefix(s.format, "date") ||
		slices.ContainsFunc(words[1:], isTemporal) && !isBound[words[n-1]] || slices.ContainsFunc(words[:n-1], isTemporal) && !isBound[words[0]]
	if n == 1 {
		switch words[0] {
		case "since":
			return world.AtLeast, []string{"date"}
		case "until":
			return world.AtMost, []string{"date"}
		case "startdate", "fromdate", "datefrom", "mindate":
			return world.AtLeast, []string{"date"}
		case "enddate", "todate", "dateto", "maxdate":
			return world.AtMost, []string{"date"}
		}
		if rest, ok := strings.CutPrefix(words[0], "min"); ok && measures[rest] {
			return world.AtLeast, []string{rest}
		}
		if rest, ok := strings.CutPrefix(words[0], "max"); ok && measures[rest] {
			return world.AtMost, []string{rest}
		}
		if isDate(s) {
			switch words[0] {
			case "from", "start", "after", "begin":
				return world.AtLeast, []string{"date"}
			case "to", "end", "before":
				return world.AtMost, []string{"date"}
			}
		}
		return "", nil
	}
	switch words[0] {
	case "min", "minimum":
		return world.AtLeast, words[1:]
	case "max", "maximum":
		return world.AtMost, words[1:]
	case "from", "start", "after", "begin", "since":
		if dated {
			return world.AtLeast, words[1:]
		}
	case "to", "end", "before", "until":
		if dated {
			return world.AtMost, words[1:]
		}
	}
	switch words[n-1] {
	case "min", "minimum", "gte", "gt", "ge":
		return world.AtLeast, words[:n-1]
	case "max", "maximum", "lte", "lt", "le":
		return world.AtMost, words[:n-1]
	case "after", "since", "from", "start", "begin":
		if dated {
			return world.AtLeast, words[:n-1]
		}
	case "before", "until", "to", "end":
		if dated {
			return world.AtMost, words[:n-1]
		}
	}
	return "", nil
}

// measures are what ranges are of.
var measures = set(`price longitude latitude rating date year size age amount weight area value distance duration score length width
	height temperature salary budget bedrooms beds rooms time calories population`)

// isBound has words that say which end of a range is meant.
var isBound = set(`start end begin from to since until before after`)

// countKeys finds the parameters that name the row acted on. There may be
// several: the two sides of a link, or a key of several columns.
func (d *document) countKeys() {
	d.keys, d.weak = 0, false
	for i := range d.scanned {
		d.scanned[i].row = false
	}
	mark := func(s *scanned) {
		s.row = true
		d.keys++
	}
	lastPath := d.lastParameter()
	for i := range d.scanned {
		s := &d.scanned[i]
		if !s.key.is {
			continue
		}
		if s.in == "path" {
			// The last parameter names the row where the path ends with it, or
			// with a verb; another one where it is the thing's by name.
			if s.name == lastPath && d.path.ends || s.key.certain && d.owns(s.key) && len(s.key.of) > 0 {
				mark(s)
			}
			continue
		}
		if s.key.certain && d.owns(s.key) && !d.path.ends {
			mark(s)
		}
	}
	if d.keys > 0 || len(d.path.steps) > 0 && d.path.ends {
		return
	}
	// A name will do where there is no identifier: order_number, then username,
	// then a parameter that is called like the thing.
	for rank := range 5 {
		for i := range d.scanned {
			s := &d.scanned[i]
			if s.in == "path" || !s.required && rank != 4 || s.many && rank < 3 || s.ignored || s.text || s.page != "" || s.flat.kind == "object" || s.flat.kind == "boolean" {
				continue
			}
			switch {
			case (rank == 0 || rank > 2) && s.key.is && !s.key.certain && d.owns(s.key):
			case rank < 3 && len(d.thing) == 1 && len(s.words) == 1 && namers[s.words[0]] && s.words[0] == d.thing[0]:
				continue // the title of set_title
			case rank == 1 && len(s.words) == 1 && namers[s.words[0]] && s.in != "body":
				s.key.column = s.words[0]
			case rank == 2 && s.in != "body" && slices.Equal(singulars(s.words), d.thing):
				if s.key.column = "name"; s.flat.kind == "integer" {
					s.key.column = "id"
				}
			default:
				continue
			}
			s.key.is, s.key.of = true, d.thing
			d.weak = true
			mark(s)
			return
		}
	}
}

// owns reports whether a key is one of the thing itself.
func (d *document) owns(k key) bool { return len(k.of) == 0 || d.isThing(k.of) }

// lastParameter is the last parameter of the path.
func (d *document) lastParameter() string {
	for i := len(d.path.steps) - 1; i >= 0; i-- {
		if p := d.path.steps[i].parameter; p != "" {
			return p
		}
	}
	return ""
}

// isThing reports whether words name what the tool is about.
func (d *document) isThing(words []string) bool {
	if slices.Equal(words, d.thing) {
		return true
	}
	// "order" of "purchase order", and the other way about.
	return len(words) > 0 && (endsWith(d.thing, words) || endsWith(words, d.thing) || strings.Join(words, "") == strings.Join(d.thing, ""))
}

// parameters says what each parameter is to the operation.
func (d *document) parameters(operation int) []Parameter {
	list := make([]Parameter, 0, len(d.scanned))
	for i := range d.scanned {
		list = append(list, d.parameter(&d.scanned[i], operation, i+1, true))
	}
	tellApart(list)
	return list
}

// tellApart gives each of several parameters that set or filter by one column
// a column of its own: the name of a shop's order is not the order's name.
func tellApart(list []Parameter) {
	taken := map[string]bool{}
	for i := range list {
		p := &list[i]
		tellApart(p.Fields)
		if p.Attribute == "" || p.Part != world.Set && p.Part != world.Filter {
			continue
		}
		if taken[p.Attribute] {
			p.Attribute = another(p.Attribute, p.Words, taken)
		}
		taken[p.Attribute] = true
	}
}

// another is a name that is not taken: all words of the name, or else the
// attribute with a number.
func another(attribute string, words []string, taken map[string]bool) string {
	if whole := snake(words); whole != "" && !taken[whole] {
		return whole
	}
	for n := 2; ; n++ {
		if numbered := attribute[:min(len(attribute), 50)] + "_" + strconv.Itoa(n); !taken[numbered] {
			return numbered
		}
	}
}

func (d *document) parameter(s *scanned, operation, number int, deep bool) Parameter {
	p := Parameter{
		Name: s.name, Words: s.words, Required: s.required, In: s.in,
		Type: s.flat.kind, Many: s.many, Document: s.property.raw,
	}
	reads := operation < firstWrite
	many := operation == list || operation == search || operation == count
	switch {
	case s.ignored && (reads || s.in != "body" && s.in != "" && s.in != "form" || !columnsToo[strings.Join(s.words, "")]), s.twin && (s.key.certain && d.owns(s.key) || d.path.has(strings.TrimSuffix(s.name, "_body"))),
		s.in == "body" && !s.row && d.keys > 0 && operation == update && s.key.certain && d.owns(s.key):
		p.Part = world.Ignored // the key once more
	case s.row && many && d.owns(s.key):
		p.Part, p.Attribute = world.Filter, s.key.column
	case s.row && operation != create && !many && (!d.weak || operation != report):
		p.Part, p.Of = world.Key, d.thing
		if len(s.key.of) > 0 && !d.isThing(s.key.of) {
			p.Of = s.key.of
		}
		p.Attribute = s.key.column
	case s.key.certain && len(s.key.of) > 0:
		p.Part, p.Of, p.Attribute = world.Reference, s.key.of, d.attribute(s, s.words)
		if relative[s.key.of[len(s.key.of)-1]] && len(s.key.of) == 1 {
			p.Of = d.thing
		}
		if s.row && operation == create && d.isThing(s.key.of) && (s.in != "path" || d.tool.Source.Method == "PUT") { // of a new row
			p.Part, p.Of, p.Attribute = world.Set, nil, s.key.column
		}
	case s.in == "path" && s.key.is && len(s.key.of) > 0:
		p.Part, p.Of, p.Attribute = world.Reference, s.key.of, d.attribute(s, s.words)
	case operation == remove && s.required && s.key.is && len(s.key.of) > 0 && !s.many:
		p.Part, p.Of, p.Attribute = world.Reference, s.key.of, d.attribute(s, s.words)
	case reads && s.text && operation != get && operation != report:
		p.Part = world.Text
	case reads && s.page != "":
		p.Part = s.page
	case reads && s.bound != "" && operation != get && operation != report:
		p.Part, p.Attribute = s.bound, d.attribute(s, s.bounded)
	case reads:
		p.Part, p.Attribute = world.Filter, d.attribute(s, s.words)
	default:
		p.Part, p.Attribute = world.Set, d.attribute(s, s.words)
	}
	if operation == remove && p.Part == world.Set && !s.whole {
		p.Part, p.Attribute = world.Ignored, "" // how to remove, not what
	}
	if s.whole && (p.Part == world.Filter || p.Part == world.Set) {
		p.Attribute, p.Whole = "", true
	}
	if p.Attribute == "" && !p.Whole {
		switch p.Part {
		case world.Filter, world.Set, world.AtLeast, world.AtMost, world.Reference, world.Key:
			p.Attribute = "value_" + strconv.Itoa(number)
		}
	}
	if deep && s.flat.kind == "object" {
		for i, q := range s.flat.properties {
			if i >= maxFields {
				break
			}
			child := d.scanOne(q, d.input)
			child.required = slices.Contains(s.flat.required, q.name)
			if s.whole && child.key.certain && len(child.key.of) == 0 && operation != create && d.keys == 0 {
				child.row = true
			}
			f := d.parameter(&child, operation, i+1, false)
			f.In = s.in
			p.Fields = append(p.Fields, f)
		}
	}
	return p
}

// relative things are rows of the same table.
var relative = set(`parent child previous next predecessor successor ancestor descendant sibling related`)

// attribute is the name of the column that words stand for.
func (d *document) attribute(s *scanned, words []string) string {
	words = ownWords(words, d.thing)
	if name := snake(words); name != "" {
		return name
	}
	// A name that is no ASCII: what its description begins with.
	if s != nil {
		if w := clean(sentence(plain(s.flat.description, 80))); len(w) > 0 {
			return snake(singulars(w[:min(len(w), 2)]))
		}
	}
	return ""
}

// ownWords is words without the thing's own name before them: the status of
// order_status.
func ownWords(words, thing []string) []string {
	for n := len(thing); n > 0; n-- {
		if part := thing[len(thing)-n:]; len(words) > n && slices.Equal(words[:n], part) && !(len(words) == n+1 && identifiers[words[n]]) {
			return words[n:]
		}
	}
	return words
}
