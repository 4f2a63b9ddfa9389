package populating

import (
	"slices"
	"strings"

	"worldc/world"
)

// Mean fills in what the columns of tables mean and what people call them, where
// [world.Column.Meaning] and [world.Column.Label] are empty. It goes by the
// name first, since people name columns after what is in them, then by the
// format, the words of the description and the type.
func Mean(tables []world.Table) {
	around := surroundingsOf(tables)
	for i := range tables {
		t := &tables[i]
		thing := around.subject(t)
		for j := range t.Columns {
			c := &t.Columns[j]
			if c.Meaning == "" {
				c.Meaning = meaning(c, thing, slices.Contains(t.Key, c.Name) && len(t.Key) == 1)
				c.Meaning = besides(c, t, thing)
			}
			if c.Label == "" {
				c.Label = label(c.Name, c.Meaning)
			}
		}
	}
}

// besides is the meaning of a column as its neighbours have it: `state` is a
// region beside a city and a status without one.
func besides(c *world.Column, t *world.Table, of subject) world.Meaning {
	thing, k := of.words, of.kind
	has := func(words ...string) bool {
		for i := range t.Columns {
			other := &t.Columns[i]
			if other == c {
				continue
			}
			for _, w := range split(other.Name) {
				if slices.Contains(words, w) {
					return true
				}
			}
		}
		return false
	}
	words := split(c.Name)
	last := ""
	if n := len(words); n > 0 {
		last = words[n-1]
	}
	is := func(kinds ...string) bool { return k != nil && slices.Contains(kinds, k.word) }
	switch {
	case last == "state" && (c.Meaning == Region || c.Meaning == Choice) && c.Type == "TEXT" && !has("city", "zip", "postcode", "postal", "street", "country", "address", "address1", "county"):
		return Status
	case c.Meaning == Datetime && last == "time" && has("date"), (c.Meaning == Start || c.Meaning == End) && last == "time" && c.Type == "TEXT" && has("date", "day", "weekday"):
		if d := readOutline(c.Document); d.format != "date-time" {
			return TimeOfDay
		}
	case (c.Meaning == Start || c.Meaning == End) && has("arrival", "departure") && !has("flight", "origin", "destination", "airport", "carrier", "airline", "train", "from", "to", "vessel", "segment", "leg", "stop"):
		if slices.Contains(words, "arrival") { // of guests, who come before they go
			return Start
		}
		if slices.Contains(words, "departure") {
			return End
		}
	case c.Meaning == CardNumber && !has("cvv", "cvc", "expiry", "exp", "brand", "cardholder", "holder", "payment", "expiration") && !is("account", "payment", "order"):
		return Number
	case c.Meaning == Brand && (has("cvv", "last4", "cardholder") || slices.Contains(thing, "card")):
		return CardBrand
	case last == "checkout_date" || c.Meaning == End && slices.Contains(words, "checkout") && !has("checkin") && has("due", "return", "returned"):
		return Created
	case c.Meaning == End && slices.Contains(words, "return") && has("due"):
		return Happened
	case c.Meaning == Subject && !is("course", "school", "assignment", "book", "question", "form", "slot") && (k == nil || !k.person):
		return Title
	case c.Meaning == PersonName && len(words) > 1 && words[len(words)-2] == "full" && k != nil && !k.person:
		return Name
	case c.Type == "TEXT" && (last == "head" || last == "base") && is("pull_request"):
		return Branch
	case c.Type == "TEXT" && (last == "value" || last == "content" || last == "data" || last == "target") && is("record"):
		return Hostname
	case c.Meaning == ImageURL && last == "image" && is("server", "cloud"):
		return Platform
	case c.Meaning == Domain && last == "zone" && is("server", "cloud", "database"):
		return CloudRegion
	case c.Meaning == Size && c.Type == "INTEGER" && is("file", "image", "video"):
		return FileSize
	case last == "label" && c.Type == "TEXT" && is("album", "artist", "song"):
		return CompanyName
	case c.Meaning == Capacity && last == "volume" && has("open", "close", "high"):
		return Count
	case c.Meaning == Balance && last == "credits" && is("course"):
		return Count
	case last == "hex" && c.Type == "TEXT" && is("color"):
		return Colour
	case c.Meaning == Condition && is("weather"), c.Meaning == Condition && has("temperature", "humidity", "wind"):
		return Weather
	case c.Meaning == Address && has("port"):
		return Hostname
	case c.Meaning == Ticker && (is("currency", "price") || slices.Contains(thing, "exchange") || slices.Contains(thing, "currency")) && !has("shares", "company"):
		return Currency
	case c.Meaning == Price && last == "rate" && (is("currency") || slices.Contains(thing, "exchange")):
		return Ratio
	case c.Meaning == Code && is("currency"):
		return Currency
	case c.Meaning == Code && is("language"):
		return LanguageCode
	case c.Meaning == Choice && last == "status":
		return Status
	case c.Type == "INTEGER" && c.Meaning == Count && last == "period":
		return Duration
	case c.Meaning == Name && slices.Contains(words, "common") && is("key", "website"):
		return Domain
	case c.Meaning == Size && (c.Type == "INTEGER" || c.Type == "REAL"):
		return Count
	case (c.Meaning == Name || c.Meaning == Title || c.Meaning == ProductName) && len(thing) > 0 && thing[len(thing)-1] == "item":
		if commerce(t) {
			return ProductName
		}
	}
	return c.Meaning
}

// commerce reports whether a table's things are sold or kept in stock.
func commerce(t *world.Table) bool {
	for i := range t.Columns {
		for _, w := range split(t.Columns[i].Name) {
			switch w {
			case "price", "sku", "stock", "quantity", "qty", "brand", "msrp", "inventory", "cost", "barcode", "upc":
				return true
			}
		}
	}
	return false
}

// thingWords is what a row is, in words of the singular.
func thingWords(t *world.Table) []string {
	words := split(t.Thing)
	if len(words) == 0 {
		words = split(t.Name)
	}
	if n := len(words); n > 0 {
		words[n-1] = singular(words[n-1])
	}
	return words
}

// meaning is what a column of a thing holds.
func meaning(c *world.Column, thing subject, key bool) world.Meaning {
	if c.References != "" {
		return Reference
	}
	d := readOutline(c.Document)
	return meaningOf(split(c.Name), c.Type, &d, len(c.Enum) > 0 || len(d.enum) > 0, thing, key)
}

// meaningOf finds the meaning of a name's words, of a column or of a property
// inside one.
func meaningOf(words []string, kind string, d *document, choice bool, thing subject, key bool) world.Meaning {
	if kind == "BOOLEAN" {
		return Flag
	}
	own := withoutThing(words, thing.words)
	m := byName(words, own, thing)
	if !suits(m, kind, d) {
		m = ""
	}
	if f := byFormat(d); f != "" && suits(f, kind, d) && overrules(f, m, choice) {
		m = f
	}
	if choice {
		switch m {
		case Status, Kind, Category, Priority, Severity, Level, Size, Role, Visibility, Plan, Unit, PaymentMethod, Channel, Currency, Condition,
			Format, Language, LanguageCode, Country, CountryCode, Colour, Gender, Weekday, Method, Environment, Genre, Timezone, Locale:
			return m
		}
		return Choice
	}
	if key && (m == "" || m == Token || m == Kind || m == Number || m == ExternalID || m == Reference || m == Count) {
		return ID
	}
	if m == "" {
		m = byDescription(d, kind)
		if !suits(m, kind, d) {
			m = ""
		}
	}
	if m == "" {
		switch kind {
		case "JSON":
			if d.kind == "array" {
				return List
			}
			return Object
		case "REAL":
			return Measurement
		case "INTEGER":
			return Count
		}
	}
	return m
}

// withoutThing is a name's words without the thing's own at the beginning:
// `status` of `order_status` in a table of orders.
func withoutThing(words, thing []string) []string {
	if n := len(thing); n > 0 {
		if len(words) > n && slices.Equal(words[:n], thing) {
			return words[n:]
		}
		if len(words) > 1 && words[0] == thing[n-1] {
			return words[1:]
		}
	}
	return words
}

// byName is the meaning of the longest end of the name that has one.
func byName(words, own []string, thing subject) world.Meaning {
	if len(own) == 0 {
		return ""
	}
	last := own[len(own)-1]
	if n := len(own); n > 1 && isNumeral(last) { // address1, line_2
		if own[n-2] == "address" || own[n-2] == "line" || own[n-2] == "street" {
			if last != "1" {
				return AddressExtra
			}
			return Street
		}
		own, last = own[:n-1], own[n-2]
	}
	if len(own) > 1 && slices.Contains(own[:len(own)-1], "count") && last != "by" && last != "at" {
		return Count // card_count_total
	}
	for i := range own {
		if i == 0 && len(own) < len(words) { // the whole name may say more: person_name
			if m, ok := names[strings.Join(words, "_")]; ok {
				return m
			}
		}
		rest := own[i:]
		if i == 0 || len(rest) > 1 {
			if m, ok := names[strings.Join(rest, "_")]; ok {
				return qualified(m, own[:i], rest, thing)
			}
		}
	}
	if m := byShape(own); m != "" {
		return m
	}
	if n := len(own); n > 1 && slices.Contains(units, last) {
		if m := byName(own[:n-1], own[:n-1], thing); m != "" && m != Name {
			return m
		}
		if last == "cents" {
			return Amount // refund_cents, whatever a refund is
		}
	}
	if slices.Contains(own, "url") || slices.Contains(own, "uri") {
		return URL
	}
	if m, ok := names[last]; ok {
		return qualified(m, own[:len(own)-1], own[len(own)-1:], thing)
	}
	switch last {
	case "utc", "gmt":
		if n := len(own); n > 1 {
			if m := byName(own[:n-1], own[:n-1], thing); isTime(m) {
				return m
			}
			return Datetime
		}
	case "auth", "wskey", "apikey", "cert", "privatekey", "dnskey":
		return Token
	case "payee":
		return CompanyName
	case "coordinator", "inspector", "payer":
		return PersonName
	case "millis":
		return Duration
	case "vins":
		return VIN
	case "page":
		if own[0] == "next" || own[0] == "previous" || own[0] == "prev" {
			return Token
		}
	}
	if stem, ok := strings.CutSuffix(last, "id"); ok && len(own) == 1 && (byThing()[stem] != nil || len(thing.words) > 0 && stem == thing.words[len(thing.words)-1]) { // quoteid
		return ExternalID
	}
	if s := singular(last); s != last {
		if m, ok := names[s]; ok {
			switch m {
			case Tag, Category, Email, Phone, Genre, Language, Ingredient, Role, ImageURL, URL, Colour, Note, Message, PersonName, Unit, Size, CompanyName, Location, Domain, Address, Diagnosis, Medication, Topic, Subject:
				return m // a list of them, in a column that can hold one
			case Duration, Measurement:
				return m
			}
		}
	}
	return ""
}

// qualified is the meaning of an end of a name by the words before it: the
// name of an author is a person's.
func qualified(m world.Meaning, before, end []string, thing subject) world.Meaning {
	k := thing.kind
	if len(before) > 0 {
		k = kindOfOwner(before)
	}
	switch m {
	case Name:
		if len(end) == 1 && end[0] == "title" {
			if k != nil && k.person {
				return JobTitle
			}
			if k != nil && k.means != "" {
				return k.means
			}
			return Title
		}
		if k == nil {
			return Name
		}
		switch {
		case k.person:
			return PersonName
		case k.company:
			return CompanyName
		case k.means != "":
			return k.means
		}
		return Name
	case Title:
		if k != nil && k.person {
			return JobTitle
		}
		if k != nil && k.means != "" {
			return k.means
		}
	case Kind, Category:
		if k != nil && len(before) > 0 && k.word == "payment" {
			return PaymentMethod
		}
	case Location:
		if k != nil && k.word == "server" {
			return CloudRegion
		}
	case Region:
		if k != nil && (k.word == "server" || k.word == "cloud") {
			return CloudRegion
		}
	case Length:
		if k != nil && (k.word == "video" || k.word == "song" || k.word == "movie") {
			return Duration
		}
		if k != nil && k.word == "image" {
			return Pixels
		}
	case Number:
		if k != nil && len(before) > 0 {
			switch k.word {
			case "phone":
				return Phone
			case "flight":
				return FlightNumber
			}
		}
	case Count:
		return Count
	}
	return m
}

// byShape reads words at the ends of a name that tell whatever stands between.
func byShape(words []string) world.Meaning {
	n := len(words)
	first, last := words[0], words[n-1]
	switch last {
	case "at", "on":
		if n > 1 {
			switch words[n-2] {
			case "pickup", "departs", "departure", "checkin", "begins":
				return Start
			case "dropoff", "arrives", "arrival", "checkout", "finishes":
				return End
			}
			return Happened
		}
	case "date", "time", "timestamp", "datetime", "ts":
		if n == 1 {
			break
		}
		before := words[n-2]
		if n > 2 && last == "time" && before == "date" {
			before = words[n-3]
		}
		switch before {
		case "start", "begin", "from", "effective", "departure", "pickup", "checkin", "opening", "kickoff", "begins", "starts", "since", "launch":
			return Start
		case "end", "finish", "to", "until", "arrival", "return", "dropoff", "checkout", "closing", "ends", "stop":
			return End
		case "due", "deadline", "delivery", "target", "scheduled", "estimated", "expected":
			return Due
		case "created", "creation", "create", "registration", "signup", "joined", "join", "added", "insert", "inserted", "order", "purchase", "invoice",
			"posted", "hire", "issue", "opened", "enrollment", "registered", "transaction", "booking", "entry":
			return Created
		case "updated", "update", "modified", "modification", "change", "changed", "edited", "refresh":
			return Updated
		case "expiry", "expiration", "expires", "expire", "renewal":
			return Expires
		case "release", "publication", "published", "publish", "event", "activity", "visit", "login", "access", "seen", "service", "closed", "cancellation", "cancelled",
			"completed", "completion", "shipped", "paid", "payment", "approval", "approved", "deleted", "resolved":
			return Happened
		case "response", "wait", "processing", "elapsed", "execution", "prep", "preparation", "cook", "cooking", "play", "run", "travel", "lead", "handling", "reading", "watch", "total":
			return Duration
		}
		if last == "date" {
			return Date
		}
		return Datetime
	case "count", "counts", "qty_total":
		return Count
	case "id", "ids", "uid", "guid":
		if n > 1 {
			return ExternalID
		}
	case "by":
		if n > 1 {
			return PersonName
		}
	case "percent", "percentage", "pct":
		return Percent
	case "url", "uri", "href", "link":
		for _, w := range words[:n-1] {
			switch w {
			case "image", "photo", "avatar", "logo", "icon", "thumbnail", "picture", "cover", "banner", "poster", "img", "artwork":
				return ImageURL
			}
		}
		return URL
	}
	if n > 1 && slices.Contains(words, "count") {
		return Count // card_count_official
	}
	if n > 1 {
		switch first {
		case "is", "has", "can", "should", "allow", "allows", "enable", "enabled", "supports", "requires", "use", "was", "needs":
			return Flag
		case "num", "number", "nb", "n":
			return Count
		case "date", "dates":
			return Happened // date_of_incorporation, dates_taken
		case "total":
			if m, ok := names[last]; !ok || m != Amount && m != Price && m != Total && m != Fee && m != Tax && m != Discount && m != Duration && m != Distance && m != Weight {
				return Count
			}
		case "max", "maximum", "min", "minimum":
			if m, ok := names[last]; ok && m != Name && m != Tag {
				return m
			}
			return Limit
		}
	}
	return ""
}

// units may stand behind what is measured in them.
var units = []string{"kg", "g", "grams", "lb", "lbs", "oz", "cm", "mm", "m", "km", "mi", "meters", "minutes", "mins", "min", "seconds", "secs", "sec", "hours", "hrs", "ms", "bytes", "kb", "mb", "gb", "tb",
	"celsius", "c", "f", "usd", "eur", "gbp", "cents", "percent", "days", "months", "years", "kmh", "mph", "sqm", "sqft", "kwh", "watts"}

func isNumeral(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return s != ""
}

// byFormat is the meaning that JSON Schema's format names.
func byFormat(d *document) world.Meaning {
	switch strings.ToLower(d.format) {
	case "email", "idn-email":
		return Email
	case "uri", "url", "iri", "uri-reference":
		return URL
	case "uuid", "guid", "uuid4":
		return UUID
	case "date", "full-date":
		return Date
	case "date-time", "datetime", "google-datetime", "iso-datetime", "iso 8601 timestamp":
		return Datetime
	case "time", "partial-time":
		return TimeOfDay
	case "ipv4", "ipv6", "ip":
		return IP
	case "hostname", "idn-hostname":
		return Hostname
	case "domain":
		return Domain
	case "password":
		return Secret
	case "phone", "phone-number", "e164":
		return Phone
	case "iso4217", "iso-currency-code", "currency":
		return Currency
	case "iso-country-code", "countrycode", "iso 3166 alpha-2":
		return CountryCode
	case "locale":
		return Locale
	case "timezone":
		return Timezone
	case "person-name":
		return PersonName
	case "organization-name":
		return CompanyName
	case "city-name":
		return City
	case "postal-code", "zip-code":
		return Postcode
	case "street-address":
		return Street
	case "color", "colour":
		return Colour
	case "year":
		return Year
	}
	return ""
}

// overrules reports whether the meaning of a format is to be believed against
// the one that the name has.
func overrules(format, name world.Meaning, choice bool) bool {
	if choice {
		return false
	}
	switch format {
	case Email, IP, UUID:
		return name != ID && name != Reference && name != ExternalID && name != format
	case URL:
		return name != URL && name != ImageURL && name != Domain
	case Date, Datetime:
		return !isTime(name)
	case TimeOfDay:
		return !isTime(name) && name != TimeOfDay
	}
	return name == "" || name == Name || name == Code
}

func isTime(m world.Meaning) bool {
	switch m {
	case Date, Datetime, Created, Updated, Start, End, Due, Expires, Happened, BirthDate:
		return true
	}
	return false
}

// byDescription looks for telling words in what the document says about the
// column.
func byDescription(d *document, kind string) world.Meaning {
	text := d.lower
	if text == "" {
		return ""
	}
	for _, clue := range clues {
		if strings.Contains(text, clue.text) && (clue.kinds == "" || strings.Contains(clue.kinds, kind)) {
			return clue.meaning
		}
	}
	return ""
}

// clues are texts in descriptions, the more telling before the less. Kinds are
// the types for which the clue counts; any, if there are none.
var clues = []struct {
	text    string
	meaning world.Meaning
	kinds   string
}{
	{"e-mail address", Email, "TEXT"}, {"email address", Email, "TEXT"}, {"phone number", Phone, "TEXT"},
	{"iso 4217", Currency, "TEXT"}, {"currency code", Currency, "TEXT"}, {"country code", CountryCode, "TEXT"}, {"iso 3166", CountryCode, "TEXT"},
	{"language code", LanguageCode, "TEXT"}, {"bcp 47", Locale, "TEXT"}, {"iso 639", LanguageCode, "TEXT"},
	{"time zone", Timezone, "TEXT"}, {"timezone", Timezone, "TEXT"},
	{"timestamp", Datetime, ""}, {"unix time", Datetime, ""}, {"epoch", Datetime, ""}, {"rfc3339", Datetime, "TEXT"}, {"rfc 3339", Datetime, "TEXT"},
	{"iso 8601", Datetime, "TEXT"}, {"yyyy-mm-dd", Date, "TEXT"},
	{"date and time", Datetime, "TEXT"}, {"mime type", MIMEType, "TEXT"}, {"content type", MIMEType, "TEXT"},
	{"uuid", UUID, "TEXT"}, {"guid", UUID, "TEXT"}, {"ip address", IP, "TEXT"}, {"percent", Percent, "INTEGER REAL"},
	{"in bytes", FileSize, "INTEGER"}, {"seconds", Duration, "INTEGER REAL"}, {"minutes", Duration, "INTEGER REAL"}, {"hours", Duration, "INTEGER REAL"},
	{"the number of", Count, "INTEGER"}, {"total number", Count, "INTEGER"}, {"latitude", Latitude, "REAL"}, {"longitude", Longitude, "REAL"},
	{"price", Price, "REAL"}, {"amount", Amount, "REAL"}, {"between 0 and 1", Ratio, "REAL"}, {"probability", Ratio, "REAL"}, {"score", Score, "REAL"},
	{"http", URL, "TEXT"}, {"url", URL, "TEXT"}, {"hash", Hash, "TEXT"}, {"free text", Note, "TEXT"}, {"free-text", Note, "TEXT"}, {"description of", Description, "TEXT"},
	{"human-readable", Name, "TEXT"}, {"human readable", Name, "TEXT"}, {"display name", Name, "TEXT"}, {"friendly name", Name, "TEXT"}, {"the name of", Name, "TEXT"},
	{"unique identifier", ExternalID, ""}, {"the id of", ExternalID, ""},
}

// suits reports whether a column of a type can hold values of a meaning.
func suits(m world.Meaning, kind string, d *document) bool {
	switch m {
	case "":
		return false
	case Flag:
		return kind == "BOOLEAN"
	}
	if isTime(m) && (d.most != nil && *d.most < 1e8 || d.below != nil && *d.below < 1e8 || kind == "TEXT" && d.long >= 0 && d.long < 8) {
		return false // no instant fits
	}
	switch kind {
	case "JSON":
		switch d.kind {
		case "object":
			return m == Address || m == Location || m == Object
		case "array":
			switch m {
			case Tag, Category, Email, Phone, Genre, Language, LanguageCode, Ingredient, Role, ImageURL, URL, Colour, Note, Message, PersonName, Unit, Size,
				CompanyName, Location, Domain, List, Ticker, Diagnosis, Medication, Topic, Name, Title, ExternalID, UUID, IP, Currency, Country, CountryCode, Specialty:
				return d.items == nil || d.items.kind == "string" || d.items.kind == ""
			}
			return false
		}
		switch m { // nothing says of what
		case Tag, Object, List, Genre, Ingredient, Diagnosis, Medication, ImageURL, Role, Language, OpeningHours, Address, Location, Topic, Specialty, Category:
			return true
		}
		return false
	case "INTEGER", "REAL":
		switch m {
		case ID, Reference, ExternalID, Number, Version, Code, Age, HouseNumber, Price, Amount, Subtotal, Discount, Shipping, Tax, Total, Balance, Fee, Salary,
			Budget, Revenue, Quantity, Stock, Count, Percent, Ratio, Rating, Score, Position, Capacity, Limit, FileSize, Duration, Weight, Length, Distance, Area, Speed,
			Temperature, Humidity, Measurement, Pixels, Year, Month, Day, Port, StatusCode, Date, Datetime, Created, Updated, Start, End, Due, Expires,
			Happened, BirthDate, Latitude, Longitude, Priority, Severity, Level, LastFour, AccountNumber, Phone, Postcode, Weekday, Size:
			return kind == "REAL" && m != ID && m != Port && m != StatusCode || kind == "INTEGER" && m != Latitude && m != Longitude && m != Ratio
		}
		return false
	}
	switch m {
	case Object, List:
		return false
	}
	return true
}
