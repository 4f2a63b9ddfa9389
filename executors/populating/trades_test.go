package populating

import (
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"worldc/rng"
	"worldc/world"
)

// tables reads tables from lines such as
//
//	orders order: id! customer_id>customers status=pending|paid|shipped total:REAL note?
//
// A column is TEXT and required; ! marks the key, ? one that may be NULL, ^ one
// that is unique, > leads to a table, = lists an enum, : names a type. A line
// `orders.status pending: pending>paid paid|pending>cancelled` is a life cycle.
func tables(text string) []world.Table {
	var list []world.Table
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		head, rest, _ := strings.Cut(line, ":")
		name, thing, _ := strings.Cut(head, " ")
		if table, column, ok := strings.Cut(name, "."); ok {
			i := slices.IndexFunc(list, func(t world.Table) bool { return t.Name == table })
			l := &world.Lifecycle{Column: column, Initial: strings.TrimSpace(thing)}
			for move := range strings.FieldsSeq(rest) {
				from, to, _ := strings.Cut(move, ">")
				l.Moves = append(l.Moves, world.Transition{Column: column, From: strings.Split(from, "|"), To: to})
			}
			list[i].States = l
			continue
		}
		t := world.Table{Name: name, Thing: thing}
		for word := range strings.FieldsSeq(rest) {
			c := world.Column{Type: "TEXT", Required: true}
			for {
				cut := strings.LastIndexAny(word, "!?^>=:")
				if cut < 0 {
					break
				}
				mark, value := word[cut], word[cut+1:]
				word = word[:cut]
				switch mark {
				case '!':
					t.Key = append(t.Key, word)
				case '?':
					c.Required = false
				case '^':
					c.Unique = true
				case '>':
					c.References = value
				case '=':
					for v := range strings.SplitSeq(value, "|") {
						c.Enum = append(c.Enum, json.RawMessage(strconv.Quote(v)))
					}
				case ':':
					c.Type = value
				}
			}
			c.Name = word
			for i, k := range t.Key {
				t.Key[i] = strings.TrimRight(k, "!?^")
			}
			t.Columns = append(t.Columns, c)
		}
		list = append(list, t)
	}
	return list
}

func stream(seed uint64) func(...string) *rng.Stream {
	return func(purpose ...string) *rng.Stream { return rng.New(seed, append([]string{"worlds"}, purpose...)...) }
}

const clock = "2025-04-10T09:00:00"

// trades are tables as a toolsmith makes them of tools of many trades.
var trades = map[string]string{
	"shop": `
		categories category: id!:INTEGER name parent_id>categories?:INTEGER description
		customers customer: id! first_name last_name email^ phone address1 city province zip country_code currency created_at
		products product: id! title category_id>categories:INTEGER brand sku^ price:REAL stock:INTEGER status=active|draft|archived tags:JSON weight_grams:INTEGER created_at
		orders order: id! customer_id>customers status subtotal:REAL discount:REAL shipping_cost:REAL tax:REAL total:REAL currency payment_method shipping_city created_at paid_at? shipped_at? cancelled_at? cancel_reason? note?
		orders.status pending: pending>paid paid>shipped shipped>delivered pending|paid>cancelled
		order_items order item: id! order_id>orders product_id>products product_name quantity:INTEGER unit_price:REAL line_total:REAL
		coupons coupon: code! discount_percent:INTEGER description starts_at ends_at active:BOOLEAN usage_limit:INTEGER times_used:INTEGER
		refunds refund: id! order_id>orders amount:REAL reason status=requested|approved|rejected created_at
		reviews review: id! product_id>products customer_id>customers rating:INTEGER title body verified:BOOLEAN created_at`,
	"clinic": `
		doctors doctor: doctor_id! name specialty email phone working_hours
		patients patient: patient_id! full_name date_of_birth gender phone email address allergies:JSON insurance_number blood_type
		appointments appointment: id!:INTEGER patient_id>patients doctor_id>doctors start_time end_time reason status=scheduled|completed|cancelled|no_show room notes?
		prescriptions prescription: id! patient_id>patients doctor_id>doctors medication dosage frequency start_date end_date refills:INTEGER
		invoices invoice: id! patient_id>patients amount:REAL due_date status paid_at?`,
	"airline": `
		airports airport: code! name city country timezone
		flights flight: flight_number! origin>airports destination>airports departure_time arrival_time aircraft status price:REAL seats_available:INTEGER gate
		passengers passenger: id! first_name last_name date_of_birth passport_number nationality email frequent_flyer_number?
		reservations reservation: pnr! passenger_id>passengers flight_number>flights seat cabin_class=economy|business|first status total_price:REAL currency booked_at
		reservations.status confirmed: confirmed>checked_in checked_in>boarded confirmed|checked_in>cancelled`,
	"code hosting": `
		users user: id!:INTEGER login^ name email bio location avatar_url site_admin:BOOLEAN created_at
		repos repository: id!:INTEGER owner_id>users:INTEGER name full_name description private:BOOLEAN language default_branch stargazers_count:INTEGER forks_count:INTEGER topics:JSON html_url created_at updated_at pushed_at
		issues issue: number!:INTEGER repo_id>repos:INTEGER user_id>users:INTEGER assignee_id>users?:INTEGER title body state=open|closed labels:JSON comments:INTEGER created_at updated_at closed_at?
		issues.state open: open>closed closed>open
		pull_requests pull request: number!:INTEGER repo_id>repos:INTEGER author title head base state=open|closed|merged merged_at? draft:BOOLEAN created_at
		comments comment: id!:INTEGER issue_number>issues:INTEGER user_id>users:INTEGER body created_at
		releases release: id!:INTEGER repo_id>repos:INTEGER tag_name name body prerelease:BOOLEAN published_at
		stars star: repo_id!>repos:INTEGER user_id!>users:INTEGER starred_at`,
	"crm": `
		companies company: id! name domain industry employee_count:INTEGER city country website annual_revenue:INTEGER
		contacts contact: id! company_id>companies? first_name last_name email phone job_title lead_source owner created_at last_contacted_at
		deals deal: id! name company_id>companies contact_id>contacts amount:REAL currency stage probability:REAL expected_close_date owner_email closed_at? lost_reason?
		deals.stage qualification: qualification>proposal proposal>negotiation negotiation|proposal>won qualification|proposal|negotiation>lost
		activities activity: id! deal_id>deals? contact_id>contacts type subject due_date completed:BOOLEAN notes`,
	"payroll": `
		departments department: id!:INTEGER name cost_center manager_name
		employees employee: employee_id! department_id>departments:INTEGER first_name last_name work_email job_title hire_date termination_date? salary:INTEGER currency employment_type bank_account ssn status
		payslips payslip: id! employee_id>employees period_start period_end gross_pay:REAL tax:REAL deductions:REAL net_pay:REAL pay_date
		leave_requests leave request: id! employee_id>employees leave_type start_date end_date days:INTEGER status reason approved_by?`,
	"library": `
		authors author: id!:INTEGER name nationality birth_year:INTEGER
		books book: isbn! title author_id>authors:INTEGER publisher publication_year:INTEGER genre language pages:INTEGER copies_available:INTEGER
		members member: card_number! name email phone joined_on membership_type
		loans loan: id!:INTEGER isbn>books card_number>members checkout_date due_date return_date? fine:REAL`,
	"streaming": `
		artists artist: id! name genres:JSON followers:INTEGER popularity:INTEGER image_url
		albums album: id! artist_id>artists name release_date total_tracks:INTEGER label
		tracks track: id! album_id>albums artist_id>artists name duration_ms:INTEGER track_number:INTEGER explicit:BOOLEAN isrc
		users user: id! display_name email country product=free|premium
		playlists playlist: id! owner_id>users name description public:BOOLEAN collaborative:BOOLEAN
		playlist_tracks playlist track: playlist_id!>playlists track_id!>tracks position:INTEGER added_at added_by`,
	"iot": `
		sites site: id! name city timezone latitude:REAL longitude:REAL
		devices device: device_id! site_id>sites name type manufacturer model firmware_version serial_number mac_address ip_address status battery_level:INTEGER last_seen_at installed_on
		readings reading: id!:INTEGER device_id>devices metric value:REAL unit recorded_at
		alerts alert: id! device_id>devices severity message triggered_at acknowledged_at? resolved_at? status=active|acknowledged|resolved`,
	"events": `
		venues venue: id!:INTEGER name address city capacity:INTEGER
		events event: id!:INTEGER venue_id>venues:INTEGER title description category start end price:REAL organizer url status
		tickets ticket: id! event_id>events:INTEGER attendee_name attendee_email ticket_type price:REAL seat checked_in:BOOLEAN purchased_at
		speakers speaker: id!:INTEGER name bio company topic`,
	"banking": `
		customers customer: customer_id! name email phone address kyc_status
		accounts account: account_id! customer_id>customers type currency balance:REAL iban status opened_at
		cards card: id! account_id>accounts card_number brand expiry_month:INTEGER expiry_year:INTEGER cvv cardholder_name status=active|blocked|expired
		transactions transaction: id! account_id>accounts amount:REAL currency description merchant category booking_date type=debit|credit balance_after:REAL
		beneficiaries beneficiary: id! customer_id>customers name iban bic`,
	"school": `
		students student: id!:INTEGER first_name last_name email grade_level:INTEGER guardian_name enrollment_date gpa:REAL
		teachers teacher: id!:INTEGER name email subject
		courses course: code! title teacher_id>teachers:INTEGER credits:INTEGER semester capacity:INTEGER room description
		enrollments enrollment: student_id!>students:INTEGER course_code!>courses grade? enrolled_on status
		assignments assignment: id!:INTEGER course_code>courses title description due_date max_points:INTEGER`,
	"support": `
		agents agent: id! name email team role active:BOOLEAN
		customers customer: id! name company email plan timezone
		tickets ticket: id!:INTEGER customer_id>customers assignee_id>agents? subject description priority status channel tags:JSON satisfaction_rating:INTEGER? created_at updated_at first_response_at? resolved_at?
		tickets.status new: new>open open>pending pending>open open|pending>solved solved>closed
		comments comment: id! ticket_id>tickets:INTEGER author_id>agents body public:BOOLEAN created_at`,
	"cloud": `
		projects project: project_id! name environment owner_email billing_account created_at
		instances instance: id! project_id>projects name machine_type region zone image status public_ip private_ip cpu_count:INTEGER memory_gb:INTEGER hourly_cost:REAL labels:JSON created_at
		volumes volume: id! instance_id>instances? name size_gb:INTEGER type state encrypted:BOOLEAN
		dns_records dns record: id! zone type=A|AAAA|CNAME|MX|TXT name value ttl:INTEGER proxied:BOOLEAN
		api_keys api key: id! project_id>projects name key_prefix scopes:JSON last_used_at? expires_at? revoked:BOOLEAN`,
	"real estate": `
		agents agent: id!:INTEGER name phone email agency license_number
		listings listing: listing_id! agent_id>agents:INTEGER title address city state zip price:INTEGER bedrooms:INTEGER bathrooms:REAL square_feet:INTEGER property_type year_built:INTEGER status listed_date description photos:JSON
		viewings viewing: id! listing_id>listings visitor_name visitor_phone scheduled_at feedback? status`,
	"restaurant": `
		restaurants restaurant: id! name cuisine address city phone rating:REAL price_level opening_hours:JSON
		menu_items menu item: id! restaurant_id>restaurants name description price:REAL category vegetarian:BOOLEAN calories:INTEGER ingredients:JSON
		reservations reservation: id! restaurant_id>restaurants guest_name guest_phone party_size:INTEGER date time special_requests? status
		orders order: id! restaurant_id>restaurants customer_name items_total:REAL tip:REAL total:REAL status placed_at delivered_at?`,
	"travel": `
		hotels hotel: id! name city country star_rating:INTEGER address amenities:JSON check_in_time
		rooms room: id! hotel_id>hotels room_number type price_per_night:REAL max_occupancy:INTEGER available:BOOLEAN
		bookings booking: booking_id! room_id>rooms guest_name guest_email check_in check_out guests:INTEGER total_amount:REAL currency status confirmation_number created_at
		cars car: id! make model year:INTEGER license_plate daily_rate:REAL location transmission fuel_type`,
	"messaging": `
		workspaces workspace: id! name domain icon plan
		channels channel: id! workspace_id>workspaces name topic purpose is_private:BOOLEAN is_archived:BOOLEAN creator created:INTEGER num_members:INTEGER
		users user: id! workspace_id>workspaces real_name display_name email tz is_admin:BOOLEAN is_bot:BOOLEAN deleted:BOOLEAN
		messages message: ts! channel_id>channels user_id>users text thread_ts? reactions:JSON edited:BOOLEAN
		files file: id! name mimetype size:INTEGER user_id>users title url_private created`,
	"stocks": `
		companies company: symbol! name exchange sector market_cap:REAL country
		quotes quote: id!:INTEGER symbol>companies date open:REAL high:REAL low:REAL close:REAL volume:INTEGER
		portfolios portfolio: id! owner_name base_currency cash_balance:REAL created_at
		trades trade: id! portfolio_id>portfolios symbol>companies side=buy|sell quantity:INTEGER price:REAL status executed_at`,
	"logistics": `
		warehouses warehouse: code! name city country capacity:INTEGER manager
		shipments shipment: tracking_number! warehouse_code>warehouses carrier service_level recipient_name recipient_address weight_kg:REAL status shipped_date? estimated_delivery delivered_at? cost:REAL
		drivers driver: id! name license_number phone vehicle_plate status
		stops stop: id! shipment_id>shipments driver_id>drivers sequence:INTEGER location arrived_at? status`,
	"projects": `
		workspaces workspace: gid! name
		projects project: gid! workspace_gid>workspaces name notes color owner due_on archived:BOOLEAN team
		sections section: gid! project_gid>projects name position:INTEGER
		tasks task: gid! project_gid>projects section_gid>sections? name notes assignee? completed:BOOLEAN completed_at? due_on? priority num_subtasks:INTEGER
		tags tag: gid! name color
		task_tags task tag: task_gid!>tasks tag_gid!>tags`,
	"obscure": `
		widgets widget: widgetId! foo bar:REAL baz:JSON quxMode isEnabled:BOOLEAN lastSyncTs:INTEGER
		things thing: key! payload:JSON n:INTEGER`,
}
