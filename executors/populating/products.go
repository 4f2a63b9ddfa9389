package populating

// A productLine is what a shop of one trade sells. A world's products come from
// one or two lines, so that many of them are alike.
type productLine struct {
	words string // that tell the line, in the names and descriptions of a world's tables
	items []productItem
	specs []string // what tells two variants of an item apart
	brand []string
}

// A productItem is an article without its maker and variant.
type productItem struct {
	name, category, material string
	low, high                int64 // price in whole units
	grams                    int64
}

var productLines = []productLine{
	{"outdoor camping hiking travel sport ski", []productItem{
		{"Backpack", "Backpacks", "recycled polyester", 45, 180, 1100}, {"Day Pack", "Backpacks", "nylon", 25, 90, 600}, {"Two-Person Tent", "Tents", "nylon", 120, 420, 2400},
		{"Sleeping Bag", "Sleeping", "down", 70, 320, 1200}, {"Rain Jacket", "Clothing", "nylon", 60, 260, 420}, {"Trekking Poles", "Hiking", "aluminium", 30, 120, 480},
		{"Head Torch", "Lighting", "plastic", 18, 80, 90}, {"Water Bottle", "Hiking", "stainless steel", 12, 45, 250}, {"Camping Stove", "Cooking", "titanium", 30, 130, 320}, {"Hiking Boots", "Footwear", "leather", 90, 260, 1300}},
		[]string{"30 L", "45 L", "60 L", "Lite", "Pro", "Women's", "Men's", "Junior", "II"}, []string{"Fernweh", "Alpenglow", "Trailhead", "Nordstern", "Ridgeline"}},
	{"kitchen home cook household furniture house", []productItem{
		{"Cast-Iron Pan", "Cookware", "cast iron", 25, 110, 2600}, {"Chef's Knife", "Knives", "stainless steel", 28, 160, 220}, {"Stand Mixer", "Appliances", "aluminium", 140, 520, 7800}, {"Cutting Board", "Utensils", "beech", 14, 60, 1200},
		{"Electric Kettle", "Appliances", "stainless steel", 28, 95, 1100}, {"Salad Bowl", "Tableware", "ceramic", 12, 48, 900}, {"Espresso Machine", "Appliances", "stainless steel", 120, 680, 8200}, {"Storage Jar", "Storage", "glass", 5, 22, 450},
		{"Saucepan", "Cookware", "stainless steel", 22, 95, 1300}, {"Dish Towels", "Textiles", "linen", 8, 28, 180}},
		[]string{"20 cm", "24 cm", "28 cm", "1 L", "1.7 L", "Set of 3", "Compact", "XL"}, []string{"Holm", "Marmite", "Kupfer", "Daily", "Tavola"}},
	{"electronic computer phone device audio tech gadget", []productItem{
		{"Wireless Headphones", "Audio", "plastic", 40, 320, 260}, {"Bluetooth Speaker", "Audio", "aluminium", 30, 240, 680}, {"Mechanical Keyboard", "Accessories", "aluminium", 60, 210, 950}, {"USB-C Hub", "Accessories", "aluminium", 20, 95, 120},
		{"27\" Monitor", "Monitors", "plastic", 160, 620, 5600}, {"Webcam", "Accessories", "plastic", 35, 170, 160}, {"External SSD", "Storage", "aluminium", 65, 280, 60}, {"Laptop Stand", "Accessories", "aluminium", 22, 80, 840},
		{"Wireless Charger", "Charging", "plastic", 15, 70, 140}, {"Tablet", "Tablets", "aluminium", 180, 780, 480}, {"Smart Watch", "Wearables", "aluminium", 90, 420, 45}},
		[]string{"2", "3", "Pro", "Mini", "Max", "500 GB", "1 TB", "SE"}, []string{"Lumo", "Aeris", "Kestrel", "Nodal", "Voxa"}},
	{"office stationery paper school supply", []productItem{
		{"Notebook A5", "Notebooks", "paper", 4, 18, 260}, {"Fountain Pen", "Writing", "brass", 18, 140, 30}, {"Desk Lamp", "Lighting", "steel", 25, 130, 1500}, {"Office Chair", "Furniture", "mesh", 120, 620, 14500},
		{"Ring Binder", "Filing", "cardboard", 2, 8, 400}, {"Copy Paper, 500 sheets", "Paper", "paper", 4, 9, 2500}, {"Whiteboard", "Presentation", "steel", 30, 180, 5200}, {"Gel Pens", "Writing", "plastic", 5, 16, 90}, {"Standing Desk", "Furniture", "oak", 240, 780, 32000}},
		[]string{"black", "blue", "ruled", "dotted", "Set of 5", "120 x 80 cm", "160 x 80 cm"}, []string{"Papyr", "Bureau", "Klarblatt", "Format", "Inkwell"}},
	{"clothing fashion apparel shoe wear boutique", []productItem{
		{"Merino Sweater", "Knitwear", "merino wool", 45, 140, 340}, {"Oxford Shirt", "Shirts", "cotton", 30, 95, 260}, {"Slim Jeans", "Trousers", "cotton", 40, 130, 620}, {"T-Shirt", "Tops", "organic cotton", 12, 40, 180}, {"Trainers", "Shoes", "leather", 55, 160, 820},
		{"Linen Dress", "Dresses", "linen", 50, 150, 280}, {"Wool Coat", "Outerwear", "wool", 120, 380, 1500}, {"Leather Belt", "Accessories", "leather", 20, 70, 190}, {"Socks", "Accessories", "cotton", 6, 22, 70}, {"Hoodie", "Tops", "cotton", 30, 85, 520}},
		[]string{"S", "M", "L", "XL", "navy", "black", "sand", "olive", "grey"}, []string{"Halm", "Osterby", "Linde & Sohn", "Marlow", "Corvid"}},
	{"garden plant tool hardware diy workshop farm construction building", []productItem{
		{"Cordless Drill", "Power tools", "plastic", 60, 240, 1500}, {"Hand Saw", "Hand tools", "steel", 12, 48, 520}, {"Garden Hose", "Watering", "rubber", 18, 75, 2600}, {"Pruning Shears", "Garden", "steel", 14, 60, 260}, {"Wheelbarrow", "Garden", "steel", 55, 160, 13500},
		{"Screwdriver Set", "Hand tools", "chrome vanadium", 15, 70, 780}, {"Raised Bed", "Garden", "larch", 45, 180, 18000}, {"Step Ladder", "Ladders", "aluminium", 40, 150, 6200}, {"Wall Paint, white", "Paint", "acrylic", 20, 70, 10500}},
		[]string{"12 V", "18 V", "20 m", "50 m", "3 steps", "5 steps", "5 L", "10 L", "Compact"}, []string{"Werkmann", "Grønt", "Castor", "Stahlhof", "Acre"}},
	{"beauty health care cosmetic pharmacy skin spa", []productItem{
		{"Face Cream", "Skin care", "", 9, 58, 70}, {"Shampoo", "Hair care", "", 5, 26, 320}, {"Sunscreen SPF 50", "Sun", "", 8, 32, 180}, {"Hand Soap", "Body", "", 3, 16, 400}, {"Lip Balm", "Skin care", "", 3, 12, 12}, {"Electric Toothbrush", "Dental", "plastic", 25, 160, 240},
		{"Vitamin D Drops", "Supplements", "", 7, 24, 40}, {"Hair Dryer", "Appliances", "plastic", 22, 140, 640}, {"Body Lotion", "Body", "", 6, 30, 260}},
		[]string{"50 ml", "100 ml", "250 ml", "Sensitive", "Rosemary", "Unscented", "Refill"}, []string{"Alba", "Kruid", "Fjord & Moss", "Derma Nova", "Salix"}},
	{"toy game child baby hobby kid", []productItem{
		{"Wooden Train Set", "Wooden toys", "beech", 25, 90, 1600}, {"Jigsaw Puzzle", "Puzzles", "cardboard", 9, 30, 620}, {"Building Blocks", "Construction", "plastic", 15, 120, 900}, {"Plush Bear", "Soft toys", "cotton", 12, 45, 320}, {"Balance Bike", "Outdoor", "birch", 50, 140, 3600},
		{"Card Game", "Games", "paper", 7, 25, 240}, {"Watercolour Set", "Crafts", "", 8, 36, 280}, {"Kite", "Outdoor", "nylon", 12, 60, 210}, {"Doll's House", "Wooden toys", "plywood", 60, 190, 7400}},
		[]string{"500 pieces", "1000 pieces", "Starter", "Large", "Mini", "Age 3+", "Age 6+"}, []string{"Pippa", "Holzwerk", "Bumble", "Ravi", "Tinker & Co"}},
	{"food grocery coffee tea wine beverage drink market bakery", []productItem{
		{"Espresso Beans", "Coffee", "", 7, 24, 500}, {"Green Tea", "Tea", "", 4, 22, 100}, {"Olive Oil", "Pantry", "", 8, 34, 900}, {"Dark Chocolate", "Sweets", "", 2, 9, 100}, {"Sourdough Bread", "Bakery", "", 3, 8, 750}, {"Aged Gouda", "Cheese", "", 5, 28, 400},
		{"Blossom Honey", "Pantry", "", 4, 16, 500}, {"Red Wine", "Wine", "", 6, 48, 1300}, {"Oat Drink", "Drinks", "", 2, 4, 1050}, {"Spelt Flour", "Pantry", "", 2, 6, 1000}},
		[]string{"250 g", "500 g", "1 kg", "organic", "Reserva", "mild", "dark roast", "decaf"}, []string{"Hof Linde", "Casa Verde", "Morgenrot", "Bay & Leaf", "Tre Monti"}},
	{"bike bicycle cycle car vehicle auto motor spare", []productItem{
		{"City Bike", "Bikes", "steel", 380, 980, 16500}, {"Brake Pads", "Brakes", "", 8, 32, 60}, {"Chain", "Drivetrain", "steel", 14, 60, 280}, {"Inner Tube", "Tyres", "rubber", 4, 12, 140}, {"Bike Lock", "Security", "steel", 20, 110, 1300}, {"Front Light", "Lights", "aluminium", 15, 95, 110}, {"Saddle", "Comfort", "leather", 25, 140, 420},
		{"Pannier Bag", "Bags", "nylon", 35, 120, 850}, {"Helmet", "Safety", "foam", 30, 160, 290}, {"Floor Pump", "Tools", "steel", 18, 80, 1700}},
		[]string{"26\"", "28\"", "S", "M", "L", "9-speed", "11-speed", "40 lux", "80 lux"}, []string{"Veloce", "Gazette", "Kettenwerk", "Spoke & Co", "Roadrunner"}},
	{"pet dog cat vet animal", []productItem{
		{"Dry Dog Food", "Food", "", 9, 68, 5000}, {"Cat Litter", "Hygiene", "", 6, 24, 8000}, {"Dog Lead", "Walking", "leather", 9, 45, 160}, {"Scratching Post", "Furniture", "sisal", 25, 130, 6400}, {"Chew Toy", "Toys", "rubber", 4, 18, 150}, {"Pet Carrier", "Travel", "plastic", 22, 85, 1900}, {"Wet Cat Food", "Food", "", 1, 26, 1200}, {"Dog Bed", "Furniture", "cotton", 25, 110, 2200}},
		[]string{"S", "M", "L", "2 kg", "5 kg", "12 kg", "Salmon", "Chicken", "Senior"}, []string{"Pfote", "Waggle", "Nordpaw", "Good Boy", "Miez"}},
}

// A brandedModel is a maker and what it makes, of things that are no
// productLine.
type brandedModel struct{ maker, model string }

var deviceModels = []brandedModel{{"Aqara", "T1"}, {"Siemens", "RDG100"}, {"Bosch", "BTH-RA"}, {"Netatmo", "NWS01"}, {"Shelly", "Plus 1PM"}, {"Philips", "Hue White"}, {"Honeywell", "T6 Pro"}, {"Schneider", "PM2220"}, {"TP-Link", "Tapo P110"}, {"Axis", "M3086-V"}, {"Milesight", "EM300-TH"}, {"Ubiquiti", "U6 Lite"}}

var phoneModels = []brandedModel{{"Apple", "iPhone 15"}, {"Samsung", "Galaxy S24"}, {"Google", "Pixel 8"}, {"Lenovo", "ThinkPad T14"}, {"Dell", "Latitude 5440"}, {"Apple", "MacBook Air M3"}, {"Xiaomi", "Redmi Note 13"}, {"HP", "EliteBook 840"}}
