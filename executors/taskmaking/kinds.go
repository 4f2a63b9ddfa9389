package taskmaking

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"worldc/world"
)

// A kind is what sort of value a column holds, as far as it matters for who
// knows it, says it and wishes for it.
type kind uint8

const (
	other    kind = iota // a short text of which nothing is known
	name                 // of a person, a thing, a place
	title                // of what somebody wrote
	email                // or a user name
	phone                // number
	code                 // an identifier that people know: an order number, a SKU
	date                 // a day
	moment               // a day and a time
	place                // a city, a country
	street               // an address in detail
	category             // one of a few values
	status               // a state
	amount               // of money, or a measure with fractions
	quantity             // how many
	flag                 // yes or no
	prose                // longer text
	opaque               // an id, a hash, a URL: nobody has it in mind
	odd                  // a document, or nothing but NULL
)

// kindWords are the words by which the kind of a column is known, looked for in
// its meaning and then in its name.
var kindWords = []struct {
	kind  kind
	words string
}{
	{odd, "unit units format encoding after before page offset lang prefix suffix"},
	{opaque, "uuid guid hash token secret password etag url uri link href cursor checksum fingerprint signature avatar thumbnail image icon photo ip mac latitude longitude lat lng lon geo coordinates timezone locale color_hex hex mime path"},
	{email, "email mail e-mail username login handle screenname"},
	{phone, "phone telephone mobile fax cell"},
	{code, "sku isbn iban barcode plate vin iata icao ticker symbol slug reference booking_code code number invoice_number order_number confirmation postcode postal zip zipcode passport"},
	{moment, "datetime timestamp"},
	{date, "date day birthday birthdate dob deadline"},
	{street, "street address line1 line2 address1 address2 apartment suite"},
	{place, "city country town state_province province region county venue location origin destination airport"},
	{status, "status state stage phase"},
	{category, "category type kind class genre level tier priority gender currency language cuisine membership plan size color colour brand make model department role team method"},
	{amount, "price amount cost total balance fee salary rate rating score revenue budget discount tax subtotal weight height length width distance temperature value income"},
	{quantity, "quantity qty count stock capacity seats guests passengers age year pages duration hours minutes days nights attendees points views likes rooms bedrooms floor"},
	{title, "title subject headline summary topic"},
	{name, "name firstname lastname fullname surname author owner artist customer company employer nickname label brand"},
	{prose, "description note notes comment comments body content message text bio reason details about instructions"},
}

// meanings are the kinds of the meanings that populating has names for, where
// their words do not tell.
const meanings = "external_id:opaque uuid:opaque hash:opaque token:opaque secret:opaque id:opaque reference:opaque slug:code number:code code:code sku:code version:category " +
	"name:name person_name:name first_name:name middle_name:name last_name:name company_name:name product_name:name salutation:category gender:category age:quantity " +
	"birth_date:date nationality:category username:email email:email phone:phone job_title:category department:category industry:category biography:prose " +
	"address:street street:street house_number:street address_extra:street city:place region:place region_code:place country:place country_code:place postcode:code " +
	"latitude:opaque longitude:opaque timezone:odd location:place price:amount amount:amount subtotal:amount discount:amount shipping:amount tax:amount total:amount " +
	"balance:amount fee:amount salary:amount budget:amount currency:category quantity:quantity stock:quantity count:quantity percent:amount ratio:amount rating:amount score:amount " +
	"position:quantity capacity:quantity limit:quantity file_size:quantity duration:quantity weight:amount length:amount distance:amount area:amount temperature:amount " +
	"humidity:amount speed:amount measurement:amount pixels:quantity year:quantity month:quantity day:quantity port:quantity status_code:category " +
	"date:date datetime:moment created:moment updated:moment start:moment end:moment due:moment expires:moment happened:moment time_of_day:other weekday:category schedule:other " +
	"url:opaque image_url:opaque domain:name hostname:name ip:opaque mac:opaque path:opaque filename:title mime_type:opaque extension:category user_agent:opaque " +
	"http_method:category protocol:category cloud_region:category platform:category environment:category branch:name commit:opaque language:category language_code:odd " +
	"locale:odd colour:category status:status kind:category category:category tag:category priority:category severity:category level:category size:category role:category " +
	"visibility:category plan:category unit:odd payment_method:category channel:category condition:category format:odd brand:category material:category genre:category " +
	"choice:category flag:flag title:title description:prose note:prose message:prose body:prose reason:prose review:prose question:title phrase:other " +
	"iban:code bic:code card_number:opaque card_brand:category last_four:code account_number:code tax_number:code airport:place airline:name flight_number:code aircraft:category seat:code"

// kindNames are the kinds by their names in [meanings].
const kindNames = "other name title email phone code date moment place street category status amount quantity flag prose opaque odd"

// meantKind is the kind of a meaning.
func meantKind(m world.Meaning) (kind, bool) {
	if m == "" {
		return other, false
	}
	for _, pair := range strings.Fields(meanings) {
		if meaning, name, _ := strings.Cut(pair, ":"); meaning == string(m) {
			return kind(slices.Index(strings.Fields(kindNames), name)), true
		}
	}
	return other, false
}

var (
	dateForm   = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)
	momentForm = regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}`)
	idForm     = regexp.MustCompile(`^(?i:[0-9a-f]{8}-[0-9a-f-]{20,}|[0-9a-f]{16,}|https?://.*|data:.*)$`)
)

// kindOf looks at the column's meaning, name, type and values.
func kindOf(c *column) kind {
	words := wordsOf(string(c.Meaning))
	named := wordsOf(c.Name)
	if c.parent != nil || c.References != "" {
		return opaque
	}
	var samples []string
	for _, r := range c.table.rows {
		if v := r.at(c); v != null {
			if samples = append(samples, v); len(samples) == 12 {
				break
			}
		}
	}
	if c.Type == "JSON" || len(samples) == 0 && len(c.table.rows) > 0 {
		return odd
	}
	all := func(test func(string) bool) bool {
		return len(samples) > 0 && !slices.ContainsFunc(samples, func(v string) bool { return !test(plain(v)) })
	}
	switch {
	case c.Type == "BOOLEAN":
		return flag
	case all(idForm.MatchString):
		return opaque
	case all(dateForm.MatchString):
		return date
	case all(momentForm.MatchString):
		return moment
	}
	isKey := slices.Contains(c.table.key, c)
	if identifier := len(named) > 0 && slices.Contains([]string{"id", "ids", "uuid", "guid", "key", "gid", "oid"}, named[len(named)-1]); identifier || isKey && len(c.table.key) == 1 {
		return c.identifierKind(named, samples)
	}
	if c.table.States != nil && c.table.States.Column == c.Name {
		return status
	}
	if k, ok := meantKind(c.Meaning); ok {
		return c.settled(k, samples)
	}
	if len(named) == 1 && named[0] == "state" && len(c.Enum) == 0 && c.table.named("city") != nil {
		return place // of the United States
	}
	for _, list := range [][]string{words, named} {
		for i := len(list) - 1; i >= 0; i-- { // the last word says what it is
			for _, k := range kindWords {
				if holds(k.words, list[i]) {
					return c.settled(k.kind, samples)
				}
			}
		}
	}
	switch {
	case len(c.Enum) > 0:
		return category
	case c.Type == "REAL":
		return amount
	case c.Type == "INTEGER":
		return quantity
	}
	return c.settled(other, samples)
}

// settled corrects what the words say by what the values are.
func (c *column) settled(k kind, samples []string) kind {
	text := c.Type == "TEXT"
	longest := 0
	for _, v := range samples {
		longest = max(longest, utf8.RuneCountInString(plain(v)))
	}
	switch k {
	case date, moment:
		if text {
			return other // of another form: a time, a weekday
		}
		return opaque // seconds since 1970
	case amount, quantity:
		if text && longest > 12 {
			return other
		}
	case name, title, place, category, status, email, street, prose:
		if !text {
			if c.Type == "INTEGER" && k == category {
				return quantity
			}
			if k == place || k == name {
				return opaque
			}
			return quantity
		}
	case code:
		if c.Type == "REAL" {
			return amount
		}
	}
	if len(c.Enum) > 0 && k != status {
		return category
	}
	if (k == other || k == name || k == title) && longest > 80 {
		return prose
	}
	return k
}

// identifierKind tells ids that people have in mind from others. People know
// the number of their order or booking, a user name, a short code; they do not
// know the 17th customer as 17.
func (c *column) identifierKind(named []string, samples []string) kind {
	known := "order booking reservation invoice ticket flight claim shipment parcel receipt"
	thing := wordsOf(c.table.Thing)
	thing = append(slices.Clone(thing[max(0, len(thing)-1):]), named...)
	short, natural, lettered := true, true, false
	for _, v := range samples {
		text := plain(v)
		short = short && len(text) <= 12
		for _, r := range text {
			lettered = lettered || unicode.IsLetter(r)
			natural = natural && (unicode.IsLetter(r) || r == ' ' || r == '-' || r == '\'')
		}
		natural = natural && len(text) >= 2
	}
	if !short && !natural || len(samples) == 0 {
		return opaque
	}
	for _, word := range thing {
		if holds(known, word) {
			return code
		}
	}
	for _, word := range append(wordsOf(string(c.Meaning)), named...) {
		for _, k := range kindWords {
			if (k.kind == code || k.kind == email || k.kind == name || k.kind == title || k.kind == date) && holds(k.words, word) {
				return k.kind
			}
		}
	}
	if natural && lettered && c.Type == "TEXT" && !slices.Contains(named, "id") {
		return name
	}
	return opaque
}

// familiar says how readily a person names a row by a column of the kind: 0
// for what nobody has in mind.
func (k kind) familiar() int64 {
	switch k {
	case name, title:
		return 12
	case email, code:
		return 9
	case date:
		return 8
	case place, phone:
		return 6
	case category, status:
		return 5
	case amount, quantity, street, other:
		return 3
	case moment: // to the second
		return 1
	}
	return 0
}

// shared reports whether rows of different tables that have a value of the kind
// or meaning in common have to do with each other.
func shared(k kind, m world.Meaning) bool {
	return k == name || k == place || k == date || k == email || k == code || m == "year" || m == "language"
}

// sayable says how readily a person asks for a value of the kind, and how well
// the answer can be found in what is said: 0 for never.
func (k kind) sayable() int64 {
	switch k {
	case amount:
		return 10
	case status, phone, email, name, title:
		return 7
	case place, category, street, code:
		return 5
	case quantity:
		return 4
	case date, other:
		return 2
	}
	return 0
}

// asked says how readily a person asks for the value that a row has in the
// column: 0 for never. A single digit is found in whatever is said.
func (c *column) asked(r *row) int64 {
	v := r.at(c)
	if !spoken(v) || v == "0" || c.kind == category && strings.HasPrefix(v, `"#`) {
		return 0 // nothing to say, or a colour in hexadecimal digits
	}
	if len(plain(v)) < 2 {
		return (c.kind.sayable() + 2) / 3
	}
	return c.kind.sayable()
}

// spoken reports whether a value is short and plain enough for people to say.
func spoken(value string) bool {
	if value == null || value == `""` || value[0] == '{' || value[0] == '[' {
		return false
	}
	text := plain(value)
	return utf8.RuneCountInString(text) <= 60 && !strings.ContainsAny(text, "\n\t{}<>") && strings.TrimSpace(text) == text && !idForm.MatchString(text)
}

// tells reports whether a person may name a row by its value in c.
func (c *column) tells(r *row) bool { return c.kind.familiar() > 0 && spoken(r.at(c)) }

// holds reports whether a word is among words with spaces between them.
func holds(words, word string) bool {
	for at := 0; ; {
		i := strings.Index(words[at:], word)
		if i < 0 {
			return false
		}
		i += at
		end := i + len(word)
		if word != "" && (i == 0 || words[i-1] == ' ') && (end == len(words) || words[end] == ' ') {
			return true
		}
		at = i + 1
	}
}

// wordsOf splits a name at _, -, ., spaces and capitals, in lower case.
func wordsOf(text string) []string {
	var words []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			words = append(words, strings.ToLower(string(word)))
			word = nil
		}
	}
	var before rune
	for _, r := range text {
		switch {
		case !unicode.IsLetter(r) && !unicode.IsDigit(r):
			flush()
		case unicode.IsUpper(r) && unicode.IsLower(before):
			flush()
			word = append(word, r)
		default:
			word = append(word, r)
		}
		before = r
	}
	flush()
	return words
}

// thingOf is what people call a row of a table that does not say it.
func thingOf(table string) string {
	words := wordsOf(table)
	if n := len(words) - 1; n >= 0 {
		switch last := words[n]; {
		case strings.HasSuffix(last, "ies") && len(last) > 4:
			words[n] = last[:len(last)-3] + "y"
		case strings.HasSuffix(last, "sses"), strings.HasSuffix(last, "xes"):
			words[n] = last[:len(last)-2]
		case strings.HasSuffix(last, "s") && !strings.HasSuffix(last, "ss") && !strings.HasSuffix(last, "us"):
			words[n] = last[:len(last)-1]
		}
	}
	return strings.Join(words, " ")
}

// verbOf is the tool's own word for what it does, of those that say more than
// that a row is made, changed or read; a word of the thing itself is none.
func verbOf(name, thing string) string {
	const verbs = "abort accept acknowledge activate add adjust apply approve archive assign attach ban block book borrow buy cancel charge check checkout clear clone close " +
		"collect comment complete confirm connect copy deactivate decline deliver deploy detach disable dismiss demote dispatch duplicate enable enrol enroll escalate exchange extend " +
		"favorite finish flag follow forward freeze grant hire invite issue join leave lock log mark merge modify mute move notify open order pause pay " +
		"pin place postpone promote publish purchase receive record reactivate reboot redeem refund register reject release remind rename renew reopen reply report request reschedule " +
		"reserve resolve restart restore resume return revoke schedule send share ship sign snooze star start stop submit subscribe suspend tag " +
		"terminate transfer trigger unarchive unassign unblock unfollow unlock unpin unstar unsubscribe upgrade upload upvote verify vote withdraw"
	for _, word := range wordsOf(name) {
		if holds(verbs, word) && !holds(thing, word) {
			return word
		}
	}
	return ""
}

// movesFrom are the changes of state that the life cycle of the table has from a
// state.
func (t *table) movesFrom(state string) []world.Transition {
	if t.States == nil {
		return nil
	}
	var moves []world.Transition
	for _, m := range t.States.Moves {
		if slices.Contains(m.From, plain(state)) {
			moves = append(moves, m)
		}
	}
	return moves
}
