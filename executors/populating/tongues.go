package populating

// A coded is something that has a code of its own.
type coded struct{ code, name string }

// monies are currencies, tongues languages.
var (
	monies = []coded{{"EUR", "Euro"}, {"USD", "US dollar"}, {"GBP", "Pound sterling"}, {"JPY", "Japanese yen"}, {"CHF", "Swiss franc"}, {"SEK", "Swedish krona"}, {"INR", "Indian rupee"}, {"BRL", "Brazilian real"}, {"CAD", "Canadian dollar"},
		{"AUD", "Australian dollar"}, {"MXN", "Mexican peso"}, {"PLN", "Polish złoty"}, {"DKK", "Danish krone"}, {"NOK", "Norwegian krone"}, {"ZAR", "South African rand"}, {"SGD", "Singapore dollar"}, {"TRY", "Turkish lira"}, {"KRW", "South Korean won"}}
	tongues = []coded{{"en", "English"}, {"de", "German"}, {"fr", "French"}, {"es", "Spanish"}, {"it", "Italian"}, {"nl", "Dutch"}, {"pt", "Portuguese"}, {"pl", "Polish"}, {"sv", "Swedish"}, {"ja", "Japanese"}, {"tr", "Turkish"}, {"ar", "Arabic"}, {"hi", "Hindi"}, {"ko", "Korean"}, {"da", "Danish"}, {"fi", "Finnish"}}
)

// columnWords are values of columns that mean nothing beyond their name.
var columnWords = map[string][]string{
	"word": {"{vocabulary}"}, "meaning": {"{definition}"}, "definition": {"{definition}"}, "quote": {"{saying}"}, "joke": {"{joke}"}, "fact": {"{fact}"}, "punchline": {"It had so many dates.", "They forgot the words.", "It took the stairs."}, "setup": {"Why did the calendar feel popular?", "Why do bees hum?", "Why was the ladder late?"},
	"tone":      {"friendly", "formal", "neutral", "playful", "matter-of-fact"},
	"audience":  {"small businesses", "students", "families", "first-time buyers", "developers", "retirees", "teachers"},
	"solution":  {"Restarted the service and cleared the cache.", "Replaced the cable.", "Sent a new link by e-mail.", "Updated to {version}.", "Corrected the address and shipped again.", "Explained the invoice by phone."},
	"idea":      {"An app that tells when the bakery has fresh bread", "Rent out garden tools in the neighbourhood", "Shared lunch boxes for offices", "A map of quiet places in {city}", "Repair evenings at the library", "A newsletter about {topic}"},
	"selector":  {"#login", ".price", "main > article", "a.next", "#search input", "table tr:first-child", ".product-title"},
	"script":    {"document.title", "window.scrollTo(0, 0)", "location.href", "document.querySelectorAll('a').length"},
	"orderby":   {"name", "created_at", "-created_at", "price", "-updated_at"},
	"filter":    {"status eq 'active'", "created_at > 2025-01-01", "name contains 'north'", "owner eq 'me'", "all"},
	"direction": {"inbound", "outbound"},
	"method":    {"standard", "automatic", "manual", "batch"},
	"mode":      {"automatic", "manual", "eco", "standard", "boost"},
	"usage":     {"daily", "occasional", "heavy", "seasonal"},
	"occasion":  {"birthday", "wedding", "anniversary", "graduation", "housewarming"},
	"mood":      {"calm", "cheerful", "tired", "focused", "anxious"},
	"goal":      {"Run ten kilometres", "Save for a bicycle", "Read two books a month", "Learn {language}", "Cook at home more often"},
	"habit":     {"Drink water", "Walk after lunch", "Read before bed", "Stretch", "Write a diary"},
	"relation":  {"mother", "brother", "neighbour", "colleague", "partner"}, "relationship": {"mother", "brother", "neighbour", "colleague", "partner"},
	"symptoms":    {"cough and fever", "headache since {weekday}", "sore throat", "back pain", "dizziness"},
	"pattern":     {"*.log", "**/*.go", "src/**", "report-*.csv"},
	"rule":        {"No smoking indoors", "Quiet after ten in the evening", "No parties", "Pets by arrangement", "Leave the keys at reception", "No visitors after eleven"},
	"regex":       {"^[A-Z]+-[0-9]+$", "^[0-9]+$", "[a-z]+@example\\.com", "^INV-[0-9]+$"},
	"command":     {"ls -la", "git status", "make test", "df -h", "systemctl status {service}"},
	"sql":         {"SELECT count(*) FROM orders", "SELECT name FROM customers LIMIT 10", "SELECT max(created_at) FROM events"},
	"words":       {"in the beginning", "light and shade", "by the river", "once upon a time"},
	"translation": {"Guten Morgen", "Où est la gare ?", "Muchas gracias", "Buona sera", "Goede reis"},
	"example":     {"She took the early train to {city}.", "They met at the harbour.", "The soup was still warm."},
	"answer":      {"Yes, within {nn} days.", "It depends on the plan.", "Please contact the {team} team.", "No, it is included.", "In {city}."},
	"problem":     {"{ticket}"}, "strategy": {"rolling", "blue-green", "canary", "all at once"},
	"instruction": {"Mix well and let it rest.", "Turn left after the bridge.", "Press the button for {n} seconds."}, "step": {"Preheat the oven.", "Open the settings.", "Check the oil.", "Sign the form."},
}
