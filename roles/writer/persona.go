package writer

import (
	"strings"

	"worldc/rng"
)

// people are who somebody can be, whatever the matter. A wave stands before
// those that are no mere job.
var people = lines(`
	the office manager of a small law firm
	~a violin teacher with forty pupils
	~the only administrator in a village school
	~a retired bus driver who likes things in order
	~a florist with two shops
	the bookkeeper of a boat yard
	~a mother of three who works from the kitchen table
	~a graduate student short of sleep
	~the secretary of a chess club
	~a carpenter who hates paperwork
	~a translator between two deadlines
	a night-shift nurse
	~the owner of a bakery
	~a wedding planner in high season
	~an actor between engagements
	a tax adviser's assistant
	the deputy head of a kindergarten
	~a lorry driver on a rest stop
	a beekeeper who sells at markets
	a clerk at the town hall
	~a sound engineer on tour
	a dental technician
	~the chair of a housing association
	a geography teacher
	a freelance photographer
	the personal assistant of a surgeon
	a vineyard manager
	a customs agent
	a swimming coach
	a museum registrar
	a piano tuner
	~a locksmith with a van and no office
	~the treasurer of an amateur choir
	a warehouse foreman
	an optician
	a landscape gardener
	a railway signaller
	a notary's clerk
	an interior decorator
	a fishmonger
	a yoga instructor
	the caretaker of an apartment block
	a veterinary assistant
	a court reporter
	a radio presenter
	a watchmaker
	~a trainee in your second week
	an estate agent
	a hotel receptionist
	~a physiotherapist with a full waiting room
	a food inspector
	an insurance broker
	a printer by trade
	a tailor
	a parish secretary
	a tram driver
	the captain of a river barge
	a costume designer
	a market researcher
	~a dairy farmer
	an archivist
	a driving instructor
	an undertaker's assistant
	a substitute teacher
	an event technician
	~the founder of a company of four
	a pharmacist
	a glazier
	a speech therapist
	a mountain guide
	a ferry steward
	~a retired judge
	a bicycle courier
	a stage manager
	a quality inspector in a cannery
	a translator of patents
	a procurement officer
	an internal auditor
	a travel agent of the old school
	the head of a volunteer fire brigade
	a crane operator
	~a kennel owner
	a school librarian
	a roofer
	a furniture restorer
	~a ski instructor in the off season
	~a consultant who lives out of a suitcase
	a dispatcher for a taxi firm
	a lab technician
	a magazine editor
	a shop assistant
	~a social worker with too many cases
	a plumber
	a civil engineer
	~a stay-at-home father
	the bar manager of a theatre
	a genealogist
	a debt counsellor
	a pastry chef
	a trade-union secretary
	~an exchange student
	a marine biologist
	~a call-centre veteran
	a tour guide
	~a pilot on standby
	a tattoo artist
	~a foster parent
	~an au pair
	~a home brewer with ambitions
	~a retired schoolmistress
	a town planner
	a midwife
	a patent clerk
	an operations manager
	a team lead
	a project coordinator
	an executive assistant
	an apprentice
	a part-time clerk
	a regional manager
	a shift supervisor
	~a contractor on your last week
	a volunteer at a food bank
	~a small landlord
	a chimney sweep
	a cheesemaker
	a bookbinder
	a sailing instructor
	a prison librarian
	a puppeteer
	an allotment warden
	a speech writer
	a harbour pilot
	a stonemason
	a hospital chaplain
	a sommelier
	a cartographer
	~a widower learning to do the paperwork
	~the eldest of five, so these things end up with you
	a fencing coach
	a lighting technician
	a park ranger
	a milliner
	an organist
	a census taker
	a toy maker
	a goldsmith
	~a night porter with time on your hands
	a football referee
	~an early riser who gets things done before breakfast
	a subtitler
	a piano teacher
	a set painter
	~someone who volunteers for everything
`)

// trades are who somebody is likely to be who comes with things of a class.
var trades = map[class][]string{
	machineClass: lines(`
		a backend developer
		~the on-call engineer this week
		~a system administrator in a hospital
		a release manager
		a data engineer
		~the one person in the company who understands the servers
		a security analyst
		~a contractor brought in for a migration
		a site reliability engineer
		~a student who hosts a side project
		~the technical lead of a small product team
		~an IT teacher who looks after the school's machines
		a network technician
		~a web developer with many small clients
		a test engineer
	`),
	moneyClass: lines(`
		an accounts clerk
		the payroll officer of a factory
		~a controller closing the quarter
		~a self-employed plasterer doing the books on a Sunday
		the finance assistant of a charity
		a credit controller
		~an auditor at the client's office
		~a shop owner going through the month's figures
		the treasurer of a sports club
		~an accounts manager with a stack of paper in front of you
	`),
	orderClass: lines(`
		a purchasing assistant
		the manager of a stationery shop
		~a cafe owner
		a warehouse clerk
		~a restaurant owner waiting for supplies
		a site manager on a building project
		the buyer for a chain of pet shops
	`),
	visitClass: lines(`
		a receptionist
		~a sales representative who is always on the road
		the scheduler of a clinic
		a band manager
		a conference organiser
		an assistant who plans other people's days
		a football coach
		~a consultant with three time zones in the diary
	`),
	personClass: lines(`
		a personnel officer
		a front-desk assistant
		the membership secretary of a rowing club
		a customer adviser
		an account manager
		a recruiter
		a practice manager
		~the person who keeps the contact lists tidy
		a community manager
		a training coordinator
	`),
	writingClass: lines(`
		an editor at a trade journal
		a technical writer
		a paralegal
		a blogger
		a press officer
		a records manager
		a content manager for a tourist board
		a ghost-writer
		a research assistant
		~the keeper of the minutes
	`),
	goodsClass: lines(`
		a stock controller
		a category manager
		~the owner of a rental business
		a fleet manager
		a second-hand dealer
		a facilities manager
		an antiques dealer
		a shop-floor manager
		~a collector
		a property manager
	`),
	workClass: lines(`
		a project manager
		a help-desk technician
		a product owner
		a building superintendent
		~a scrum master who secretly prefers paper
		a service engineer
		a campaign manager
		a quality manager
		a case worker
		a maintenance planner
	`),
	groupClass: lines(`
		a marketing assistant
		a community organiser
		a librarian
		the administrator of a sports federation
		a merchandiser
		a course organiser
		a playlist curator
		~an archivist with a liking for order
	`),
	accountClass: lines(`
		an insurance clerk
		a bank adviser
		an office administrator
	`),
}

// regulars are who somebody can be who comes in their own matters.
var regulars = lines(`
	~a long-standing customer
	~a new customer
	~someone who does everything online, and far too late at night
	~a grandfather who was given a tablet for his birthday
	~someone who reads the small print
	~a busy parent who keeps the family calendar
	~someone who never throws a letter away
	~a student living on very little
	~a newcomer to the town
	~a customer who has been here since the beginning
	~someone who prefers the telephone, but the line was busy
	~a retired couple's better organised half
	~a person of regular habits
	~someone with too many accounts and too many passwords
	~the one in the family who deals with such things
`)

// jobFrames are for people by what they do.
var jobFrames = lines(`
	You are $who
	You are $who, {and not much of a computer person|used to doing three things at once|and it has been a long day|and good at it}
	You work as $who
	You {have been|were until recently} $who {for {two|six|eleven|nearly twenty} years|for longer than you care to remember}
	You earn your living as $who
	As $who, you {deal with this sort of thing every week|rarely have to do with this|have better things to do|know what you want}
	You are $who and {new to this|an old hand at this|mostly self-taught|glad of any help}
	You are $who who {likes a clear answer|has little patience for forms|prefers people to menus|would rather be outside|never throws a note away}
	{In your working life|By profession|During the week} you are $who
	You are $who, {just back from holiday|in the middle of a move|short of one colleague this week|about to go on leave}
	{Your job is that of|Your work is that of} $who
	{Most people know you as|To your neighbours you are} $who
	You {trained as something else, but now you are|ended up as} $who
	{Think of yourself as|In this talk you are} $who
	You are $who, {and proud of it|and it shows|though you dream of retiring|for better or worse}
	{A word about yourself: you are|About you: you are} $who
	These days you are $who
	You make a living as $who
	You are {employed|working} as $who {at the moment|this year|}
`)

// lifeFrames are for people of whom more is said than what they do.
var lifeFrames = lines(`
	You are $who
	You are $who
	You happen to be $who
	You are $who, and {it has been a long day|you have done this before|this is not your idea of fun|you want it off your desk}
	You {would describe|see} yourself as $who
	You are $who, {for better or worse|and not in a hurry|and you take your time}
	{About you: you are|You are, in short,} $who
	{These days|At present} you are $who
	Others know you as $who
`)

// situations are who somebody is at the moment, in a sentence.
var situations = lines(`
	You are standing in for a colleague who is on sick leave
	You are calling on behalf of your boss, who never calls anyone
	You took over this job last month and are still finding your way
	You are helping your parents, who do not like computers
	You run everything by yourself and do the office work in the evening
	You share an office, a telephone and a login with two others
	You are catching up after two weeks away
	You inherited a drawer of notes from the person before you
	You do this for a friend who asked you a favour
	It is your first time dealing with this service
	You have called before, with other things, and know how it goes
	You and your partner run a small business; today the desk is yours
	You are working through a list that somebody else wrote
	You promised a client an answer by the end of the day
	You are the one everybody in the team comes to with such things
	You are preparing for an audit that starts next week
	You work remotely, from a cabin with a bad connection
	You are in the last hour of a long shift
	You sit in a waiting room and have ten minutes
	You are cleaning up before handing things over to your successor
	You speak for a small club with a smaller budget
	You deal with head office and the customers, and are squeezed between them
	Today you are alone in the office
	You were told that this could be done by chat, and you are giving it a try
	You are sorting out your affairs before a longer journey
	You came across this while tidying up
	Your predecessor left without a word, and you piece things together
	You look after this for your sister's firm
`)

// settings are where and when.
var settings = lines(`
	You are {typing|doing this} on your phone {on the train|in the queue at the post office|between two meetings|on a park bench}
	It is {late|early|nearly lunch time|just before closing time}, and {the office is empty|you want to go home|there is coffee to be had}
	There is a {printer|drill|child|radio} making noise {next door|behind you|in the background}
	You have {a note|a slip of paper|an old e-mail|your notebook} in front of you
	Your {battery|lunch break} is {nearly over|running out}, {so you keep an eye on the time|but never mind}
	You have {half an hour|ten minutes|all afternoon} for this
	The {website|app|form} {would not load|kept logging you out|made no sense to you}, so here you are
	Somebody {recommended|suggested} this chat to you
	You {put this off|have been meaning to do this} for {a week|days|some time}
	You have {two windows|three lists} open and a {cold|fresh} cup of tea
	A colleague is {looking over your shoulder|waiting for the result|listening in}
	You {slept badly|have a slight cold|are in a good mood} {today|}
	{The heating has failed|The window is open}, and you type with {gloves on|one hand}
	You are {standing|waiting} at a {bus stop|counter|photocopier}
	There is {cake|a birthday} in the office {today|next door}
	You {just came|have just come} out of a long {meeting|phone call}
	The {connection|wireless} here is {poor|unreliable}
	You {borrowed|are using} somebody else's {computer|tablet}
	You are {on the sofa|in bed with a cold|at the kitchen table}
	It is {Friday afternoon|Monday morning|the day before a holiday}
	Your {glasses are|keyboard is} {broken|not what it was}
	A {delivery|visitor} {may|will} interrupt you any minute
	You {talk|read} under your breath while you type
	You have {already|} {drafted|written down} what you want to say
	You {switched off the radio|closed the door} to be able to think
	The {clock on the wall|afternoon} is ticking away
`)

// persona tells who the person is; situation is set where it tells the situation
// too.
func (t *teller) persona() (text string, situation bool) {
	if t.Chance(1, 5) {
		return t.speak(pickBank(t.self != "", selfSituations, situations)), true
	}
	bank := people
	if own := trades[classOf(t.of(t.story.Steps[t.chief()].Thing).one)]; len(own) > 0 && t.self == "" && t.Chance(1, 2) {
		bank = own
	}
	if (t.own || t.self != "") && t.Chance(1, 5) {
		bank = regulars
	}
	who, life := strings.CutPrefix(rng.Pick(t.Stream, bank), "~")
	if life {
		return t.speak(lifeFrames, "who", who), false
	}
	return t.speak(jobFrames, "who", who), false
}
