package populating

import "strings"

// A country is where cities lie, and what goes with it. In shapes of numbers #
// is a digit and @ a letter.
type country struct {
	code, name, language, nationality, currency, culture string
	phone                                                []string // shapes of numbers
	streets                                              []string
	numberFirst                                          bool // the house's number stands before the street
	weight                                               int64
	cities                                               []city
}

// A city is a city with its region. Postcodes start as given.
type city struct {
	name, region, regionCode, zone, post string
	lat, lon                             float64
}

var streetsEnglish = []string{"Mill Lane", "Station Road", "Church Street", "Park Avenue", "Bridge Street", "King Street", "Orchard Road", "Canal Walk", "Victoria Road", "Maple Avenue", "Castle Hill", "Queen's Road", "Elm Street", "Harbour Street", "Chestnut Close"}
var streetsAmerican = []string{"Oak Street", "Maple Avenue", "Cedar Lane", "Elm Drive", "Washington Street", "Lakeview Drive", "Highland Avenue", "Park Place", "Sunset Boulevard", "River Road", "Pine Street", "2nd Avenue", "Hillcrest Road", "Main Street", "Willow Court"}
var streetsSpanish = []string{"Calle Mayor", "Calle de Alcalá", "Avenida de la Constitución", "Calle San Juan", "Plaza Nueva", "Calle del Carmen", "Avenida Libertad", "Calle Reforma"}

var countries = []country{
	{"US", "United States", "en", "American", "USD", "english", []string{"+1 ### 555 01##"}, streetsAmerican, true, 34, []city{
		{"Austin", "Texas", "TX", "America/Chicago", "787##", 30.2672, -97.7431}, {"Houston", "Texas", "TX", "America/Chicago", "770##", 29.7604, -95.3698}, {"Denver", "Colorado", "CO", "America/Denver", "802##", 39.7392, -104.9903},
		{"Seattle", "Washington", "WA", "America/Los_Angeles", "981##", 47.6062, -122.3321}, {"Portland", "Oregon", "OR", "America/Los_Angeles", "972##", 45.5152, -122.6784}, {"Chicago", "Illinois", "IL", "America/Chicago", "606##", 41.8781, -87.6298},
		{"Boston", "Massachusetts", "MA", "America/New_York", "021##", 42.3601, -71.0589}, {"Brooklyn", "New York", "NY", "America/New_York", "112##", 40.6782, -73.9442}, {"San Diego", "California", "CA", "America/Los_Angeles", "921##", 32.7157, -117.1611},
		{"Oakland", "California", "CA", "America/Los_Angeles", "946##", 37.8044, -122.2712}, {"Atlanta", "Georgia", "GA", "America/New_York", "303##", 33.749, -84.388}, {"Minneapolis", "Minnesota", "MN", "America/Chicago", "554##", 44.9778, -93.265},
		{"New York", "New York", "NY", "America/New_York", "100##", 40.7128, -74.006}, {"Los Angeles", "California", "CA", "America/Los_Angeles", "900##", 34.0522, -118.2437}, {"San Francisco", "California", "CA", "America/Los_Angeles", "941##", 37.7749, -122.4194},
		{"Phoenix", "Arizona", "AZ", "America/Phoenix", "850##", 33.4484, -112.074}, {"Nashville", "Tennessee", "TN", "America/Chicago", "372##", 36.1627, -86.7816}}},
	{"GB", "United Kingdom", "en", "British", "GBP", "english", []string{"+44 20 7946 0###", "+44 7700 900###"}, streetsEnglish, true, 14, []city{
		{"London", "England", "ENG", "Europe/London", "SE1 #@@", 51.5072, -0.1276}, {"Manchester", "England", "ENG", "Europe/London", "M1 #@@", 53.4808, -2.2426}, {"Leeds", "England", "ENG", "Europe/London", "LS2 #@@", 53.8008, -1.5491},
		{"Bristol", "England", "ENG", "Europe/London", "BS1 #@@", 51.4545, -2.5879}, {"Edinburgh", "Scotland", "SCT", "Europe/London", "EH3 #@@", 55.9533, -3.1883}, {"Glasgow", "Scotland", "SCT", "Europe/London", "G2 #@@", 55.8642, -4.2518}, {"Cardiff", "Wales", "WLS", "Europe/London", "CF10 #@@", 51.4816, -3.1791}}},
	{"DE", "Germany", "de", "German", "EUR", "german", []string{"+49 30 2312 5###", "+49 171 39200##"}, []string{"Lindenstraße", "Hauptstraße", "Bahnhofstraße", "Gartenweg", "Schillerstraße", "Am Markt", "Goethestraße", "Rosenweg", "Bergstraße", "Mühlenweg"}, false, 9, []city{
		{"Berlin", "Berlin", "BE", "Europe/Berlin", "10###", 52.52, 13.405}, {"Hamburg", "Hamburg", "HH", "Europe/Berlin", "20###", 53.5511, 9.9937}, {"Munich", "Bavaria", "BY", "Europe/Berlin", "80###", 48.1351, 11.582},
		{"Nuremberg", "Bavaria", "BY", "Europe/Berlin", "904##", 49.4521, 11.0767}, {"Cologne", "North Rhine-Westphalia", "NW", "Europe/Berlin", "506##", 50.9375, 6.9603}, {"Frankfurt", "Hesse", "HE", "Europe/Berlin", "603##", 50.1109, 8.6821}, {"Leipzig", "Saxony", "SN", "Europe/Berlin", "041##", 51.3397, 12.3731}, {"Freiburg", "Baden-Württemberg", "BW", "Europe/Berlin", "791##", 47.999, 7.8421}}},
	{"NL", "Netherlands", "nl", "Dutch", "EUR", "dutch", []string{"+31 20 123 4###", "+31 6 1234 5###"}, []string{"Kerkstraat", "Dorpsstraat", "Molenweg", "Prinsengracht", "Stationsplein", "Beatrixlaan", "Havenkade", "Nieuwstraat"}, false, 5, []city{
		{"Amsterdam", "North Holland", "NH", "Europe/Amsterdam", "10## @@", 52.3676, 4.9041}, {"Haarlem", "North Holland", "NH", "Europe/Amsterdam", "20## @@", 52.3874, 4.6462}, {"Utrecht", "Utrecht", "UT", "Europe/Amsterdam", "35## @@", 52.0907, 5.1214}, {"Rotterdam", "South Holland", "ZH", "Europe/Amsterdam", "30## @@", 51.9244, 4.4777}, {"Groningen", "Groningen", "GR", "Europe/Amsterdam", "97## @@", 53.2194, 6.5665}}},
	{"FR", "France", "fr", "French", "EUR", "french", []string{"+33 1 99 00 ## ##", "+33 6 39 98 ## ##"}, []string{"rue de la République", "rue Victor Hugo", "avenue Jean Jaurès", "place du Marché", "rue des Lilas", "boulevard Voltaire", "rue Pasteur"}, true, 6, []city{
		{"Paris", "Île-de-France", "IDF", "Europe/Paris", "750##", 48.8566, 2.3522}, {"Lyon", "Auvergne-Rhône-Alpes", "ARA", "Europe/Paris", "6900#", 45.764, 4.8357}, {"Grenoble", "Auvergne-Rhône-Alpes", "ARA", "Europe/Paris", "380##", 45.1885, 5.7245}, {"Nantes", "Pays de la Loire", "PDL", "Europe/Paris", "440##", 47.2184, -1.5536}, {"Lille", "Hauts-de-France", "HDF", "Europe/Paris", "590##", 50.6292, 3.0573}, {"Marseille", "Provence-Alpes-Côte d'Azur", "PAC", "Europe/Paris", "1300#", 43.2965, 5.3698}}},
	{"ES", "Spain", "es", "Spanish", "EUR", "spanish", []string{"+34 91 555 0###", "+34 600 000 ###"}, streetsSpanish, false, 5, []city{
		{"Madrid", "Community of Madrid", "MD", "Europe/Madrid", "280##", 40.4168, -3.7038}, {"Barcelona", "Catalonia", "CT", "Europe/Madrid", "080##", 41.3874, 2.1686}, {"Girona", "Catalonia", "CT", "Europe/Madrid", "170##", 41.9794, 2.8214}, {"Valencia", "Valencian Community", "VC", "Europe/Madrid", "460##", 39.4699, -0.3763}, {"Seville", "Andalusia", "AN", "Europe/Madrid", "410##", 37.3891, -5.9845}}},
	{"IT", "Italy", "it", "Italian", "EUR", "italian", []string{"+39 06 5550 1##", "+39 333 000 0###"}, []string{"Via Roma", "Via Garibaldi", "Corso Italia", "Piazza Dante", "Via Verdi", "Via dei Mille"}, false, 4, []city{
		{"Rome", "Lazio", "LAZ", "Europe/Rome", "001##", 41.9028, 12.4964}, {"Milan", "Lombardy", "LOM", "Europe/Rome", "201##", 45.4642, 9.19}, {"Bergamo", "Lombardy", "LOM", "Europe/Rome", "241##", 45.6983, 9.6773}, {"Turin", "Piedmont", "PMN", "Europe/Rome", "101##", 45.0703, 7.6869}, {"Bologna", "Emilia-Romagna", "EMR", "Europe/Rome", "401##", 44.4949, 11.3426}}},
	{"CA", "Canada", "en", "Canadian", "CAD", "english", []string{"+1 416 555 01##", "+1 604 555 01##"}, streetsAmerican, true, 6, []city{
		{"Toronto", "Ontario", "ON", "America/Toronto", "M5V #@#", 43.6532, -79.3832}, {"Ottawa", "Ontario", "ON", "America/Toronto", "K1P #@#", 45.4215, -75.6972}, {"Vancouver", "British Columbia", "BC", "America/Vancouver", "V6B #@#", 49.2827, -123.1207}, {"Montreal", "Quebec", "QC", "America/Toronto", "H2X #@#", 45.5019, -73.5674}, {"Calgary", "Alberta", "AB", "America/Edmonton", "T2P #@#", 51.0447, -114.0719}}},
	{"AU", "Australia", "en", "Australian", "AUD", "english", []string{"+61 2 5550 ####", "+61 491 570 ###"}, streetsEnglish, true, 5, []city{
		{"Sydney", "New South Wales", "NSW", "Australia/Sydney", "20##", -33.8688, 151.2093}, {"Newcastle", "New South Wales", "NSW", "Australia/Sydney", "23##", -32.9283, 151.7817}, {"Melbourne", "Victoria", "VIC", "Australia/Melbourne", "30##", -37.8136, 144.9631}, {"Brisbane", "Queensland", "QLD", "Australia/Brisbane", "40##", -27.4698, 153.0251}, {"Perth", "Western Australia", "WA", "Australia/Perth", "60##", -31.9523, 115.8613}}},
	{"IN", "India", "en", "Indian", "INR", "indian", []string{"+91 98100 0####", "+91 22 5550 ####"}, []string{"MG Road", "Station Road", "Nehru Street", "Park Street", "Lake View Road", "Brigade Road", "Gandhi Nagar"}, true, 5, []city{
		{"Bengaluru", "Karnataka", "KA", "Asia/Kolkata", "5600##", 12.9716, 77.5946}, {"Mumbai", "Maharashtra", "MH", "Asia/Kolkata", "4000##", 19.076, 72.8777}, {"Pune", "Maharashtra", "MH", "Asia/Kolkata", "4110##", 18.5204, 73.8567}, {"Delhi", "Delhi", "DL", "Asia/Kolkata", "1100##", 28.6139, 77.209}, {"Chennai", "Tamil Nadu", "TN", "Asia/Kolkata", "6000##", 13.0827, 80.2707}}},
	{"BR", "Brazil", "pt", "Brazilian", "BRL", "portuguese", []string{"+55 11 5550 ####"}, []string{"Rua das Flores", "Avenida Paulista", "Rua XV de Novembro", "Rua da Praia", "Avenida Brasil"}, false, 4, []city{
		{"São Paulo", "São Paulo", "SP", "America/Sao_Paulo", "01###-###", -23.5505, -46.6333}, {"Campinas", "São Paulo", "SP", "America/Sao_Paulo", "13###-###", -22.9099, -47.0626}, {"Rio de Janeiro", "Rio de Janeiro", "RJ", "America/Sao_Paulo", "20###-###", -22.9068, -43.1729}, {"Curitiba", "Paraná", "PR", "America/Sao_Paulo", "80###-###", -25.4284, -49.2733}}},
	{"MX", "Mexico", "es", "Mexican", "MXN", "spanish", []string{"+52 55 5550 ####"}, streetsSpanish, false, 3, []city{
		{"Mexico City", "Mexico City", "CMX", "America/Mexico_City", "06###", 19.4326, -99.1332}, {"Guadalajara", "Jalisco", "JAL", "America/Mexico_City", "44###", 20.6597, -103.3496}, {"Monterrey", "Nuevo León", "NLE", "America/Monterrey", "64###", 25.6866, -100.3161}}},
	{"JP", "Japan", "ja", "Japanese", "JPY", "japanese", []string{"+81 3 5550 ####"}, []string{"Sakura-dori", "Chuo", "Midori-cho", "Ginza", "Hon-machi"}, true, 3, []city{
		{"Tokyo", "Tokyo", "13", "Asia/Tokyo", "15#-00##", 35.6762, 139.6503}, {"Osaka", "Osaka", "27", "Asia/Tokyo", "53#-00##", 34.6937, 135.5023}, {"Fukuoka", "Fukuoka", "40", "Asia/Tokyo", "81#-00##", 33.5902, 130.4017}}},
	{"SE", "Sweden", "sv", "Swedish", "SEK", "nordic", []string{"+46 8 465 004 ##"}, []string{"Storgatan", "Drottninggatan", "Kungsgatan", "Parkvägen", "Hamngatan"}, false, 2, []city{
		{"Stockholm", "Stockholm County", "AB", "Europe/Stockholm", "11# ##", 59.3293, 18.0686}, {"Gothenburg", "Västra Götaland", "O", "Europe/Stockholm", "41# ##", 57.7089, 11.9746}, {"Malmö", "Skåne", "M", "Europe/Stockholm", "21# ##", 55.605, 13.0038}}},
	{"DK", "Denmark", "da", "Danish", "DKK", "nordic", []string{"+45 55 50 ## ##"}, []string{"Nørregade", "Vestergade", "Strandvejen", "Skolevej"}, false, 2, []city{{"Copenhagen", "Capital Region", "84", "Europe/Copenhagen", "1###", 55.6761, 12.5683}, {"Aarhus", "Central Denmark", "82", "Europe/Copenhagen", "8###", 56.1629, 10.2039}}},
	{"NO", "Norway", "no", "Norwegian", "NOK", "nordic", []string{"+47 55 50 ## ##"}, []string{"Storgata", "Kirkegata", "Bryggen", "Parkveien"}, false, 1, []city{{"Oslo", "Oslo", "03", "Europe/Oslo", "01##", 59.9139, 10.7522}, {"Bergen", "Vestland", "46", "Europe/Oslo", "50##", 60.3913, 5.3221}}},
	{"PL", "Poland", "pl", "Polish", "PLN", "polish", []string{"+48 22 555 0###"}, []string{"ul. Długa", "ul. Lipowa", "ul. Polna", "ul. Kościuszki"}, false, 2, []city{{"Warsaw", "Masovia", "MZ", "Europe/Warsaw", "00-###", 52.2297, 21.0122}, {"Kraków", "Lesser Poland", "MA", "Europe/Warsaw", "30-###", 50.0647, 19.945}, {"Gdańsk", "Pomerania", "PM", "Europe/Warsaw", "80-###", 54.352, 18.6466}}},
	{"AT", "Austria", "de", "Austrian", "EUR", "german", []string{"+43 1 555 0###"}, []string{"Ringstraße", "Hauptplatz", "Kirchengasse", "Feldgasse"}, false, 2, []city{{"Vienna", "Vienna", "9", "Europe/Vienna", "10#0", 48.2082, 16.3738}, {"Graz", "Styria", "6", "Europe/Vienna", "80##", 47.0707, 15.4395}}},
	{"CH", "Switzerland", "de", "Swiss", "CHF", "german", []string{"+41 44 555 0# ##"}, []string{"Bahnhofstrasse", "Seestrasse", "Dorfstrasse"}, false, 2, []city{{"Zurich", "Zurich", "ZH", "Europe/Zurich", "80##", 47.3769, 8.5417}, {"Bern", "Bern", "BE", "Europe/Zurich", "30##", 46.948, 7.4474}}},
	{"BE", "Belgium", "nl", "Belgian", "EUR", "dutch", []string{"+32 2 555 0# ##"}, []string{"Kerkstraat", "Grote Markt", "Stationsstraat"}, false, 1, []city{{"Antwerp", "Flanders", "VLG", "Europe/Brussels", "20##", 51.2194, 4.4025}, {"Ghent", "Flanders", "VLG", "Europe/Brussels", "90##", 51.0543, 3.7174}}},
	{"PT", "Portugal", "pt", "Portuguese", "EUR", "portuguese", []string{"+351 21 555 0###"}, []string{"Rua Augusta", "Avenida da Liberdade", "Rua do Carmo"}, false, 2, []city{{"Lisbon", "Lisbon", "11", "Europe/Lisbon", "1###-###", 38.7223, -9.1393}, {"Porto", "Porto", "13", "Europe/Lisbon", "4###-###", 41.1579, -8.6291}}},
	{"IE", "Ireland", "en", "Irish", "EUR", "english", []string{"+353 1 555 0###"}, streetsEnglish, true, 2, []city{{"Dublin", "Leinster", "L", "Europe/Dublin", "D02 @@##", 53.3498, -6.2603}, {"Cork", "Munster", "M", "Europe/Dublin", "T12 @@##", 51.8985, -8.4756}}},
	{"SG", "Singapore", "en", "Singaporean", "SGD", "chinese", []string{"+65 5550 ####"}, []string{"Orchard Road", "Bukit Timah Road", "Serangoon Road", "Marine Parade"}, true, 2, []city{{"Singapore", "Central Region", "01", "Asia/Singapore", "0#####", 1.3521, 103.8198}}},
	{"KR", "South Korea", "ko", "South Korean", "KRW", "korean", []string{"+82 2 5550 ####"}, []string{"Teheran-ro", "Sejong-daero", "Mapo-daero"}, true, 1, []city{{"Seoul", "Seoul", "11", "Asia/Seoul", "04###", 37.5665, 126.978}, {"Busan", "Busan", "26", "Asia/Seoul", "48###", 35.1796, 129.0756}}},
	{"TR", "Türkiye", "tr", "Turkish", "TRY", "turkish", []string{"+90 212 555 0# ##"}, []string{"Atatürk Caddesi", "İstiklal Caddesi", "Gül Sokak"}, false, 1, []city{{"Istanbul", "Istanbul", "34", "Europe/Istanbul", "34###", 41.0082, 28.9784}, {"Izmir", "Izmir", "35", "Europe/Istanbul", "35###", 38.4237, 27.1428}}},
	{"AE", "United Arab Emirates", "ar", "Emirati", "AED", "arabic", []string{"+971 4 555 0###"}, []string{"Al Wasl Road", "Jumeirah Street", "Corniche Road"}, true, 1, []city{{"Dubai", "Dubai", "DU", "Asia/Dubai", "00000", 25.2048, 55.2708}, {"Abu Dhabi", "Abu Dhabi", "AZ", "Asia/Dubai", "00000", 24.4539, 54.3773}}},
	{"ZA", "South Africa", "en", "South African", "ZAR", "african", []string{"+27 21 555 0###"}, streetsEnglish, true, 2, []city{{"Cape Town", "Western Cape", "WC", "Africa/Johannesburg", "80##", -33.9249, 18.4241}, {"Johannesburg", "Gauteng", "GP", "Africa/Johannesburg", "20##", -26.2041, 28.0473}}},
	{"NG", "Nigeria", "en", "Nigerian", "NGN", "african", []string{"+234 1 555 0###"}, []string{"Awolowo Road", "Marina Road", "Allen Avenue"}, true, 1, []city{{"Lagos", "Lagos", "LA", "Africa/Lagos", "10####", 6.5244, 3.3792}, {"Abuja", "Federal Capital Territory", "FC", "Africa/Lagos", "90####", 9.0765, 7.3986}}},
	{"KE", "Kenya", "en", "Kenyan", "KES", "african", []string{"+254 20 555 0###"}, []string{"Kenyatta Avenue", "Moi Avenue", "Ngong Road"}, true, 1, []city{{"Nairobi", "Nairobi", "30", "Africa/Nairobi", "00###", -1.2921, 36.8219}, {"Mombasa", "Mombasa", "28", "Africa/Nairobi", "801##", -4.0435, 39.6682}}},
}

// areaCodes are those of telephones in North America.
var areaCodes = map[string]string{
	"Austin": "512", "Houston": "713", "Denver": "303", "Seattle": "206", "Portland": "503", "Chicago": "312", "Boston": "617", "Brooklyn": "718", "New York": "212", "San Diego": "619", "Oakland": "510", "Atlanta": "404", "Minneapolis": "612", "Phoenix": "602",
	"Nashville": "615", "Los Angeles": "213", "San Francisco": "415", "Toronto": "416", "Ottawa": "613", "Vancouver": "604", "Montreal": "514", "Calgary": "403",
}

// An airport is a city's, with its code.
type airport struct{ code, city, name string }

var airports = []airport{
	{"AMS", "Amsterdam", "Amsterdam Schiphol"}, {"LHR", "London", "London Heathrow"}, {"LGW", "London", "London Gatwick"}, {"CDG", "Paris", "Paris Charles de Gaulle"}, {"ORY", "Paris", "Paris Orly"}, {"FRA", "Frankfurt", "Frankfurt"}, {"MUC", "Munich", "Munich"}, {"BER", "Berlin", "Berlin Brandenburg"},
	{"MAD", "Madrid", "Madrid-Barajas"}, {"BCN", "Barcelona", "Barcelona-El Prat"}, {"FCO", "Rome", "Rome Fiumicino"}, {"MXP", "Milan", "Milan Malpensa"}, {"LIS", "Lisbon", "Lisbon"}, {"DUB", "Dublin", "Dublin"}, {"CPH", "Copenhagen", "Copenhagen"}, {"ARN", "Stockholm", "Stockholm Arlanda"}, {"OSL", "Oslo", "Oslo Gardermoen"},
	{"ZRH", "Zurich", "Zurich"}, {"VIE", "Vienna", "Vienna"}, {"WAW", "Warsaw", "Warsaw Chopin"}, {"IST", "Istanbul", "Istanbul"}, {"JFK", "New York", "New York John F. Kennedy"}, {"BOS", "Boston", "Boston Logan"}, {"ORD", "Chicago", "Chicago O'Hare"}, {"ATL", "Atlanta", "Atlanta Hartsfield-Jackson"}, {"DEN", "Denver", "Denver"}, {"SEA", "Seattle", "Seattle-Tacoma"},
	{"SFO", "San Francisco", "San Francisco"}, {"LAX", "Los Angeles", "Los Angeles"}, {"AUS", "Austin", "Austin-Bergstrom"}, {"YYZ", "Toronto", "Toronto Pearson"}, {"YVR", "Vancouver", "Vancouver"}, {"MEX", "Mexico City", "Mexico City Benito Juárez"}, {"GRU", "São Paulo", "São Paulo Guarulhos"}, {"HND", "Tokyo", "Tokyo Haneda"}, {"NRT", "Tokyo", "Tokyo Narita"}, {"ICN", "Seoul", "Seoul Incheon"},
	{"SIN", "Singapore", "Singapore Changi"}, {"BLR", "Bengaluru", "Bengaluru Kempegowda"}, {"BOM", "Mumbai", "Mumbai"}, {"DEL", "Delhi", "Delhi Indira Gandhi"}, {"DXB", "Dubai", "Dubai"}, {"SYD", "Sydney", "Sydney Kingsford Smith"}, {"MEL", "Melbourne", "Melbourne Tullamarine"}, {"CPT", "Cape Town", "Cape Town"}, {"JNB", "Johannesburg", "Johannesburg O. R. Tambo"}, {"NBO", "Nairobi", "Nairobi Jomo Kenyatta"},
}

// nearestAirport is where one lands who goes to a city: its own airport, else the one
// that is nearest on the map, which is flat enough for that.
func nearestAirport(c *city) *airport {
	best, least := &airports[0], 0.0
	for i := range airports {
		a := &airports[i]
		if a.city == c.name {
			return a
		}
		at := cityNamed(a.city)
		if at == nil {
			continue
		}
		north, east := at.lat-c.lat, at.lon-c.lon
		if d := float64(north*north) + float64(east*east); i == 0 || d < least {
			best, least = a, d
		}
	}
	return best
}

// cityNamed is the city of a name; nil where there is none.
func cityNamed(name string) *city {
	for i := range countries {
		if c := countries[i].named(name); c != nil {
			return c
		}
	}
	return nil
}

// named is the city of a name in the country; nil where there is none.
func (c *country) named(name string) *city {
	for i := range c.cities {
		if c.cities[i].name == name {
			return &c.cities[i]
		}
	}
	return nil
}

// A place is an address in a city.
type place struct {
	country        *country
	city           *city
	street, number string
	post           string
	extra          string
	lat, lon       float64
}

func (p *place) line() string {
	if p.country.numberFirst {
		return p.number + " " + p.street
	}
	return p.street + " " + p.number
}

// whole is the address in one line.
func (p *place) whole() string {
	var b strings.Builder
	b.WriteString(p.line())
	b.WriteString(", ")
	switch p.country.code {
	case "US", "CA", "AU":
		b.WriteString(p.city.name + ", " + p.city.regionCode + " " + p.post)
	case "GB", "IE", "IN", "SG", "ZA", "NG", "KE", "JP", "KR", "AE":
		b.WriteString(p.city.name + " " + p.post)
	default:
		b.WriteString(p.post + " " + p.city.name)
	}
	b.WriteString(", " + p.country.name)
	return b.String()
}

// newPlace draws an address: mostly of the country where the world is at home,
// and there mostly of a few cities.
func (r *row) newPlace() *place {
	s, f := r.s, r.f
	if r.p.kind.word == "airport" && len(r.places) == 0 {
		for i := range countries {
			if city := countries[i].named(r.field().city); city != nil {
				p := r.placeIn(&countries[i])
				p.city, p.post = city, shape(s, city.post)
				p.lat, p.lon = roundTo(city.lat+0.08, 10000), roundTo(city.lon-0.11, 10000)
				return p
			}
		}
	}
	c := f.home
	switch n := s.IntN(20); {
	case n < 5:
		c = f.second
	case n < 8:
		c = &countries[s.IntN(len(countries))]
	}
	return r.placeIn(c)
}

func (r *row) placeIn(c *country) *place {
	s := r.s
	p := &place{country: c, city: &c.cities[r.favoured(len(c.cities))], street: c.streets[s.IntN(len(c.streets))]}
	p.number = digits(s, 1+s.IntN(2))
	if c.code == "US" || c.code == "CA" {
		p.number = digits(s, 3+s.IntN(2))
	}
	p.post = shape(s, p.city.post)
	switch s.IntN(4) {
	case 0:
		p.extra = "Apt " + digits(s, 1) + string(rune('A'+s.IntN(4)))
	case 1:
		p.extra = "Floor " + digits(s, 1)
	case 2:
		p.extra = "Unit " + digits(s, 2)
	default:
		p.extra = "c/o reception"
	}
	p.lat = roundTo(p.city.lat+float64(float64(s.IntN(2001)-1000)*0.00004), 10000)
	p.lon = roundTo(p.city.lon+float64(float64(s.IntN(2001)-1000)*0.00004), 10000)
	return p
}

// shape fills digits in for # and letters for @.
func shape(s interface{ IntN(int) int }, text string) string {
	b := []byte(text)
	for i, c := range b {
		switch c {
		case '#':
			b[i] = byte('0' + s.IntN(10))
		case '@':
			b[i] = "ABDEFGHJLNPQRSTUWXYZ"[s.IntN(20)]
		}
	}
	return string(b)
}
