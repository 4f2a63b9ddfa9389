package populating

import (
	"strconv"
)

// personText is about a person or a firm.
func (r *row) personText(c *column) any {
	s := r.s
	k := r.p.kind
	switch c.Meaning {
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
	}
	return r.placeText(c)
}

// placeText is where something is.
func (r *row) placeText(c *column) any {
	s := r.s
	k := r.p.kind
	switch c.Meaning {
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
	}
	return r.numberText(c)
}
