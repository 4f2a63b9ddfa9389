package populating

import (
	"strings"

	"worldc/world"
)

// label is what people call a column: `creation date` for created_at.
func label(name string, m world.Meaning) string {
	words := split(name)
	if len(words) == 0 {
		return name
	}
	if text, ok := labels[strings.Join(words, "_")]; ok {
		return text
	}
	n := len(words)
	last := words[n-1]
	switch {
	case n > 1 && (last == "count" || last == "counts"):
		return "number of " + phrase(withPlural(words[:n-1]))
	case n > 1 && (words[0] == "num" || words[0] == "nb") && m == Count:
		if words[1] == "of" {
			words = words[1:]
		}
		return "number of " + phrase(words[1:])
	case n > 1 && (words[0] == "is" || words[0] == "has") && m == Flag:
		return phrase(words[1:])
	case n > 1 && last == "at" && m != "":
		return "time " + phrase(words[:n-1])
	case n > 1 && last == "on" && m != "":
		return "date " + phrase(words[:n-1])
	}
	return phrase(words)
}

func withPlural(words []string) []string {
	return append(append([]string(nil), words[:len(words)-1]...), plural(words[len(words)-1]))
}

// phrase joins the words of a name as people write them.
func phrase(words []string) string {
	list := make([]string, 0, len(words))
	for _, w := range words {
		if full, ok := spelled[w]; ok {
			w = full
		}
		list = append(list, w)
	}
	return strings.Join(list, " ")
}

var labels = map[string]string{
	"created_at": "creation date", "created_on": "creation date", "created": "creation date", "create_time": "creation date", "date_created": "creation date", "created_time": "creation date",
	"updated_at": "last update", "updated_on": "last update", "updated": "last update", "update_time": "last update", "last_updated": "last update", "modified_at": "last change", "modified": "last change", "last_modified": "last change",
	"dob": "date of birth", "birth_date": "date of birth", "birthdate": "date of birth", "deleted_at": "deletion date", "cancelled_at": "cancellation date", "canceled_at": "cancellation date", "completed_at": "completion date",
	"closed_at": "closing date", "published_at": "publication date", "delivered_at": "delivery date", "shipped_at": "shipping date", "paid_at": "payment date", "resolved_at": "resolution date", "starts_at": "start", "ends_at": "end",
	"remind_at": "reminder time", "reminder_at": "reminder time", "scheduled_at": "scheduled time", "sent_at": "time of sending", "received_at": "time of receipt", "started_at": "start", "ended_at": "end", "finished_at": "end", "joined_at": "joining date",
	"approved_at": "approval date", "submitted_at": "submission date", "accepted_at": "acceptance date", "rejected_at": "rejection date", "registered_at": "registration date", "ordered_at": "order date", "returned_at": "return date", "refunded_at": "refund date",
	"issued_at": "date of issue", "issued_on": "date of issue", "activated_at": "activation date", "revoked_at": "revocation date", "verified_at": "verification date", "archived_at": "archiving date", "signed_at": "signing date", "read_at": "reading time",
	"expires_at": "expiry date", "due_at": "due date", "due_on": "due date", "lat": "latitude", "lng": "longitude", "lon": "longitude", "zip": "postcode", "zip_code": "postcode", "zipcode": "postcode", "postal_code": "postcode",
	"fname": "first name", "lname": "last name", "given_name": "first name", "family_name": "last name", "surname": "last name", "desc": "description", "address2": "second address line", "address_line_2": "second address line", "address_line_1": "street",
	"address1": "street", "line1": "street", "line2": "second address line", "tz": "time zone", "tel": "phone number", "phone": "phone number", "created_by": "creator", "updated_by": "last editor", "assigned_to": "assignee",
	"sku": "SKU", "vin": "VIN", "isbn": "ISBN", "iban": "IBAN", "bic": "BIC", "mac": "MAC address", "ip": "IP address", "cc": "copy recipient",
}

var spelled = map[string]string{
	"id": "ID", "ids": "IDs", "url": "URL", "uri": "URI", "urls": "URLs", "ip": "IP", "api": "API", "uuid": "UUID", "sku": "SKU", "vat": "VAT", "qty": "quantity", "num": "number", "nb": "number", "desc": "description", "addr": "address",
	"email": "e-mail", "html": "HTML", "json": "JSON", "csv": "CSV", "pdf": "PDF", "sms": "SMS", "dns": "DNS", "ssl": "SSL", "http": "HTTP", "https": "HTTPS", "cpu": "CPU", "ram": "RAM", "os": "operating system", "tz": "time zone",
	"timezone": "time zone", "img": "image", "msg": "message", "org": "organisation", "acct": "account", "amt": "amount", "pct": "percentage", "avg": "average", "min": "minimum", "max": "maximum", "lat": "latitude", "lng": "longitude", "lon": "longitude",
	"username": "user name", "filename": "file name", "hostname": "host name", "ssn": "social security number", "dob": "date of birth", "iban": "IBAN", "isbn": "ISBN", "vin": "VIN", "eta": "ETA", "iata": "IATA", "pin": "PIN", "sha": "SHA", "md5": "MD5", "sha256": "SHA-256", "ipv4": "IPv4", "ipv6": "IPv6",
}
