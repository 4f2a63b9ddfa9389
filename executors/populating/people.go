package populating

// A culture is names that go together.
type culture struct{ female, male, last []string }

// cultures are keyed by the word that a [country] names.
var cultures = map[string]culture{
	"english": {
		[]string{"Emma", "Olivia", "Charlotte", "Amelia", "Grace", "Hannah", "Chloe", "Megan", "Rachel", "Laura", "Abigail", "Nora", "Claire", "Ruth", "Kate", "Jasmine", "Sophie", "Alice", "Zoe", "Erin", "Denise", "Monica", "Tamara", "Bethany"},
		[]string{"James", "Oliver", "Daniel", "Thomas", "Henry", "Samuel", "Jack", "Ethan", "Marcus", "Andrew", "Luke", "Ryan", "Nathan", "Peter", "Simon", "Adam", "Owen", "Callum", "Isaac", "Dean", "Victor", "Curtis", "Elliot", "Miles"},
		[]string{"Smith", "Johnson", "Brown", "Taylor", "Wilson", "Clark", "Walker", "Hughes", "Bennett", "Parker", "Morgan", "Reed", "Cooper", "Foster", "Murphy", "Hayes", "Sullivan", "Webb", "Griffin", "Palmer", "Dixon", "Nash", "Whitfield", "Barnes", "Okafor", "Chen", "Patel", "Kim", "Garcia", "Nguyen"}},
	"german": {
		[]string{"Anna", "Lena", "Katharina", "Sabine", "Julia", "Monika", "Franziska", "Birgit", "Leonie", "Heike", "Johanna", "Petra", "Miriam", "Clara"},
		[]string{"Lukas", "Jonas", "Stefan", "Matthias", "Felix", "Jürgen", "Tobias", "Maximilian", "Andreas", "Florian", "Uwe", "Emil", "Sebastian", "Karsten"},
		[]string{"Müller", "Schmidt", "Weber", "Fischer", "Wagner", "Becker", "Hoffmann", "Brandt", "Krüger", "Vogel", "Lehmann", "Seidel", "Kaiser", "Albrecht", "Yilmaz", "Nowak", "Huber", "Steiner"}},
	"dutch": {
		[]string{"Anneke", "Sanne", "Femke", "Lotte", "Marieke", "Iris", "Fleur", "Roos", "Ingrid", "Maud"}, []string{"Daan", "Bram", "Sander", "Pieter", "Jeroen", "Thijs", "Lars", "Ruben", "Willem", "Koen"},
		[]string{"de Vries", "Jansen", "Bakker", "Visser", "Smit", "Mulder", "van Dijk", "de Boer", "Dekker", "Hendriks", "Peeters", "Maes", "Vermeulen", "Kuipers"}},
	"french": {
		[]string{"Camille", "Léa", "Manon", "Élise", "Juliette", "Nathalie", "Chantal", "Inès", "Margaux", "Aurélie"}, []string{"Hugo", "Antoine", "Julien", "Nicolas", "Mathieu", "Pascal", "Étienne", "Rémi", "Karim", "Baptiste"},
		[]string{"Martin", "Bernard", "Dubois", "Moreau", "Laurent", "Lefèvre", "Girard", "Roux", "Fontaine", "Mercier", "Benali", "Tremblay", "Gagnon", "Renard"}},
	"spanish": {
		[]string{"Lucía", "María", "Carmen", "Sofía", "Elena", "Valentina", "Isabel", "Rocío", "Daniela", "Pilar", "Ximena"}, []string{"Javier", "Diego", "Alejandro", "Pablo", "Mateo", "Sergio", "Andrés", "Rafael", "Joaquín", "Emilio", "Tomás"},
		[]string{"García", "Fernández", "López", "Martínez", "Sánchez", "Romero", "Torres", "Navarro", "Castillo", "Herrera", "Vega", "Delgado", "Rojas", "Molina", "Ibáñez"}},
	"italian": {
		[]string{"Giulia", "Chiara", "Francesca", "Martina", "Alessia", "Elisa", "Paola", "Ilaria"}, []string{"Luca", "Marco", "Matteo", "Davide", "Giorgio", "Alessandro", "Paolo", "Stefano"},
		[]string{"Rossi", "Russo", "Ferrari", "Bianchi", "Romano", "Greco", "Marino", "Conti", "Gallo", "Moretti", "Villa", "Serra"}},
	"portuguese": {
		[]string{"Ana", "Beatriz", "Mariana", "Camila", "Larissa", "Inês", "Juliana", "Fernanda"}, []string{"João", "Pedro", "Tiago", "Rafael", "Gustavo", "Bruno", "Miguel", "Vinícius"},
		[]string{"Silva", "Santos", "Oliveira", "Souza", "Costa", "Pereira", "Almeida", "Carvalho", "Ribeiro", "Barbosa", "Teixeira"}},
	"nordic": {
		[]string{"Astrid", "Freja", "Ingrid", "Linnea", "Sigrid", "Maja", "Karin", "Aino", "Saga", "Helle"}, []string{"Erik", "Lars", "Magnus", "Nils", "Anders", "Oskar", "Mikkel", "Juhani", "Henrik", "Sven"},
		[]string{"Andersson", "Johansson", "Nilsson", "Lindqvist", "Berg", "Hansen", "Olsen", "Dahl", "Nielsen", "Korhonen", "Virtanen", "Holm"}},
	"polish": {
		[]string{"Zofia", "Magdalena", "Katarzyna", "Agnieszka", "Joanna", "Ewa", "Natalia"}, []string{"Jakub", "Piotr", "Tomasz", "Michał", "Paweł", "Krzysztof", "Marek"},
		[]string{"Nowak", "Kowalczyk", "Zieliński", "Wójcik", "Lewandowski", "Mazur", "Dvořák", "Novák", "Horák"}},
	"indian": {
		[]string{"Priya", "Ananya", "Meera", "Kavya", "Divya", "Aisha", "Sunita", "Neha", "Lakshmi"}, []string{"Arjun", "Rohan", "Vikram", "Rahul", "Sanjay", "Aditya", "Imran", "Karthik", "Nikhil"},
		[]string{"Sharma", "Patel", "Gupta", "Iyer", "Reddy", "Khan", "Mehta", "Nair", "Banerjee", "Desai", "Chopra", "Rao"}},
	"japanese": {
		[]string{"Yuki", "Haruka", "Aiko", "Misaki", "Naomi", "Sakura", "Keiko"}, []string{"Haruto", "Kenji", "Takumi", "Daichi", "Ryo", "Hiroshi", "Satoshi"},
		[]string{"Sato", "Suzuki", "Tanaka", "Watanabe", "Yamamoto", "Nakamura", "Kobayashi", "Ito", "Mori", "Fujita"}},
	"chinese": {
		[]string{"Mei", "Xin Yi", "Li Na", "Hui Min", "Jia", "Wen", "Ying"}, []string{"Wei", "Jun", "Ming", "Hao", "Kai", "Zhi Hao", "Feng"},
		[]string{"Tan", "Lim", "Wang", "Chen", "Li", "Zhang", "Wong", "Liu", "Goh", "Lin"}},
	"korean": {
		[]string{"Ji-woo", "Seo-yeon", "Min-ji", "Ha-eun", "Soo-jin"}, []string{"Min-jun", "Ji-ho", "Hyun-woo", "Dong-hyun", "Seung-min"}, []string{"Kim", "Lee", "Park", "Choi", "Jung", "Kang", "Yoon"}},
	"turkish": {
		[]string{"Zeynep", "Elif", "Ayşe", "Defne", "Merve"}, []string{"Mehmet", "Emre", "Can", "Burak", "Kerem"}, []string{"Yılmaz", "Kaya", "Demir", "Çelik", "Şahin", "Aydın"}},
	"arabic": {
		[]string{"Layla", "Mariam", "Noor", "Hana", "Salma"}, []string{"Omar", "Yousef", "Khalid", "Tariq", "Hassan"}, []string{"Haddad", "Al-Masri", "Farouk", "Mansour", "Khalil", "Nasser"}},
	"african": {
		[]string{"Amina", "Chiamaka", "Thandiwe", "Wanjiku", "Zanele", "Ngozi", "Akinyi"}, []string{"Chidi", "Kwame", "Sipho", "Tunde", "Kamau", "Thabo", "Otieno"}, []string{"Okafor", "Adeyemi", "Nkosi", "Dlamini", "Mwangi", "Mensah", "Botha", "Eze", "Kariuki"}},
}

// A person is somebody with everything that goes with them.
type person struct {
	first, middle, last string
	female              bool
	born                int64 // seconds since 1970
	user, mail          string
	at                  *place
}

func (p *person) name() string { return p.first + " " + p.last }

// person draws somebody who lives at a place. Every world has a few families
// and favourite first names, so that a last name alone rarely tells who is
// meant.
func (r *row) newPerson(at *place, domain string) *person {
	s, f := r.s, r.f
	c := cultures[at.country.culture]
	if s.Chance(1, 9) { // people move
		c = cultures[f.home.culture]
		if s.Chance(1, 2) {
			c = cultures[countries[s.IntN(len(countries))].culture]
		}
	}
	p := &person{at: at, female: s.Chance(1, 2)}
	given := c.male
	if p.female {
		given = c.female
	}
	p.first = given[r.favoured(len(given))]
	p.last = c.last[r.favoured(len(c.last))]
	p.middle = given[s.IntN(len(given))]
	p.born = f.now - int64(19*365+s.IntN(20*365)+s.IntN(25*365))*day - int64(s.IntN(int(day)))
	first, last := slug(p.first, ""), slug(p.last, "")
	switch s.IntN(6) {
	case 0, 1:
		p.user = first + "." + last
	case 2:
		p.user = first[:1] + last
	case 3:
		p.user = first + "_" + last
	case 4:
		p.user = first + last[:1] + digits(s, 2)
	default:
		p.user = last + first[:1] + digits(s, 1)
	}
	local := first + "." + last
	if s.Chance(1, 3) {
		local = p.user
	}
	if domain == "" {
		domain = mailDomains[s.IntN(len(mailDomains))]
	}
	p.mail = local + "@" + domain
	return p
}

// mailDomains are reserved: nobody gets mail there.
var mailDomains = []string{"example.com", "example.com", "example.com", "example.org", "example.net", "mail.example", "inbox.example", "post.example"}

// favoured is an index below n that falls on the same few in this world every
// other time.
func (r *row) favoured(n int) int {
	if r.s.Chance(2, 5) {
		return int((r.f.flavour + uint64(r.s.IntN(3))*7) % uint64(n))
	}
	return r.s.IntN(n)
}

func digits(s interface{ IntN(int) int }, n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte('0' + s.IntN(10))
	}
	if b[0] == '0' {
		b[0] = byte('1' + s.IntN(9))
	}
	return string(b)
}

// A company is a firm with what goes with it.
type company struct {
	name, domain, industry, stem string
	at                           *place
}

var companyStems = []string{"Brightwater", "Halden", "Northgate", "Silverbirch", "Meridian", "Castlebrook", "Orion", "Fairfield", "Kestrel", "Bluestone", "Aldgate", "Larkspur", "Ironbridge", "Quayside", "Summit", "Harrow", "Juniper", "Westbrook", "Tidewater", "Foxglove", "Granite", "Polaris", "Redwood", "Stonegate", "Vantage", "Willow", "Amberley", "Cobalt", "Drayton", "Evergreen"}

var companyTrades = []struct{ word, industry string }{
	{"Logistics", "Logistics"}, {"Foods", "Food processing"}, {"Medical", "Medical technology"}, {"Software", "Software"}, {"Construction", "Construction"}, {"Textiles", "Textiles"}, {"Energy", "Energy"},
	{"Packaging", "Packaging"}, {"Engineering", "Mechanical engineering"}, {"Press", "Publishing"}, {"Hotels", "Hospitality"}, {"Insurance", "Insurance"}, {"Consulting", "Consulting"}, {"Furniture", "Furniture"},
	{"Analytics", "Software"}, {"Pharma", "Pharmaceuticals"}, {"Motors", "Automotive"}, {"Interiors", "Retail"}, {"Farms", "Agriculture"}, {"Partners", "Consulting"},
}

var companyForms = map[string][]string{
	"US": {"Inc.", "LLC", "", ""}, "CA": {"Inc.", ""}, "GB": {"Ltd", "Ltd", "", "plc"}, "IE": {"Ltd", ""}, "DE": {"GmbH", "GmbH", "AG", "KG"}, "AT": {"GmbH"}, "CH": {"AG", "GmbH"}, "NL": {"B.V.", "B.V.", ""}, "BE": {"NV", "BV"},
	"FR": {"SA", "SARL", "SAS"}, "ES": {"S.L.", "S.A."}, "IT": {"S.r.l.", "S.p.A."}, "PT": {"Lda."}, "SE": {"AB"}, "NO": {"AS"}, "DK": {"A/S", "ApS"}, "FI": {"Oy"}, "PL": {"Sp. z o.o."}, "CZ": {"s.r.o."}, "IN": {"Pvt Ltd"}, "JP": {"K.K."},
	"AU": {"Pty Ltd"}, "NZ": {"Ltd"}, "BR": {"Ltda."}, "MX": {"S.A. de C.V."}, "SG": {"Pte Ltd"},
}

func (r *row) newCompany(at *place) *company {
	s := r.s
	c := &company{at: at}
	trade := companyTrades[s.IntN(len(companyTrades))]
	c.industry = trade.industry
	last := func() string {
		l := cultures[at.country.culture].last
		return l[s.IntN(len(l))]
	}
	switch s.IntN(6) {
	case 0:
		c.stem = last() + " & " + last()
	case 1:
		c.stem = last() + " " + trade.word
	case 2:
		c.stem = at.city.name + " " + trade.word
	case 3:
		c.stem = companyStems[r.favoured(len(companyStems))]
	default:
		c.stem = companyStems[r.favoured(len(companyStems))] + " " + trade.word
	}
	c.name = c.stem
	if forms := companyForms[at.country.code]; len(forms) > 0 && s.Chance(3, 5) {
		if form := forms[s.IntN(len(forms))]; form != "" {
			c.name += " " + form
		}
	}
	c.domain = slug(c.stem, "-") + ".example"
	return c
}
