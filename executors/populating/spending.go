package populating

// A spending is what money on an account goes to or comes from.
type spending struct {
	text, merchant, category string
	low, high                int64
}

var spendings = []spending{
	{"Weekly groceries", "Fairfield Market", "groceries", 18, 140}, {"Supermarket", "Green Basket", "groceries", 9, 95}, {"Bakery", "Mill Lane Bakery", "groceries", 3, 18}, {"Rent {month}", "Castlebrook Housing", "rent", 620, 1650},
	{"Electricity {month}", "Tidewater Energy", "utilities", 38, 160}, {"Phone bill {month}", "Vantage Mobile", "utilities", 12, 60}, {"Water and waste, {season}", "City Utilities {city}", "utilities", 40, 210}, {"Salary {month}", "{company}", "salary", 1900, 5200},
	{"Train to {city}", "Northern Rail", "travel", 12, 140}, {"Hotel {hotel}, {city}", "Hotel {hotel}", "travel", 70, 520}, {"Fuel", "Orion Fuel {city}", "travel", 35, 95}, {"Lunch with {first}", "{restaurant}", "dining", 11, 60}, {"Dinner", "{restaurant}", "dining", 24, 160},
	{"Coffee", "Café {hotel}", "dining", 3, 12}, {"Motor insurance {year}", "Aldgate Insurance", "insurance", 180, 760}, {"Household insurance", "Aldgate Insurance", "insurance", 60, 240}, {"Gym membership", "Summit Gym", "subscriptions", 20, 75}, {"Music, monthly plan", "Quillbox", "subscriptions", 6, 18},
	{"Newspaper subscription", "Larkspur Press", "subscriptions", 9, 42}, {"Invoice {nnnn}", "{company}", "services", 60, 1900}, {"Window repair", "{company}", "services", 80, 640}, {"Transfer to savings", "Own account", "transfer", 50, 900}, {"Shoes", "Osterby Outfitters", "shopping", 40, 180}, {"Garden tools", "Acre Hardware", "shopping", 15, 160},
}

// spends reports whether the row is a movement of money on an account.
func (r *row) spends() bool {
	if r.p.kind.word != "payment" && r.p.kind.word != "expense" {
		return false
	}
	return r.related("", func(k *kind) bool { return k.word == "account" }) != nil || r.p.has(CompanyName) != nil
}

func (r *row) spending() *spending {
	if r.spent == nil {
		r.spent = &spendings[r.s.IntN(len(spendings))]
	}
	return r.spent
}
