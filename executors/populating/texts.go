package populating

import (
	"strconv"
	"strings"
	"time"
)

// text is a text of the column's meaning. The meanings stand together by subject,
// each group in a function that asks the next about what it does not know.
func (r *row) text(c *column) any {
	k := r.p.kind
	switch c.Meaning {
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
	}
	return r.codeText(c)
}

// codeText is what identifies something: a key of another system, a code, a token.
func (r *row) codeText(c *column) any {
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
	}
	return r.personText(c)
}

// numberText is an amount, a number or a time of day, written in a text.
func (r *row) numberText(c *column) any {
	s := r.s
	k := r.p.kind
	switch c.Meaning {
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
	}
	return r.technicalText(c)
}

func digits2(n int) string {
	if n < 10 {
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}
