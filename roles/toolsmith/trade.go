package toolsmith

import (
	"encoding/json"
	"slices"
	"strings"
)

// fewColumns is how many columns beside keys a table has that people would
// miss nothing of.
const fewColumns = 4

// complete gives a table the columns that its trade has, where documents name
// few: most tools that are no HTTP operations do not say what comes out, and a
// table of keys alone would have nothing to tell.
func (e *entity) complete() {
	if e.shown {
		return
	}
	told := 0
	for _, c := range e.columns {
		if c != e.key && c.target == nil && !c.onlyAsked { // what is asked for is known already
			told++
		}
	}
	if told >= fewColumns {
		return
	}
	list := e.usual()
	wanted := told + 2*fewColumns
	if e.tools == 0 {
		wanted = 3
	}
	taken := e.columnNames()
	for _, word := range strings.Fields(list) {
		if told >= wanted {
			break
		}
		name, values, _ := strings.Cut(word, "=")
		name, kind, _ := strings.Cut(name, ":")
		if taken[name] || reserved[name] || e.has(name) {
			continue
		}
		c := e.see("a:"+name, name, nil, false, 0)
		c.Name, c.Type = fresh(name, taken), map[string]string{"": "TEXT", "i": "INTEGER", "r": "REAL", "b": "BOOLEAN"}[kind]
		if values != "" {
			for v := range strings.SplitSeq(values, "|") {
				raw, err := json.Marshal(strings.ReplaceAll(v, "_", " "))
				if err != nil {
					panic(err) // a string
				}
				c.Enum = append(c.Enum, raw)
			}
		}
		c.usual = true
		told++
	}
}

// has reports whether a column is called so, or by a longer name: the
// order_total of the total.
func (e *entity) has(name string) bool {
	return slices.ContainsFunc(e.columns, func(c *column) bool {
		return c.target == nil && (c.Name == name || strings.HasSuffix(c.Name, "_"+name) || strings.HasSuffix(name, "_"+c.Name) || len(name) > 4 && strings.HasSuffix(c.Name, name))
	})
}

// usual are the columns that the trade has for the entity: by the last word of
// its name, or by one before where that says nothing.
func (e *entity) usual() string {
	for i := len(e.words) - 1; i >= 0; i-- {
		if list, ok := trades[e.words[i]]; ok {
			return list
		}
		if !generic[e.words[i]] && !hazy[e.words[i]] {
			break
		}
	}
	return "name description created_at"
}

// hazy words behind a thing leave it what it is.
var hazy = wordSet("status state history level lookup overview by tool request query result check type kind")

// trades are the columns that people expect of things, most important first;
// :i, :r and :b are whole numbers, numbers and truth values, = the values that
// there are.
var trades = tradeTable(`
	user member customer client contact person employee patient student teacher author owner doctor driver agent lead candidate staff guest recipient subscriber recruiter coordinator manager assignee reviewer creator participant attendee = name email phone city created_at
	profile = name email bio location joined_at
	account wallet = name type balance:r currency opened_at
	session login = username started_at ended_at
	order purchase = customer_name total:r currency placed_at
	position holding = symbol quantity:i average_price:r current_price:r profit:r
	portfolio = name value:r currency owner_name
	trade = symbol side=buy|sell quantity:i price:r executed_at
	transaction payment transfer deposit withdrawal payout refund expense = amount:r currency description date
	sale = amount:r currency customer_name sold_at
	cost = amount:r currency category period
	suggestion recommendation = text reason score:r
	activity action change audit = type actor description occurred_at
	charge fee = amount:r currency description charged_at
	quote ltp ticker price = symbol price:r currency change_percent:r updated_at
	stock share security etf fund bond = symbol name price:r change_percent:r volume:i
	market exchange = name status=open|closed country opens_at closes_at
	candle candlestick kline ohlc = symbol date open:r high:r low:r close:r volume:i
	instrument = symbol name type price:r
	margin = segment available:r used:r currency
	rate currency = code name rate:r updated_at
	coin token crypto cryptocurrency asset = symbol name price:r market_cap:r change_percent:r
	block = height:i hash miner transaction_count:i mined_at
	contract = name address chain created_at
	pool = name liquidity:r volume:r fee:r
	dividend earning revenue = symbol amount:r period date
	budget loan mortgage = name amount:r currency rate:r due_date
	invoice bill receipt = number customer_name total:r currency due_date
	subscription plan membership = name price:r currency interval=month|year started_at
	coupon discount voucher promotion offer deal = code description percent:i valid_until
	cart basket = item_count:i total:r currency updated_at
	product item listing article_of_sale sku variant good = name category price:r currency stock:i
	shipment delivery parcel package tracking = carrier tracking_number destination_city shipped_at delivered_at
	warehouse store shop branch = name city address phone
	weather forecast climate = city date condition temperature:r humidity:i wind_speed:r
	temperature = city date temperature:r unit=Celsius|Fahrenheit
	air pollution aqi = city index:i level=good|moderate|unhealthy measured_at
	earthquake = place magnitude:r depth:r occurred_at
	alert warning = title severity=low|medium|high message issued_at
	city place location country region state province town area = name country population:i latitude:r longitude:r
	address = street city postal_code country
	route direction = origin destination distance_km:r duration_minutes:i
	distance = origin destination distance_km:r
	timezone time clock = city timezone utc_offset current_time
	event meeting appointment = title start_time end_time location description
	calendar = name description timezone owner_name
	booking reservation = guest_name start_date end_date total:r
	reminder alarm timer = title due_at note
	holiday = name date country
	schedule = name start_time end_time
	message email mail sms = subject body sender sent_at
	chat conversation thread = title participant_count:i last_message_at
	channel room = name topic member_count:i
	comment reply answer = author text created_at like_count:i
	post tweet status_update story = author text created_at like_count:i
	note memo memory = title text created_at
	review rating feedback = author rating:i text created_at
	question survey poll quiz = title text author created_at
	notification = title message sent_at read:b
	template = name description content updated_at
	document doc page wiki = title author content updated_at
	file attachment = name path size:i modified_at
	folder directory = name path item_count:i created_at
	article news blog paper publication = title author summary published_at url
	book novel = title author genre year:i rating:r
	image photo picture screenshot = title url width:i height:i
	video clip stream = title channel_name duration_seconds:i view_count:i published_at
	movie film show series anime episode = title genre year:i rating:r
	song track music = title artist album duration_seconds:i
	album = title artist year:i track_count:i
	artist band singer = name genre country
	playlist = name description track_count:i
	podcast = title host episode_count:i
	lyric = title artist text
	game = name genre platform rating:r
	match fixture = home_team away_team home_score:i away_score:i date
	team club = name city founded:i
	player athlete = name team position number:i
	league competition tournament season = name country start_date end_date
	standing ranking leaderboard = rank:i name points:i
	score result = name score:r date
	stat statistic analytic metric measurement = name value:r unit measured_at
	recipe meal dish = name cuisine minutes:i servings:i instructions
	food ingredient nutrition = name calories:i protein:r carbohydrates:r fat:r
	restaurant cafe bar = name cuisine city rating:r
	hotel accommodation property apartment = name city rating:r price_per_night:r
	flight = number airline origin destination departs_at price:r
	train bus = number origin destination departs_at price:r
	airport station stop = name code city country
	car vehicle = make model year:i license_plate
	trip tour travel itinerary = title destination start_date end_date
	ticket issue bug incident case = title description priority=low|medium|high assignee created_at
	task todo card = title description priority=low|medium|high due_date assignee
	project workspace board = name description owner_name created_at
	group organization organisation department = name description member_count:i
	company business merchant vendor supplier employer = name industry city employee_count:i website
	list collection category tag label topic = name description item_count:i
	milestone sprint epic = title due_date progress:i
	repository repo = name description language star_count:i updated_at
	commit = message author committed_at
	branch release version = name author created_at
	job = title company city salary:r posted_at
	build pipeline workflow deployment run execution = name status=succeeded|failed|running started_at duration_seconds:i
	server instance machine host node vm container pod = name status=running|stopped region cpu_count:i memory_gb:i
	cluster environment = name region node_count:i version
	device sensor camera = name type location battery_percent:i last_seen_at
	light lamp thermostat = name room on:b brightness:i
	database schema = name engine size_mb:i table_count:i
	table = name row_count:i description
	query = name text created_at
	log = level=info|warning|error message source logged_at
	record entry row = name value created_at
	domain website site url link = name url title created_at
	dns = name type value ttl:i
	ip = address country city provider
	certificate key secret credential = name fingerprint created_at expires_at
	policy rule permission role = name description enabled:b created_at
	model = name provider description context_length:i
	prompt = name text created_at
	course lesson class = title teacher credits:i start_date
	school university = name city country student_count:i
	grade = course_name student_name score:r
	word definition synonym = word meaning example
	translation = text translation source_language target_language
	language = code name native_name
	quote_of_day joke fact riddle = text author category
	horoscope = sign date text
	name_day = name date
	animal dog cat pet = name breed age:i
	plant flower = name species water_every_days:i
	drug medicine medication prescription = name dose instructions
	disease symptom condition diagnosis = name description severity=mild|moderate|severe
	exercise workout = name muscle sets:i repetitions:i
	calculation conversion computation equation = expression result:r
	bmi = height:r weight:r value:r category
	search = query result_count:i searched_at
	report summary analysis insight = title summary created_at
	setting configuration config preference option parameter = name value updated_at
	webhook hook subscription_hook = url event created_at active:b
	layer feature map = name type description
	scene object shape mesh material = name type color
	campaign ad advertisement = name budget:r start_date end_date
	lottery = name date numbers jackpot:r
	election = title country date
	law bill_of_parliament = title number introduced_on
	patent trademark = number title applicant filed_on
	tax = country rate:r year:i
	salary = title amount:r currency
	vehicle_inspection = result date
	number = number description
	color colour = name hex
	emoji = name symbol
	font = name style
	step thought = number:i text created_at
	plan_step = number:i text`)

func tradeTable(text string) map[string]string {
	table := map[string]string{}
	for line := range strings.Lines(text) {
		things, columns, ok := strings.Cut(line, " = ")
		if !ok {
			continue
		}
		for _, thing := range strings.Fields(things) {
			table[thing] = strings.TrimSpace(columns)
		}
	}
	return table
}
