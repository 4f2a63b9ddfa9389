package populating

import "worldc/world"

// What identifies a row or points to another.
const (
	// ID is the key of a row as its table makes them: 1042, `ord_8f3k2a`.
	ID world.Meaning = "id"
	// Reference is the key of a row of another table.
	Reference world.Meaning = "reference"
	// ExternalID is a key that another system gave: a payment provider's, a
	// partner's.
	ExternalID world.Meaning = "external_id"
	// UUID is 32 hexadecimal digits in five groups.
	UUID world.Meaning = "uuid"
	// Code is a short code in capitals, digits and dashes: `WINTER25`, `B-204`.
	Code world.Meaning = "code"
	// Number is a number that people quote but do not reckon with: `INV-20417`.
	Number world.Meaning = "number"
	// SKU is a shop's code of an article: `BPK-30-GRN`.
	SKU world.Meaning = "sku"
	// Slug is a name as it stands in an address: `autumn-sale`.
	Slug world.Meaning = "slug"
	// Hash is a digest in hexadecimal digits.
	Hash world.Meaning = "hash"
	// Token is a long random text that stands for a right or a session.
	Token world.Meaning = "token"
	// Secret is a password or key as a system shows it: masked.
	Secret world.Meaning = "secret"
	// Version is `2.4.1`, or a plain number in a numeric column.
	Version world.Meaning = "version"
)

// What people are called and how they are reached.
const (
	// Name is what the thing of the table is called, whatever it is.
	Name world.Meaning = "name"
	// PersonName is first and last name of a person.
	PersonName world.Meaning = "person_name"
	FirstName  world.Meaning = "first_name"
	MiddleName world.Meaning = "middle_name"
	LastName   world.Meaning = "last_name"
	// Salutation is `Ms`, `Dr`.
	Salutation world.Meaning = "salutation"
	Gender     world.Meaning = "gender"
	// Age is in years, and agrees with BirthDate.
	Age         world.Meaning = "age"
	BirthDate   world.Meaning = "birth_date"
	Nationality world.Meaning = "nationality"
	Username    world.Meaning = "username"
	Email       world.Meaning = "email"
	Phone       world.Meaning = "phone"
	JobTitle    world.Meaning = "job_title"
	Department  world.Meaning = "department"
	CompanyName world.Meaning = "company_name"
	Industry    world.Meaning = "industry"
	// Biography is a sentence or two about a person.
	Biography world.Meaning = "biography"
)

// Where something is. The places of one row agree with each other.
const (
	// Address is a whole address in one line.
	Address world.Meaning = "address"
	// Street is the street with the house's number.
	Street      world.Meaning = "street"
	HouseNumber world.Meaning = "house_number"
	// AddressExtra is the second line of an address: `Apt 4B`.
	AddressExtra world.Meaning = "address_extra"
	City         world.Meaning = "city"
	// Region is the state, province or land by its name.
	Region      world.Meaning = "region"
	RegionCode  world.Meaning = "region_code"
	Country     world.Meaning = "country"
	CountryCode world.Meaning = "country_code"
	Postcode    world.Meaning = "postcode"
	Latitude    world.Meaning = "latitude"
	Longitude   world.Meaning = "longitude"
	Timezone    world.Meaning = "timezone"
	// Location is a place as people say it: `Leeds, United Kingdom`.
	Location world.Meaning = "location"
)

// Amounts of money. Those of one row add up.
const (
	// Price is of one piece.
	Price world.Meaning = "price"
	// Amount is how much was or is to be paid.
	Amount   world.Meaning = "amount"
	Subtotal world.Meaning = "subtotal"
	Discount world.Meaning = "discount"
	Shipping world.Meaning = "shipping"
	Tax      world.Meaning = "tax"
	// Total is what the lines come to, with tax and shipping and less discount.
	Total   world.Meaning = "total"
	Balance world.Meaning = "balance"
	Fee     world.Meaning = "fee"
	Salary  world.Meaning = "salary"
	Budget  world.Meaning = "budget"
	// Revenue is what a firm turns over or is worth.
	Revenue world.Meaning = "revenue"
	// Currency is an ISO 4217 code.
	Currency world.Meaning = "currency"
)

// Other numbers.
const (
	Quantity world.Meaning = "quantity"
	// Stock is how many pieces are on the shelf.
	Stock world.Meaning = "stock"
	// Count says how many there are of something.
	Count world.Meaning = "count"
	// Percent is between 0 and 100.
	Percent world.Meaning = "percent"
	// Ratio is between 0 and 1.
	Ratio world.Meaning = "ratio"
	// Rating is between 1 and 5.
	Rating world.Meaning = "rating"
	Score  world.Meaning = "score"
	// Position is a place in an order, from 1.
	Position world.Meaning = "position"
	Capacity world.Meaning = "capacity"
	// Limit is the most that is allowed.
	Limit world.Meaning = "limit"
	// FileSize is in bytes.
	FileSize world.Meaning = "file_size"
	// Duration is in minutes, unless the column says otherwise.
	Duration world.Meaning = "duration"
	// Weight is in kilograms, Length in centimetres, Distance in kilometres,
	// unless the column says otherwise.
	Weight      world.Meaning = "weight"
	Length      world.Meaning = "length"
	Distance    world.Meaning = "distance"
	Area        world.Meaning = "area"
	Temperature world.Meaning = "temperature"
	Humidity    world.Meaning = "humidity"
	Speed       world.Meaning = "speed"
	// Measurement is any other measured number.
	Measurement world.Meaning = "measurement"
	// Pixels is a width or height of a picture.
	Pixels world.Meaning = "pixels"
	Year   world.Meaning = "year"
	Month  world.Meaning = "month"
	// Day is of a month.
	Day world.Meaning = "day"
	// Port is of a network service.
	Port world.Meaning = "port"
	// StatusCode is one of HTTP.
	StatusCode world.Meaning = "status_code"
)

// When something was or will be. In one row Created is the earliest and
// Updated the latest of what is past.
const (
	Date     world.Meaning = "date"
	Datetime world.Meaning = "datetime"
	Created  world.Meaning = "created"
	Updated  world.Meaning = "updated"
	Start    world.Meaning = "start"
	End      world.Meaning = "end"
	Due      world.Meaning = "due"
	Expires  world.Meaning = "expires"
	// Happened is when a step was taken: `shipped_at`, `cancelled_on`. Absent
	// while it was not.
	Happened  world.Meaning = "happened"
	TimeOfDay world.Meaning = "time_of_day"
	Weekday   world.Meaning = "weekday"
	// OpeningHours is `Mon–Fri 9:00–17:00`.
	OpeningHours world.Meaning = "opening_hours"
	// Term is a part of a year: `Fall 2025`.
	Term world.Meaning = "term"
	// Schedule is how often something happens: `weekly`, `0 6 * * 1`.
	Schedule world.Meaning = "schedule"
)

// The net and machines.
const (
	URL       world.Meaning = "url"
	ImageURL  world.Meaning = "image_url"
	Domain    world.Meaning = "domain"
	Hostname  world.Meaning = "hostname"
	IP        world.Meaning = "ip"
	MAC       world.Meaning = "mac"
	Path      world.Meaning = "path"
	Filename  world.Meaning = "filename"
	MIMEType  world.Meaning = "mime_type"
	Extension world.Meaning = "extension"
	UserAgent world.Meaning = "user_agent"
	Method    world.Meaning = "http_method"
	Protocol  world.Meaning = "protocol"
	// CloudRegion is `eu-west-1`.
	CloudRegion world.Meaning = "cloud_region"
	Platform    world.Meaning = "platform"
	Environment world.Meaning = "environment"
	// Branch and Commit are of a repository.
	Branch   world.Meaning = "branch"
	Commit   world.Meaning = "commit"
	Language world.Meaning = "language"
	// LanguageCode is `nl`, Locale `nl-NL`.
	LanguageCode world.Meaning = "language_code"
	Locale       world.Meaning = "locale"
	Colour       world.Meaning = "colour"
)

// One of a few words.
const (
	Status   world.Meaning = "status"
	Kind     world.Meaning = "kind"
	Category world.Meaning = "category"
	Tag      world.Meaning = "tag"
	Priority world.Meaning = "priority"
	Severity world.Meaning = "severity"
	Level    world.Meaning = "level"
	Size     world.Meaning = "size"
	Role     world.Meaning = "role"
	// Visibility says who may see it.
	Visibility world.Meaning = "visibility"
	Plan       world.Meaning = "plan"
	// Unit is of a measure: `kg`, `pcs`.
	Unit          world.Meaning = "unit"
	PaymentMethod world.Meaning = "payment_method"
	// Channel is the way by which something came: `web`, `phone`.
	Channel   world.Meaning = "channel"
	Condition world.Meaning = "condition"
	Format    world.Meaning = "format"
	Brand     world.Meaning = "brand"
	Material  world.Meaning = "material"
	Genre     world.Meaning = "genre"
	// Choice is one of the values that the column's enum or description names.
	Choice world.Meaning = "choice"
	// Flag is a truth value.
	Flag world.Meaning = "flag"
)

// Texts that somebody wrote.
const (
	Title       world.Meaning = "title"
	Description world.Meaning = "description"
	Note        world.Meaning = "note"
	Message     world.Meaning = "message"
	// Body is a text of several sentences.
	Body     world.Meaning = "body"
	Reason   world.Meaning = "reason"
	Review   world.Meaning = "review"
	Question world.Meaning = "question"
	// Topic is what something is about: `urban cycling`; Subject what is taught.
	Topic   world.Meaning = "topic"
	Subject world.Meaning = "subject"
	// Phrase is what someone looked for.
	Phrase world.Meaning = "phrase"
)

// Things of one trade.
const (
	ProductName world.Meaning = "product_name"
	// IBAN, CardNumber and AccountNumber are valid in form and belong to nobody.
	IBAN          world.Meaning = "iban"
	BIC           world.Meaning = "bic"
	CardNumber    world.Meaning = "card_number"
	CardBrand     world.Meaning = "card_brand"
	LastFour      world.Meaning = "last_four"
	AccountNumber world.Meaning = "account_number"
	TaxNumber     world.Meaning = "tax_number"
	// Airport is an IATA code.
	Airport      world.Meaning = "airport"
	Airline      world.Meaning = "airline"
	FlightNumber world.Meaning = "flight_number"
	Aircraft     world.Meaning = "aircraft"
	Seat         world.Meaning = "seat"
	VehicleMake  world.Meaning = "vehicle_make"
	VehicleModel world.Meaning = "vehicle_model"
	VIN          world.Meaning = "vin"
	Plate        world.Meaning = "plate"
	Diagnosis    world.Meaning = "diagnosis"
	Medication   world.Meaning = "medication"
	Dose         world.Meaning = "dose"
	Specialty    world.Meaning = "specialty"
	Dish         world.Meaning = "dish"
	Ingredient   world.Meaning = "ingredient"
	Cuisine      world.Meaning = "cuisine"
	ISBN         world.Meaning = "isbn"
	BookTitle    world.Meaning = "book_title"
	Artist       world.Meaning = "artist"
	Album        world.Meaning = "album"
	Song         world.Meaning = "song"
	Ticker       world.Meaning = "ticker"
	Exchange     world.Meaning = "exchange"
	Team         world.Meaning = "team"
	Sport        world.Meaning = "sport"
	Species      world.Meaning = "species"
	Breed        world.Meaning = "breed"
	Weather      world.Meaning = "weather"
	// Model is what a maker calls a type of device: `Hue White`.
	Model world.Meaning = "model"
	// BloodType is `A+`.
	BloodType world.Meaning = "blood_type"
	// Serial is the number that a maker puts on a device.
	Serial         world.Meaning = "serial"
	TrackingNumber world.Meaning = "tracking_number"
	Carrier        world.Meaning = "carrier"
)

// What a JSON column holds.
const (
	// List is an array, Object an object.
	List   world.Meaning = "list"
	Object world.Meaning = "object"
)
