package populating

import (
	"slices"
	"strconv"
	"strings"
)

// tradeText is a text of a meaning that belongs to one trade, or of none.
func (r *row) tradeText(c *column) any {
	s := r.s
	k := r.p.kind
	switch c.Meaning {
	case IBAN:
		code, digits := r.ibanCountry()
		return iban(code, shape(s, digits))
	case BIC:
		return strings.ToUpper(pickText(s, "bnkx", "cred", "spar", "meri", "nord")) + r.bankCountry() + pickText(s, "2A", "22", "FF", "MM") + pickText(s, "", strings.Repeat("X", 3))
	case CardNumber:
		return "**** **** **** " + r.lastFour()
	case CardBrand:
		return r.one("cardbrand")
	case LastFour:
		if hasWord(c, "cvv", "cvc", "security") {
			return "***"
		}
		return r.lastFour()
	case AccountNumber:
		return digits(s, 10)
	case TaxNumber:
		switch {
		case hasWord(c, "ssn", "social"):
			return "***-**-" + digits(s, 4)
		case hasWord(c, "passport"):
			return string(rune('A'+s.IntN(26))) + digits(s, 8)
		case hasWord(c, "vat"):
			return r.place("").country.code + digits(s, 9)
		case hasWord(c, "ein"):
			return digits(s, 2) + "-" + digits(s, 7)
		case hasWord(c, "insurance"):
			return strings.ToUpper(base36(s, 3)) + "-" + digits(s, 6)
		}
		return digits(s, 9)
	case Airport:
		from, to := r.leg()
		if hasWord(c, "destination", "arrival", "to") {
			return to.code
		}
		if k.word == "airport" && c.whose == "" {
			return r.field().code
		}
		if r.p.has(City) != nil && !hasWord(c, "origin", "departure", "from") {
			return nearestAirport(r.place("").city).code
		}
		return from.code
	case Airline:
		return phrases["airline"][r.airline()]
	case FlightNumber:
		return r.flightNumber()
	case Aircraft:
		return r.one("aircraft")
	case Seat:
		return strconv.Itoa(1+s.IntN(34)) + string(rune('A'+s.IntN(6)))
	case VehicleMake:
		make, _, _ := strings.Cut(phrases["car"][r.model()%len(phrases["car"])], " ")
		if k.word != "vehicle" {
			return deviceModels[r.model()%len(deviceModels)].maker
		}
		return make
	case VehicleModel:
		make, model, _ := strings.Cut(phrases["car"][r.model()%len(phrases["car"])], " ")
		if r.p.has(VehicleMake) == nil && r.p.has(Brand) == nil {
			return make + " " + model
		}
		return model
	case Model:
		switch k.word {
		case "vehicle":
			_, model, _ := strings.Cut(phrases["car"][r.model()%len(phrases["car"])], " ")
			if r.p.has(VehicleMake) == nil && r.p.has(Brand) == nil {
				return phrases["car"][r.model()%len(phrases["car"])]
			}
			return model
		case "device":
			return deviceModels[r.model()%len(deviceModels)].model
		case "flight", "aircraft":
			return r.one("aircraft")
		case "product", "line":
			return r.article().sku
		case "app", "model", "message", "test", "log":
			return r.one("mlmodel")
		}
		m := phoneModels[s.IntN(len(phoneModels))]
		return m.maker + " " + m.model
	case VIN:
		const letters = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789"
		b := []byte("W")
		for range 16 {
			b = append(b, letters[s.IntN(len(letters))])
		}
		return string(b)
	case Plate:
		return shape(s, pickText(s, "@@@ ####", "@-@@ ###", "@@##@@"))
	case Diagnosis:
		if k.word == "medication" || k.word == "treatment" {
			return r.drug().condition
		}
		if hasWord(c, "allergy", "allergies", "allergen", "allergens") {
			return upperFirst(r.one("allergen"))
		}
		return r.one("condition")
	case Medication:
		return r.drug().name
	case Dose:
		return r.drug().dose
	case BloodType:
		return r.one("blood")
	case Specialty:
		return r.one("specialty")
	case Dish:
		if c.whose == "" && k.means == Dish {
			return r.own(c)
		}
		return dishItems[s.IntN(len(dishItems))].name
	case Ingredient:
		if k.means == Ingredient && c.whose == "" {
			return r.own(c)
		}
		return r.one("ingredient")
	case Cuisine:
		return r.one("cuisine")
	case ISBN:
		return isbn(shape(s, "97800#######"))
	case BookTitle:
		if k.means == BookTitle && c.whose == "" {
			return r.own(c)
		}
		return r.one("book")
	case Artist:
		if k.means == Artist && c.whose == "" {
			return r.own(c)
		}
		return r.one("artist")
	case Album:
		if k.means == Album && c.whose == "" {
			return r.own(c)
		}
		return r.one("album")
	case Song:
		if k.means == Song && c.whose == "" {
			return r.own(c)
		}
		return r.one("song")
	case Ticker:
		return r.one("ticker")
	case Exchange:
		return r.one("exchange")
	case Team:
		if k.word == "match" || k.word == "player" || k.word == "club" {
			return r.one("sportsteam")
		}
		return upperFirst(r.one("team"))
	case Sport:
		return r.one("sport")
	case Species:
		return r.one("species")
	case Breed:
		return r.one("breed")
	case Weather:
		return r.one("weather")
	case Serial:
		if hasWord(c, "imei") {
			return digits(s, 15)
		}
		return strings.ToUpper(base36(s, 2)) + digits(s, 8)
	case TrackingNumber:
		return pickText(s, "1Z", "JD", "RB", "00") + digits(s, 12)
	case Carrier:
		return r.one("carrier")
	}
	return r.anyText(c)
}

// dnsValue is what a record of the row's type points to.
func (r *row) dnsValue() string {
	s := r.s
	kind := ""
	if c := r.p.has(Kind); c != nil {
		kind, _ = r.values[c.index].(string)
	}
	switch kind {
	case "A":
		return pickText(s, "203.0.113.", "198.51.100.") + strconv.Itoa(1+s.IntN(254))
	case "AAAA":
		return "2001:db8:" + hexText(s, 3) + "::" + hexText(s, 2)
	case "MX":
		return "10 mail." + r.word("domain")
	case "TXT":
		return pickText(s, "v=spf1 include:_spf.example.com ~all", "v=DMARC1; p=quarantine", "site-verification="+hexText(s, 16))
	}
	return pickText(s, "shops", "edge", "lb", "pages") + "." + r.word("domain")
}

// deviceType is the type that a device's name tells.
func deviceType(name, otherwise string) string {
	name = strings.ToLower(name)
	for _, known := range [...][2]string{{"thermostat", "thermostat"}, {"camera", "camera"}, {"lock", "lock"}, {"lamp", "light"}, {"plug", "switch"}, {"gateway", "gateway"}, {"meter", "meter"}, {"inverter", "meter"}, {"barrier", "actuator"},
		{"sensor", "sensor"}, {"probe", "sensor"}, {"detector", "sensor"}, {"contact", "sensor"}} {
		if strings.Contains(name, known[0]) {
			return known[1]
		}
	}
	return otherwise
}

// own is what the row is called, of a thing whose name has a meaning of its own.
func (r *row) own(c *column) any {
	v := r.named(c)
	if text, ok := v.(string); ok {
		r.label = text
	}
	return v
}

// ibanShapes are what stands behind the check digits, by country.
var ibanShapes = map[string]string{
	"DE": "##################", "NL": "@@@@##########", "GB": "@@@@##############", "FR": "#######################", "ES": "####################", "IT": "@######################", "AT": "################", "BE": "############",
	"CH": "#################", "PT": "#####################", "PL": "########################", "SE": "####################", "DK": "##############", "NO": "###########", "IE": "@@@@##############", "AE": "###################", "TR": "######################",
}

// ibanCountry is where the row's account is, and what its number looks like;
// Germany where there are no such numbers.
func (r *row) ibanCountry() (code, digits string) {
	code = r.bankCountry()
	return code, ibanShapes[code]
}

func (r *row) bankCountry() string {
	if code := r.place("").country.code; ibanShapes[code] != "" {
		return code
	}
	return "DE"
}

// anyText is a text of which nothing is known: one of its examples, or a word
// by which rows are told apart.
func (r *row) anyText(c *column) any {
	s := r.s
	if n := len(c.doc.examples); n > 1 || n == 1 && s.Chance(1, 2) {
		if text, ok := c.doc.examples[s.IntN(n)].(string); ok {
			if len(text) <= 24 && strings.ContainsAny(text, "0123456789") && n < 3 {
				return alike(r, text)
			}
			return text
		}
	}
	if n := len(c.doc.examples); n == 1 {
		if text, ok := c.doc.examples[0].(string); ok && len(text) <= 24 && strings.ContainsAny(text, "0123456789") {
			return alike(r, text)
		}
	}
	if n := len(c.words); n > 0 {
		if w := c.words[n-1]; (w == "event" || w == "events") && r.p.kind.word == "webhook" {
			return r.one("logevent")
		}
		if k := kindOfWord(c.words, n); k != nil && k.word != "status" && k.word != "feature" && columnWords[c.words[n-1]] == nil && (n == 1 || !slices.Contains(weakWords, c.words[n-1])) {
			if k.word == "service" && r.f.software {
				return r.one("service")
			}
			if len(k.names) > 0 {
				return upperFirst(r.say(k.names[s.IntN(len(k.names))]))
			}
			if k.person {
				return r.person(strings.Join(c.words, " ")).name()
			}
			return r.company(strings.Join(c.words, " ")).name
		}
	}
	if n := len(c.words); n > 0 {
		if list := columnWords[c.words[n-1]]; list != nil {
			return r.say(list[s.IntN(len(list))])
		}
		if list := columnWords[singular(c.words[n-1])]; list != nil {
			return r.say(list[s.IntN(len(list))])
		}
	}
	return r.neutral(c)
}

// weakWords name a thing alone, and hardly ever behind another word: no legal
// form is a survey, no user's pass a ticket.
var weakWords = strings.Fields("form page check match pass part indicator response block policy letter set case table view record session entry play run rule show game backup listing category collection check action key profile account")

// model is the number of the make and model that the row has.
func (r *row) model() int {
	return int(((r.p.style + uint64(r.ordinal)*2654435761) >> 4) % 20)
}

// airline is the number of the row's airline.
func (r *row) airline() int {
	return int((r.f.flavour + uint64(r.ordinal*r.ordinal)%3) % uint64(len(phrases["airline"])))
}

func (r *row) flightNumber() string {
	name := phrases["airline"][r.airline()]
	first, second, _ := strings.Cut(name, " ")
	code := first[:1] + strings.ToUpper(first[1:2])
	if second != "" {
		code = first[:1] + second[:1]
	}
	return strings.ToUpper(code) + digits(r.s, 3)
}

// leg is the airports between which the row flies, which differ.
func (r *row) leg() (from, to *airport) {
	i := int((r.f.flavour + uint64(r.ordinal)*7) % uint64(len(airports)))
	j := int((r.f.flavour/7 + uint64(r.ordinal)*uint64(r.ordinal)*3 + 11) % uint64(len(airports)))
	if i == j {
		j = (j + 1) % len(airports)
	}
	if r.ordinal%2 == 1 && r.ordinal > 2 { // the same way back, or another flight of the day
		i, j = j, i
	}
	return &airports[i], &airports[j]
}

// lastFour are the last digits of the row's card.
func (r *row) lastFour() string {
	return strconv.Itoa(1000 + int((r.p.style+uint64(r.ordinal)*7919)%9000))
}

// iban is a number with right check digits of a bank that does not exist.
func iban(country, account string) string {
	rest := 0
	for _, c := range account + country + "00" {
		n := int(c - '0')
		if c >= 'A' {
			n = int(c-'A') + 10
			rest = (rest*100 + n) % 97
			continue
		}
		rest = (rest*10 + n) % 97
	}
	return country + digits2(98-rest) + account
}

// isbn puts the check digit behind twelve digits.
func isbn(twelve string) string {
	sum := 0
	for i, c := range twelve {
		sum += int(c-'0') * (1 + 2*(i%2))
	}
	return twelve + strconv.Itoa((10-sum%10)%10)
}
