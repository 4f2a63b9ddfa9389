package populating

// A dishItem is something on a menu.
type dishItem struct {
	name, category string
	vegetarian     bool
	with           []string
}

var dishItems = []dishItem{
	{"Lentil soup", "Soups", true, []string{"red lentils", "carrots", "cumin"}}, {"Pumpkin soup", "Soups", true, []string{"pumpkin", "cream", "ginger"}}, {"Chicken broth", "Soups", false, []string{"chicken", "leeks", "noodles"}},
	{"Mushroom risotto", "Mains", true, []string{"rice", "mushrooms", "parmesan"}}, {"Chicken curry", "Mains", false, []string{"chicken", "coconut milk", "ginger"}}, {"Fish tacos", "Mains", false, []string{"cod", "corn tortillas", "lime"}},
	{"Beef stew", "Mains", false, []string{"beef", "carrots", "red wine"}}, {"Pad thai", "Mains", false, []string{"rice noodles", "prawns", "peanuts"}}, {"Shakshuka", "Breakfast", true, []string{"eggs", "tomatoes", "paprika"}}, {"Tonkotsu ramen", "Mains", false, []string{"pork", "noodles", "egg"}},
	{"Caesar salad", "Salads", false, []string{"romaine", "chicken", "parmesan"}}, {"Greek salad", "Salads", true, []string{"feta", "olives", "cucumber"}}, {"Chickpea salad", "Salads", true, []string{"chickpeas", "parsley", "lemon"}}, {"Vegetable lasagne", "Mains", true, []string{"zucchini", "tomatoes", "mozzarella"}},
	{"Lamb tagine", "Mains", false, []string{"lamb", "apricots", "almonds"}}, {"Potato pancakes", "Starters", true, []string{"potatoes", "apple sauce", "chives"}}, {"Tomato tart", "Starters", true, []string{"tomatoes", "thyme", "goat's cheese"}}, {"Bruschetta", "Starters", true, []string{"bread", "tomatoes", "basil"}},
	{"Paella", "Mains", false, []string{"rice", "mussels", "saffron"}}, {"Falafel wrap", "Mains", true, []string{"chickpeas", "tahini", "cabbage"}}, {"Salmon teriyaki", "Mains", false, []string{"salmon", "soy sauce", "rice"}}, {"Bean chili", "Mains", true, []string{"black beans", "peppers", "cocoa"}},
	{"Spinach quiche", "Starters", true, []string{"spinach", "eggs", "feta"}}, {"Margherita pizza", "Mains", true, []string{"tomatoes", "mozzarella", "basil"}}, {"Pizza diavola", "Mains", false, []string{"tomatoes", "mozzarella", "salami"}}, {"Carrot cake", "Desserts", true, []string{"carrots", "walnuts", "cream cheese"}},
	{"Apple crumble", "Desserts", true, []string{"apples", "oats", "butter"}}, {"Tiramisu", "Desserts", true, []string{"mascarpone", "coffee", "cocoa"}}, {"Lemon sorbet", "Desserts", true, []string{"lemon", "sugar", "mint"}}, {"Iced tea", "Drinks", true, []string{"black tea", "lemon", "mint"}},
	{"Fresh orange juice", "Drinks", true, []string{"oranges"}}, {"Granola with yoghurt", "Breakfast", true, []string{"oats", "honey", "yoghurt"}}, {"Avocado toast", "Breakfast", true, []string{"bread", "avocado", "lime"}}, {"Duck confit", "Mains", false, []string{"duck", "potatoes", "thyme"}},
}

// dish is what of a menu the row is.
func (r *row) dish() *dishItem {
	return &dishItems[int(r.p.style+uint64(r.ordinal)*7)%len(dishItems)]
}

// A drug goes with its doses and what it is for.
type drug struct {
	name, dose, condition, form string
}

var drugs = []drug{
	{"Metformin", "500 mg", "Type 2 diabetes", "tablet"}, {"Metformin", "850 mg", "Type 2 diabetes", "tablet"}, {"Lisinopril", "10 mg", "Hypertension", "tablet"}, {"Lisinopril", "20 mg", "Hypertension", "tablet"}, {"Amoxicillin", "500 mg", "Acute bronchitis", "capsule"}, {"Amoxicillin", "250 mg", "Tonsillitis", "capsule"},
	{"Ibuprofen", "400 mg", "Lower back pain", "tablet"}, {"Ibuprofen", "600 mg", "Osteoarthritis of the knee", "tablet"}, {"Atorvastatin", "20 mg", "High cholesterol", "tablet"}, {"Salbutamol", "100 mcg", "Asthma", "inhaler"}, {"Omeprazole", "20 mg", "Gastritis", "capsule"}, {"Levothyroxine", "50 mcg", "Hypothyroidism", "tablet"},
	{"Levothyroxine", "75 mcg", "Hypothyroidism", "tablet"}, {"Cetirizine", "10 mg", "Seasonal allergic rhinitis", "tablet"}, {"Paracetamol", "500 mg", "Migraine", "tablet"}, {"Sumatriptan", "50 mg", "Migraine", "tablet"}, {"Amlodipine", "5 mg", "Hypertension", "tablet"}, {"Sertraline", "50 mg", "Anxiety disorder", "tablet"},
	{"Prednisolone", "5 mg", "Eczema", "tablet"}, {"Nitrofurantoin", "100 mg", "Urinary tract infection", "capsule"}, {"Iron sulfate", "80 mg", "Iron deficiency anaemia", "tablet"}, {"Melatonin", "2 mg", "Insomnia", "tablet"},
}

// drug is the medication of the row.
func (r *row) drug() *drug {
	return &drugs[int(r.p.style+uint64(r.ordinal)*5+uint64(r.ordinal/7))%len(drugs)]
}

// A quantity that sensors measure, with its unit and range in tenths.
type sensorMetric struct {
	name, unit string
	low, high  int
}

var sensorMetrics = []sensorMetric{
	{"temperature", "°C", 165, 262}, {"humidity", "%", 310, 680}, {"temperature", "°C", 165, 262}, {"co2", "ppm", 4100, 14000}, {"power", "W", 40, 22000}, {"pressure", "hPa", 9880, 10320}, {"battery_voltage", "V", 29, 36}, {"water_flow", "l/min", 0, 240},
	{"noise", "dB", 310, 720}, {"illuminance", "lx", 50, 6400}, {"energy", "kWh", 2, 340},
}

// sensor is what the row measures; a device measures one thing or two.
func (r *row) sensor() *sensorMetric {
	n := r.ordinal
	for _, other := range r.refs {
		if other != nil && other.p.kind.word == "device" {
			n = other.ordinal*2 + r.ordinal%2*(other.ordinal%2)
		}
	}
	return &sensorMetrics[(int(r.p.style%97)+n)%len(sensorMetrics)]
}
