package writer

import (
	"bytes"
	"encoding/json"
	"strings"

	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// A kind is how a value is spoken of.
type kind int

const (
	kWord     kind = iota // a string of which nothing more is known
	kNull                 // nothing
	kBool                 // a switch
	kNumber               // a number without a unit
	kMoney                // an amount of money
	kPercent              // a share
	kEpoch                // an instant as a number of seconds or milliseconds
	kCode                 // an identifier, a reference, a number that names
	kPerson               // the name of a person
	kTitle                // the name of something else
	kText                 // running text
	kEmail                //
	kPhone                //
	kLink                 // an address on the web, a path
	kPlace                // a city, a country, a region
	kAddress              // a street and a house number, a postcode
	kDate                 //
	kDateTime             //
	kTime                 // a time of day
	kState                // one of a few words: a status, a type
	kList                 //
	kObject               //
)

// kindsOfMeaning are the kinds of the strings of a meaning, of those meanings
// that rows are filled by.
var kindsOfMeaning = map[world.Meaning]kind{
	"id": kCode, "reference": kCode, "external_id": kCode, "uuid": kCode, "code": kCode, "number": kCode, "sku": kCode, "slug": kCode, "hash": kCode, "token": kCode,
	"secret": kCode, "version": kCode, "username": kCode, "country_code": kCode, "region_code": kCode, "language_code": kCode, "locale": kCode, "currency": kCode,
	"domain": kCode, "hostname": kCode, "ip": kCode, "mac": kCode, "filename": kCode, "mime_type": kCode, "extension": kCode, "branch": kCode, "commit": kCode,
	"iban": kCode, "bic": kCode, "card_number": kCode, "last_four": kCode, "account_number": kCode, "tax_number": kCode, "airport": kCode, "flight_number": kCode,
	"seat": kCode, "vin": kCode, "plate": kCode, "isbn": kCode, "ticker": kCode, "serial": kCode, "tracking_number": kCode, "timezone": kCode, "cloud_region": kCode, "house_number": kCode,
	"person_name": kPerson, "first_name": kPerson, "middle_name": kPerson, "last_name": kPerson, "artist": kPerson,
	"name": kTitle, "company_name": kTitle, "brand": kTitle, "title": kTitle, "product_name": kTitle, "book_title": kTitle, "album": kTitle, "song": kTitle, "team": kTitle, "airline": kTitle,
	"vehicle_make": kTitle, "vehicle_model": kTitle, "medication": kTitle, "dish": kTitle, "carrier": kTitle, "aircraft": kTitle, "exchange": kTitle, "job_title": kTitle, "department": kTitle,
	"email": kEmail, "phone": kPhone, "url": kLink, "image_url": kLink, "path": kLink,
	"city": kPlace, "region": kPlace, "country": kPlace, "nationality": kPlace, "location": kPlace,
	"address": kAddress, "street": kAddress, "address_extra": kAddress, "postcode": kAddress,
	"biography": kText, "description": kText, "note": kText, "message": kText, "body": kText, "reason": kText, "review": kText, "question": kText, "user_agent": kText,
	"status": kState, "kind": kState, "category": kState, "priority": kState, "severity": kState, "level": kState, "role": kState, "visibility": kState, "gender": kState,
	"plan": kState, "payment_method": kState, "channel": kState, "condition": kState, "choice": kState, "flag": kState, "environment": kState, "weekday": kState, "unit": kState,
}

// kindsOfNumber are the kinds of the numbers of a meaning.
var kindsOfNumber = map[world.Meaning]kind{
	"price": kMoney, "amount": kMoney, "subtotal": kMoney, "discount": kMoney, "shipping": kMoney, "tax": kMoney, "total": kMoney, "balance": kMoney, "fee": kMoney,
	"salary": kMoney, "budget": kMoney, "percent": kPercent, "id": kCode, "reference": kCode, "external_id": kCode, "code": kCode, "number": kCode, "year": kCode,
	"postcode": kCode, "port": kCode, "status_code": kCode, "last_four": kCode, "account_number": kCode,
}

// kindOf tells the kind of a detail from its value, its meaning and its label.
// The shape of the value goes first: labels and formats may lie.
func kindOf(d roles.Detail) kind {
	raw := bytes.TrimSpace(d.Value)
	if len(raw) == 0 {
		return kindOfString(d, "")
	}
	switch raw[0] {
	case 'n':
		return kNull
	case 't', 'f':
		return kBool
	case '[':
		return kList
	case '{':
		return kObject
	case '"':
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return kWord
		}
		return kindOfString(d, s)
	}
	about := about(d)
	switch {
	case hasWord(about, "timestamp", "time", "date", "datetime", "at", "epoch", "created", "updated", "expires") && isEpoch(string(raw)):
		return kEpoch
	case strings.Contains(about, " number of "):
		return kNumber
	case kindsOfNumber[d.Meaning] != 0:
		return kindsOfNumber[d.Meaning]
	case hasWord(about, "price", "amount", "money", "cost", "fee", "salary", "total", "balance", "budget", "deposit", "rent", "payment", "revenue", "subtotal", "charge", "wage", "premium", "fare"):
		return kMoney
	case hasWord(about, "percent", "percentage"):
		return kPercent
	case hasWord(about, "id", "number", "code", "identifier", "key", "reference", "zip", "postcode", "sku", "isbn", "year"):
		return kCode
	}
	return kNumber
}

// about is what a detail's meaning and label say, between spaces.
func about(d roles.Detail) string {
	return " " + strings.ToLower(speech.InWords(string(d.Meaning))+" "+speech.InWords(d.Label)) + " "
}

func kindOfString(d roles.Detail, s string) kind {
	switch {
	case s == "":
	case isDate(s):
		return kDate
	case isDateTime(s):
		return kDateTime
	case isClockTime(s):
		return kTime
	case strings.Count(s, "@") == 1 && !strings.ContainsAny(s, " \t\n<>") && strings.Contains(s[strings.IndexByte(s, '@'):], "."):
		return kEmail
	case strings.Contains(s, "://") && !strings.Contains(s, " "):
		return kLink
	case strings.HasPrefix(s, "/") && !strings.Contains(s, " "):
		return kLink
	}
	single := !strings.ContainsAny(s, " \t\n")
	if d.Choice && plainWords(s) {
		return kState
	}
	if k, ok := kindsOfMeaning[d.Meaning]; ok && (k != kState || single && plainWords(s)) {
		return k
	}
	about := about(d)
	switch {
	case hasWord(about, "e-mail"):
		return kEmail
	case hasWord(about, "phone", "telephone", "mobile", "fax"):
		return kPhone
	case hasWord(about, "address", "street", "postcode", "zip", "postal"):
		return kAddress
	case hasWord(about, "city", "country", "region", "state", "province", "town", "location", "place", "county") && !hasWord(about, "status") && isTitled(s):
		return kPlace
	case hasWord(about, "status", "state", "priority", "severity", "stage", "kind", "type", "category", "level", "mode", "gender", "role", "visibility", "frequency", "enum", "choice") && single && plainWords(s):
		return kState
	case hasWord(about, "description", "note", "notes", "comment", "body", "text", "message", "content", "reason", "summary", "bio", "remark", "remarks", "sentence", "paragraph"):
		return kText
	case hasWord(about, "id", "identifier", "number", "reference", "sku", "isbn", "uuid", "iban", "serial", "slug", "token", "key", "code") && single:
		return kCode
	case hasWord(about, "person", "fullname", "firstname", "lastname", "surname") || hasWord(about, "name") && (hasWord(about, "first", "last", "full", "given", "family", "customer", "patient", "contact", "author") || isPersonThing(d.Of)):
		return kPerson
	case hasWord(about, "name", "title", "subject", "label", "headline", "company", "brand", "product"):
		return kTitle
	}
	if strings.Count(s, " ") >= 4 || strings.ContainsAny(s, "\n") {
		return kText
	}
	return kWord
}

// hasWord reports whether one of the words stands in a text that begins and ends
// with a space.
func hasWord(text string, words ...string) bool {
	for _, w := range words {
		if strings.Contains(text, " "+w+" ") {
			return true
		}
	}
	return false
}

// plainWords reports whether a string is made of letters, joined by underscores,
// hyphens, spaces or capitals, so that its words can be said instead of it.
func plainWords(s string) bool {
	letters := false
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
			letters = true
		case c == '_' || c == '-' || c == ' ':
		default:
			return false
		}
	}
	return letters && len(s) <= 40
}
