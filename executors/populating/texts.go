package populating

import (
	"strconv"
	"strings"
	"time"

	"worldc/world"
)

// kindFor is the kind of thing that a column's words or the row tell of.
func (r *row) kindFor(c *column) *kind {
	if c.whose != "" {
		if k := kindOfOwner(strings.Fields(c.whose)); k != nil {
			return k
		}
	}
	return r.p.kind
}

// named is what the thing of the column is called.
func (r *row) named(c *column) any {
	k := r.kindFor(c)
	if c.whose == "" && r.label != "" && !k.person {
		return r.label
	}
	switch k.word {
	case "warehouse", "office", "property", "stop", "room", "trip":
		if c.whose == "" && !r.done {
			r.here = r.place("")
			defer func() { r.here = nil }()
		}
	case "currency":
		if c.whose == "" {
			return monies[(r.ordinal+int(r.p.style%7))%len(monies)].name
		}
	case "language":
		if c.whose == "" {
			return tongues[(r.ordinal+int(r.p.style%7))%len(tongues)].name
		}
	case "airport":
		if c.whose == "" {
			return r.field().name
		}
	case "city":
		if c.whose == "" {
			return r.place("").city.name
		}
	case "country":
		if c.whose == "" {
			return r.place("").country.name
		}
	}
	if c.whose == "" || k == r.p.kind {
		switch {
		case k.means == ProductName:
			return r.article().name()
		case k.person:
			return r.person("").name()
		case k.company:
			return r.company("").name
		}
	}
	if len(k.names) == 0 {
		if k.person {
			return r.person(c.whose).name()
		}
		return r.company(c.whose).name
	}
	// Two things that are called alike are for people only.
	for try := 0; ; try++ {
		name := upperFirst(r.say(k.names[r.s.IntN(len(k.names))]))
		if r.p.most > 0 && k == r.p.kind && c.whose == "" {
			name = upperFirst(r.say(k.names[(r.ordinal+try+int(r.p.style%5))%len(k.names)])) // each once
		}
		if k.word == "repository" || k.word == "branch" || k.word == "server" || k.word == "database" || k.word == "feature" || k.word == "tag" || k.word == "channel" || k.word == "cloud" || k.word == "log" || k.word == "model" || k.word == "record" || k.word == "file" || k.word == "environment" || k.word == "volume" || k.word == "release" {
			name = lowerFirst(name)
		}
		if try > 20 || c.whose != "" || !r.p.called(c, name) {
			return name
		}
	}
}

func lowerFirst(s string) string {
	if s == "" || s[0] < 'A' || s[0] > 'Z' {
		return s
	}
	return string(s[0]-'A'+'a') + s[1:]
}

// called reports whether a row has that name already. Names of a column are
// few, so it looks at them all.
func (p *plan) called(c *column, name string) bool {
	if c.index < 0 || c.index >= len(p.columns) || p.columns[c.index] != c {
		return false
	}
	from := max(0, len(p.rows)-60)
	for _, other := range p.rows[from:] {
		if other.values[c.index] == name {
			return true
		}
	}
	return false
}

// text is a text of the column's meaning.
func (r *row) text(c *column) any {
	s := r.s
	k := r.p.kind
	switch c.Meaning {
	case ID:
		if c.key {
			return r.id(c)
		}
		return base36(s, 10)
	case Reference, ExternalID:
		for _, e := range c.doc.examples {
			if text, ok := e.(string); ok && len(text) >= 3 && len(text) <= 64 {
				return alike(r, text)
			}
		}
		if c.doc.format == "uuid" || r.f.keys == 1 {
			return uuid(r)
		}
		if n := len(c.words); n > 1 {
			if w := slug(c.words[n-2], ""); len(w) > 2 {
				return w[:3] + "_" + base36(s, 10)
			}
		}
		return "ext_" + base36(s, 10)
	case UUID:
		return uuid(r)
	case Code:
		switch {
		case hasWord(c, "room") && !hasWord(c, "code"):
			return strconv.Itoa(100*(1+s.IntN(5)) + 1 + s.IntN(24))
		case hasWord(c, "cost", "center", "centre"):
			return "CC-" + digits(s, 3)
		case hasWord(c, "isrc"):
			return r.f.home.code + strings.ToUpper(base36(s, 3)) + digits(s, 7)
		case hasWord(c, "prefix"):
			return pickText(s, "sk_live_", "pk_", "ak_", "key_") + base36(s, 4)
		case hasWord(c, "coupon", "promo", "discount", "voucher", "gift", "invite") || k.word == "coupon":
			return strings.ToUpper(slug(r.say("{season}"), "")) + pickText(s, "5", "10", "15", "20", "25", "") + pickText(s, "", "", "X", "NEW", "VIP")
		case hasWord(c, "gate"):
			return string(rune('A'+s.IntN(5))) + strconv.Itoa(1+s.IntN(40))
		case hasWord(c, "terminal"):
			return strconv.Itoa(1 + s.IntN(4))
		case hasWord(c, "pin"):
			return digits(s, 4)
		case hasWord(c, "pnr", "booking", "confirmation", "record"):
			return strings.ToUpper(base36(s, 6))
		case k.word == "country":
			return r.place("").country.code
		case k.word == "currency":
			return countries[s.IntN(len(countries))].currency
		case k.word == "language":
			return countries[s.IntN(len(countries))].language
		case k.word == "airport":
			return r.field().code
		case k.word == "course":
			return initials(r.titled()) + "-" + digits(s, 3)
		case hasWord(c, "error", "reason"):
			return pickText(s, "card_declined", "insufficient_funds", "timeout", "invalid_address", "not_found", "expired", "duplicate", "rate_limited")
		}
		return strings.ToUpper(r.p.prefix[:min(2, len(r.p.prefix))]) + "-" + digits(s, 3)
	case Number:
		prefix := "REF"
		for _, w := range c.words {
			switch w {
			case "order", "invoice", "ticket", "case", "claim", "policy", "contract", "receipt", "member", "booking", "batch", "lot", "account", "customer", "student", "employee":
				prefix = strings.ToUpper(w[:min(3, len(w))])
			case "license":
				prefix = "LIC"
			}
		}
		if prefix == "REF" && k != &anything && len(k.word) > 2 {
			prefix = strings.ToUpper(r.p.prefix[:min(3, len(r.p.prefix))])
		}
		if r.p.style&1 == 0 {
			return prefix + "-" + time.Unix(r.madeAt(), 0).UTC().Format("2006") + "-" + strconv.Itoa(10000 + r.ordinal*3 + s.IntN(3))[1:]
		}
		return prefix + "-" + strconv.Itoa(20000+r.ordinal*11+s.IntN(11))
	case SKU:
		if hasWord(c, "upc", "ean", "gtin", "barcode") {
			return digits(s, 13)
		}
		return r.article().sku
	case Slug:
		if named := r.p.named(); named != nil {
			if text, ok := r.values[named.index].(string); ok {
				return slug(text, "-")
			}
		}
		return slug(r.say(pickText(s, "{project}", "{topic}", "{article}")), "-")
	case Hash:
		switch {
		case hasWord(c, "md5", "etag", "nonce"):
			return hexText(s, 32)
		case hasWord(c, "sha1", "sha"):
			return hexText(s, 40)
		case hasWord(c, "tx", "txid", "block", "transaction"):
			return "0x" + hexText(s, 64)
		}
		return hexText(s, 64)
	case Commit:
		return hexText(s, 40)
	case Token:
		return pickText(s, "tok_", "pk_test_", "") + base36(s, 24)
	case Secret:
		return "********"
	case Version:
		if k.word == "release" {
			return r.word("ownversion")
		}
		return r.word("version")
	case Name, Title:
		if c.Meaning == Title && k.word == "review" {
			return r.opinion("title")
		}
		if c.Meaning == Title && k == &anything {
			return r.one("article")
		}
		if c.Meaning == Name && hasWord(c, "full") && k.word == "repository" {
			if named := r.p.named(); named != nil {
				name, _ := r.values[named.index].(string)
				if other := r.related("", func(k *kind) bool { return k.person }); other != nil && other.person("") != nil {
					return other.person("").user + "/" + name
				}
				return slug(r.word("last"), "") + "/" + name
			}
		}
		v := r.named(c)
		if text, ok := v.(string); ok && c.whose == "" {
			r.label = text
		}
		return v
	case PersonName:
		if n := len(c.words); n > 1 && c.words[n-1] == "by" && !c.Required {
			if yes, known := r.took(stemOf(c.words)); known && !yes {
				return nil
			}
		}
		if p := r.person(c.whose); p != nil {
			return p.name()
		}
	case FirstName:
		return r.person(c.whose).first
	case MiddleName:
		return r.person(c.whose).middle
	case LastName:
		return r.person(c.whose).last
	case Salutation:
		if r.person(c.whose).female {
			return pickText(s, "Ms", "Ms", "Mrs", "Dr")
		}
		return pickText(s, "Mr", "Mr", "Mr", "Dr")
	case Gender:
		if s.Chance(1, 30) {
			return "non-binary"
		}
		if r.person(c.whose).female {
			return "female"
		}
		return "male"
	case Age:
		return strconv.FormatInt((r.f.now-r.person(c.whose).born)*100/(36525*day), 10)
	case Nationality:
		return r.place("").country.nationality
	case Username:
		return r.person(c.whose).user
	case Email:
		if c.whose == "" && k.company || c.whose == "company" || c.whose == "support" {
			return pickText(s, "info", "office", "hello", "contact") + "@" + r.company("").domain
		}
		return r.person(c.whose).mail
	case Phone:
		at := r.place("")
		number := at.country.phone[s.IntN(len(at.country.phone))]
		if area := areaCodes[at.city.name]; area != "" {
			number = "+1 " + area + " 555 01##"
		}
		return shape(s, number)
	case JobTitle:
		return r.one("jobtitle")
	case Department:
		return r.one("department")
	case OpeningHours:
		return r.one("hours")
	case Term:
		year := strconv.Itoa(time.Unix(r.f.now, 0).UTC().Year() - s.IntN(2))
		if hasWord(c, "quarter") {
			return "Q" + strconv.Itoa(1+s.IntN(4)) + " " + year
		}
		return pickText(s, "Spring", "Fall", "Summer") + " " + year
	case Topic:
		return r.one("topic")
	case Subject:
		return r.one("subjectname")

	case CompanyName:
		if r.spends() && hasWord(c, "merchant", "vendor", "payee", "supplier") {
			return r.say(r.spending().merchant)
		}
		if k.word == "device" && hasWord(c, "manufacturer", "vendor", "maker") {
			return deviceModels[r.model()%len(deviceModels)].maker
		}
		if k.word == "book" && hasWord(c, "publisher") {
			return companyStems[s.IntN(len(companyStems))] + pickText(s, " Press", " Books", " & Sons", " Publishing")
		}
		if hasWord(c, "label") {
			return companyStems[s.IntN(len(companyStems))] + pickText(s, " Records", " Music", " Recordings")
		}
		return r.company(c.whose).name
	case Industry:
		if k.company {
			return r.company("").industry
		}
		return companyTrades[s.IntN(len(companyTrades))].industry
	case Biography:
		return r.one("bio")
	case Address:
		if r.f.crypto {
			return "0x" + hexText(s, 40)
		}
		return r.place(c.whose).whole()
	case Street:
		return r.place(c.whose).line()
	case HouseNumber:
		return r.place(c.whose).number
	case AddressExtra:
		return r.place(c.whose).extra
	case City:
		if k.word == "airport" && c.whose == "" {
			return r.field().city
		}
		return r.place(c.whose).city.name
	case Region:
		return r.place(c.whose).city.region
	case RegionCode:
		return r.place(c.whose).city.regionCode
	case Country:
		if c.doc.says("code", "alpha-2", "iso 3166", "two-letter", "two letter", "2-letter") || c.doc.long == 2 {
			return r.place(c.whose).country.code
		}
		return r.place(c.whose).country.name
	case CountryCode:
		return r.place(c.whose).country.code
	case Postcode:
		return r.place(c.whose).post
	case Latitude:
		return strconv.FormatFloat(r.place(c.whose).lat, 'f', 4, 64)
	case Longitude:
		return strconv.FormatFloat(r.place(c.whose).lon, 'f', 4, 64)
	case Timezone:
		return r.place(c.whose).city.zone
	case Location:
		if k.word == "meeting" && s.Chance(2, 3) {
			return r.say(pickText(s, "Room {roomname}", "Online", "{street1}", "Room {roomname} {floor}", "{hotel}, {city}"))
		}
		p := r.place(c.whose)
		return p.city.name + ", " + p.country.name
	case Price, Amount, Subtotal, Discount, Shipping, Tax, Total, Balance, Fee, Salary, Budget, Revenue:
		return r.amount(c)
	case Currency:
		n := len(monies)
		switch {
		case k.word == "currency" && c.whose == "":
			return monies[(r.ordinal+int(r.p.style%7))%n].code
		case hasWord(c, "target", "quote", "to", "symbols"):
			return monies[(r.ordinal*5+int(r.f.flavour%7)+s.IntN(3)+1)%n].code
		case hasWord(c, "from", "base", "source"):
			return monies[(r.ordinal*5+int(r.f.flavour%7))%n].code
		}
		return r.currency(c.whose)
	case Quantity, Stock, Count, Percent, Ratio, Rating, Score, Position, Capacity, Limit, FileSize, Duration, Weight, Length, Pixels, Distance, Area, Temperature,
		Humidity, Speed, Measurement, Year, Month, Day, Port, StatusCode:
		inner := *c.Column
		inner.Type = "REAL"
		switch c.Meaning {
		case Quantity, Stock, Count, Position, Capacity, Limit, FileSize, Pixels, Year, Month, Day, Port, StatusCode, Rating:
			inner.Type = "INTEGER"
		}
		as := *c
		as.Column = &inner
		if c.Meaning == Duration && c.Type == "TEXT" && !hasWord(c, "minutes", "seconds", "hours", "days") {
			n := []int{10, 15, 20, 30, 45, 60, 90, 120}[s.IntN(8)]
			return strconv.Itoa(n) + " min"
		}
		if c.Meaning == Month {
			return r.one("month")
		}
		return as.conform(r, r.numeric(&as))
	case TimeOfDay:
		if start, end := r.p.has(Start), r.p.has(End); start != nil || end != nil || r.p.has(Date) != nil {
			if !hasWord(c, "check", "opening", "closing", "open", "close") {
				from, to := r.span("", c)
				if hasWord(c, "end", "arrival", "finish", "until", "to", "return") {
					from = to
				}
				return time.Unix(from, 0).UTC().Format("15:04")
			}
		}
		if hasWord(c, "check", "checkin", "checkout") {
			if hasWord(c, "out", "checkout") {
				return pickText(s, "10:00", "11:00", "12:00")
			}
			return pickText(s, "14:00", "15:00", "16:00")
		}
		text := digits2(7+s.IntN(14)) + ":" + pickText(s, "00", "00", "15", "30", "45")
		if c.layout == "15:04:05" {
			text += ":00"
		}
		return text
	case Weekday:
		return r.one("weekday")
	case Schedule:
		if k.word == "medication" {
			switch r.drug().name {
			case "Ibuprofen", "Salbutamol", "Paracetamol", "Sumatriptan":
				return pickText(s, "as needed", "as needed", "every 8 hours")
			case "Amoxicillin", "Nitrofurantoin":
				return pickText(s, "three times daily", "every 12 hours")
			}
			return pickText(s, "once daily", "once daily", "twice daily", "at night")
		}
		if hasWord(c, "cron", "expression") {
			return pickText(s, "0 6 * * *", "0 */4 * * *", "30 2 * * 1", "0 0 1 * *", "*/15 * * * *", "0 18 * * 1-5")
		}
		return r.one("schedule")
	case URL:
		return r.link(c)
	case ImageURL:
		noun := "image"
		if n := len(c.words); n > 0 {
			switch w := c.words[0]; w {
			case "avatar", "logo", "icon", "thumbnail", "cover", "photo", "banner", "poster":
				noun = w
			}
		}
		return "https://img.example.com/" + plural(noun) + "/" + hexText(s, 10) + pickText(s, ".jpg", ".png", ".webp")
	case Domain:
		if k.company {
			return r.company("").domain
		}
		return r.word("domain")
	case Hostname:
		if k.word == "record" {
			return r.dnsValue()
		}
		return r.one("host") + ".internal.example"
	case IP:
		if c.doc.format == "ipv6" || hasWord(c, "ipv6") {
			return "2001:db8:" + hexText(s, 3) + "::" + hexText(s, 2)
		}
		if hasWord(c, "private", "internal", "gateway") {
			return "10." + strconv.Itoa(s.IntN(64)) + "." + strconv.Itoa(s.IntN(256)) + "." + strconv.Itoa(2+s.IntN(252))
		}
		return pickText(s, "203.0.113.", "198.51.100.", "192.0.2.") + strconv.Itoa(1+s.IntN(254))
	case MAC:
		h := hexText(s, 10)
		return "02:" + h[:2] + ":" + h[2:4] + ":" + h[4:6] + ":" + h[6:8] + ":" + h[8:10]
	case Path:
		if hasWord(c, "folder", "directory") {
			return "/" + slug(r.say("{foldername}"), "-")
		}
		return "/" + pickText(s, "home", "srv", "data", "shared", "projects") + "/" + slug(r.one("dataset"), "-") + "/" + r.one("filename")
	case Filename:
		if k.word == "file" && r.label != "" {
			return r.label
		}
		return r.one("filename")
	case MIMEType:
		if named := r.p.has(Filename); named != nil || k.word == "file" {
			if text, ok := r.fileName(); ok {
				return mimeOf(text)
			}
		}
		return pickText(s, "application/pdf", "image/jpeg", "image/png", "text/csv", "application/json", "text/plain")
	case Extension:
		if text, ok := r.fileName(); ok {
			return text[strings.LastIndexByte(text, '.')+1:]
		}
		return pickText(s, "pdf", "csv", "docx", "png", "xlsx")
	case UserAgent:
		if hasWord(c, "browser") {
			return pickText(s, "Chrome", "Firefox", "Safari", "Edge")
		}
		return pickText(s, "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15", "Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0", "curl/8.5.0")
	case Method:
		return pickText(s, "GET", "GET", "GET", "POST", "POST", "PUT", "PATCH", "DELETE")
	case Protocol:
		return r.one("protocol")
	case CloudRegion:
		region := phrases["cloudregion"][(int(r.p.style%7)+r.ordinal/3)%len(phrases["cloudregion"])]
		if hasWord(c, "zone") {
			return region + pickText(s, "a", "b", "c")
		}
		return region
	case Platform:
		if k.word == "server" || k.word == "cloud" || k.word == "database" {
			return pickText(s, "ubuntu-24.04", "ubuntu-22.04", "debian-12", "rocky-9", "windows-2022", "alpine-3.20")
		}
		return r.one("platform")
	case Environment:
		return r.one("env")
	case Branch:
		if hasWord(c, "default", "base", "target") || c.whose == "" && !hasWord(c, "head", "source") && s.Chance(1, 3) {
			return "main"
		}
		return r.one("branch")
	case Language:
		if hasWord(c, "programming") || k.word == "repository" || k.word == "build" {
			return pickText(s, "Go", "Python", "TypeScript", "Java", "Rust", "Ruby", "Shell")
		}
		return r.one("language")
	case LanguageCode:
		switch {
		case k.word == "language" && c.whose == "":
			return tongues[(r.ordinal+int(r.p.style%7))%len(tongues)].code
		case hasWord(c, "target", "to"):
			return tongues[(r.ordinal*5+int(r.f.flavour%7)+s.IntN(3)+1)%len(tongues)].code
		case hasWord(c, "source", "from"):
			return tongues[(r.ordinal*5+int(r.f.flavour%7))%len(tongues)].code
		}
		return r.place("").country.language
	case Locale:
		p := r.place("")
		return p.country.language + "-" + p.country.code
	case Colour:
		if hasWord(c, "hex", "background", "border", "fill", "label", "text", "theme", "accent", "primary") || c.doc.says("hex") || k.word == "tag" || k.word == "calendar" {
			return "#" + hexText(s, 6)
		}
		return r.one("colourname")
	case Status:
		return strings.ReplaceAll(pickText(s, anything.states...), " ", "_")
	case Kind:
		switch {
		case k.word == "property" && !hasWord(c, "listing"):
			return r.dwelling().what
		case k.word == "device" && !hasWord(c, "connection", "network", "power"):
			return deviceType(r.label, k.types[s.IntN(len(k.types))])
		case hasWord(c, "transmission"):
			return pickText(s, "manual", "automatic", "automatic")
		case hasWord(c, "fuel"):
			return pickText(s, "petrol", "diesel", "electric", "hybrid")
		case hasWord(c, "employment"):
			return pickText(s, "full-time", "full-time", "part-time", "contractor", "intern")
		case hasWord(c, "leave"):
			return pickText(s, "vacation", "vacation", "sick", "parental", "unpaid")
		case hasWord(c, "event") && k.word == "log":
			return r.named(c)
		case k.word == "reading" || k.word == "metric":
			return r.sensor().name
		case k.word == "medication":
			return r.drug().form
		}
		return r.fewOf(r.kindFor(c).types, c)
	case Category:
		if r.spends() {
			return r.spending().category
		}
		if k.means == Dish {
			return r.dish().category
		}
		if k.means == ProductName {
			return r.article().item.category
		}
		if list := r.kindFor(c).categories; len(list) > 0 {
			return r.fewOf(list, c)
		}
		return r.fewOf(r.kindFor(c).types, c)
	case Tag:
		if list := k.tags; len(list) > 0 {
			return r.fewOf(list, c)
		}
		return r.one("tagword")
	case Priority:
		return r.one("priority")
	case Severity:
		return r.one("severity")
	case Level:
		switch {
		case hasWord(c, "cabin", "fare", "class"):
			return pickText(s, "economy", "economy", "premium economy", "business")
		case hasWord(c, "price"):
			return pickText(s, "$", "$$", "$$", "$$$")
		case hasWord(c, "log"):
			return pickText(s, "info", "info", "info", "warning", "error", "debug")
		case hasWord(c, "membership", "loyalty", "tier"):
			return pickText(s, "bronze", "bronze", "silver", "silver", "gold", "platinum")
		case hasWord(c, "skill", "experience", "proficiency", "seniority") || k.word == "course" || k.word == "workout":
			return pickText(s, "beginner", "intermediate", "advanced")
		case hasWord(c, "difficulty"):
			return pickText(s, "easy", "medium", "hard")
		}
		return r.one("level")
	case Size:
		if k.word == "server" || k.word == "cloud" || k.word == "database" {
			return pickText(s, "t3.small", "t3.medium", "m5.large", "c5.xlarge", "r5.large")
		}
		return r.one("size")
	case Role:
		return r.one("role")
	case Visibility:
		return r.one("visibility")
	case Plan:
		if hasWord(c, "membership") {
			return r.one("membership")
		}
		return r.one("plan")
	case Unit:
		switch {
		case hasWord(c, "temperature"):
			return "celsius"
		case hasWord(c, "distance"):
			return "km"
		case k.word == "reading":
			return r.sensor().unit
		case k.word == "metric":
			return pickText(s, "%", "ms", "requests", "bytes", "users", "EUR")
		}
		return r.one("unit")
	case PaymentMethod:
		return r.one("paymethod")
	case Channel:
		if hasWord(c, "shipping", "delivery", "fulfillment") {
			return pickText(s, "standard", "standard", "express", "pickup")
		}
		if hasWord(c, "level", "speed") {
			return pickText(s, "standard", "standard", "express", "next day", "economy")
		}
		if k.word == "ticket" || k.word == "message" {
			return pickText(s, "email", "email", "chat", "phone", "web")
		}
		return r.one("channel")
	case Condition:
		return r.one("condition2")
	case Format:
		return r.one("format")
	case Brand:
		if k.word == "device" {
			return deviceModels[r.model()%len(deviceModels)].maker
		}
		return r.article().brand
	case Material:
		if a := r.article(); a != nil && a.item.material != "" {
			return a.item.material
		}
		return r.one("material")
	case Genre:
		if k.word == "song" || k.word == "artist" || k.word == "album" || k.word == "playlist" {
			return r.one("genre")
		}
		if len(k.categories) > 0 {
			return r.fewOf(k.categories, c)
		}
		return r.one("genre")
	case Description:
		if r.spends() {
			return r.say(r.spending().text)
		}
		if len(k.abouts) > 0 {
			return r.say(k.abouts[s.IntN(len(k.abouts))])
		}
		return r.one("note")
	case Note:
		switch {
		case k.word == "comment" || hasWord(c, "comment", "comments") && k.word != "order":
			return r.commented()
		case k.word == "message":
			return r.one("message")
		case k.word == "review":
			return r.opinion("review")
		}
		return r.remark()
	case Message:
		switch {
		case hasWord(c, "error", "failure"):
			return r.say(pickText(s, "Connection to {service} timed out after {n}0 s", "Row {nnn}: date is missing", "Permission denied for {mail}", "Disk full on {host}"))
		case k.word == "commit" || hasWord(c, "commit"):
			return r.one("commit")
		case k.word == "comment":
			return r.commented()
		case hasWord(c, "feedback") && r.related("", func(k *kind) bool { return k.word == "property" }) != nil:
			return r.one("homefeedback")
		case k.word == "review" || hasWord(c, "feedback"):
			return r.opinion("review")
		case k.word == "alert":
			if r.related("", func(k *kind) bool { return k.word == "device" }) != nil {
				return r.one("devicealert")
			}
			return r.one("alert")
		case k.word == "log":
			return r.one("logline")
		case k.word != "message" && hasWord(c, "text", "input", "prompt", "output") && s.Chance(3, 4):
			return r.one(pickText(s, "paragraph", "reviewgood", "reviewbad", "articleabout", "generalabout", "ticketabout"))
		}
		return r.one("message")
	case Body:
		return r.body()
	case Reason:
		if yes, known := r.leftFor(c.words); known && !yes && !c.Required {
			return nil
		}
		switch {
		case k.word == "refund":
			return r.one("returnreason")
		case k.word == "leave":
			return r.one("leavereason")
		case hasWord(c, "cancel", "cancellation", "reject", "rejection", "lost", "decline"):
			return r.one("reasonc")
		case r.related("", func(k *kind) bool { return k.word == "patient" || k.word == "pet" }) != nil || k.word == "treatment":
			return r.say(pickText(s, "{condition}", "{condition}", "{treatment}"))
		case k.word == "meeting":
			return r.one("purpose")
		}
		return r.one("reasonc")
	case Review:
		return r.opinion("review")
	case Question:
		return r.one("question")
	case Phrase:
		return r.one("phrase")
	case ProductName:
		if c.whose == "" || r.p.kind.means == ProductName || r.related("", func(k *kind) bool { return k.means == ProductName }) != nil {
			return r.article().name()
		}
		return r.newArticle().name()
	}
	return r.tradeText(c)
}

// fewOf is one of a list of which the column uses the same few.
func (r *row) fewOf(list []string, c *column) any {
	if len(list) == 0 {
		list = anything.types
	}
	return r.say(list[min(r.s.IntN(len(list)), r.s.IntN(len(list)))])
}

// fileName is the name of the file that the row is or has.
func (r *row) fileName() (string, bool) {
	for _, m := range [...]world.Meaning{Filename, Name, Title} {
		if c := r.p.has(m); c != nil {
			if text, ok := r.values[c.index].(string); ok && strings.Contains(text, ".") {
				return text, true
			}
		}
	}
	return "", false
}

func mimeOf(name string) string {
	switch name[strings.LastIndexByte(name, '.')+1:] {
	case "pdf":
		return "application/pdf"
	case "jpg":
		return "image/jpeg"
	case "png":
		return "image/png"
	case "csv":
		return "text/csv"
	case "json":
		return "application/json"
	case "xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case "docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	}
	return "application/octet-stream"
}

func digits2(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

// link is an address on the net that suits the thing.
func (r *row) link(c *column) string {
	host := "www.example.com"
	if len(r.companies) > 0 && !r.p.kind.company && hasWord(c, "website", "homepage", "web", "site") {
		return "https://www." + r.companies[0].value.domain
	}
	if r.p.kind.company {
		host = "www." + r.company("").domain
		if hasWord(c, "website", "homepage", "web", "site", "url") {
			return "https://" + host
		}
	}
	switch {
	case hasWord(c, "webhook", "callback", "endpoint", "notification", "target"):
		return "https://hooks.example.com/" + slug(r.one("service"), "-") + "/" + base36(r.s, 6)
	case hasWord(c, "download", "file", "document"):
		return "https://files.example.com/" + r.one("filename")
	}
	what := "page"
	if n := len(r.p.thing); n > 0 {
		what = slug(plural(r.p.thing[n-1]), "-")
	}
	if r.label != "" {
		return "https://" + host + "/" + what + "/" + slug(r.label, "-")
	}
	return "https://" + host + "/" + what + "/" + base36(r.s, 7)
}

// titled is what the row is called, drawn before its column if its key needs
// it.
func (r *row) titled() string {
	named := r.p.named()
	if named == nil {
		return ""
	}
	return r.called(named)
}

// initials are three letters of the last long word of a title.
func initials(title string) string {
	best := "GEN"
	for _, w := range split(slug(title, " ")) {
		if len(w) > 4 {
			best = strings.ToUpper(w[:3])
		}
	}
	return best
}

// field is the airport that the row is.
func (r *row) field() *airport {
	return &airports[int(r.p.style%977+uint64(r.ordinal)*5)%len(airports)]
}
