package writer

import (
	"slices"
	"strings"

	"worldc/world"

	"worldc/roles/speech"
)

// reason is why the person comes with a step, as a clause: "your plans have
// changed". A reason bears on nothing that is to be done. $thing is the thing,
// $things more of them, $np "the booking" or "your booking".
func (t *teller) reason(i int) string {
	s := t.story.Steps[i]
	n := t.of(s.Thing)
	c := classOf(n.one)
	op := reasonOp(s)
	bank := reasons[op]
	if own := particular[op][c]; len(own) > 0 && (t.Chance(2, 3) || c == personClass || op == ending && c == visitClass) {
		bank = own
	}
	if c == personClass && op == changing && t.self == "" {
		bank = append(slices.Clone(bank), t.occasionsOfOthers(s)...)
	}
	if t.self != "" {
		if own := selfReasons[op]; t.isSelf(n.one) && len(own) > 0 {
			bank = append(own, t.occasions(s)...)
		}
		bank = private(bank)
	}
	np := choose(t.own, "your ", "the ") + n.one
	return t.speak(bank, "thing", n.one, "things", n.many, "np", np)
}

// private are the reasons of somebody who comes for themself.
func private(bank []string) []string {
	var list []string
	for _, r := range bank {
		if !hasWord(" "+words(r)+" ", "customer", "customers", "client", "boss", "supplier", "colleague", "report", "office", "board", "auditor", "audit", "team", "reader", "readers", "system", "department", "books", "records", "lawyers", "budget", "manager", "newsletter") {
			list = append(list, r)
		}
	}
	if len(list) < 3 {
		return bank
	}
	return list
}

// A purpose is what an operation comes to for whoever wants it.
type purpose string

const (
	looking  purpose = "looking"  // at one thing
	viewing  purpose = "viewing"  // several things
	finding  purpose = "finding"  // things by what they say
	counting purpose = "counting" //
	working  purpose = "working"  // something out
	making   purpose = "making"
	changing purpose = "changing"
	dropping purpose = "dropping"
	ending   purpose = "ending"  // cancel, close, reject
	pushing  purpose = "pushing" // approve, start, complete
	undoing  purpose = "undoing" // reopen, restore
	linking  purpose = "linking"
	parting  purpose = "parting"
)

func reasonOp(s world.Step) purpose {
	switch s.Operation {
	case world.List:
		return viewing
	case world.Search:
		return finding
	case world.Count:
		return counting
	case world.Report:
		return working
	case world.Create:
		if thing := speech.InWords(s.Thing); thing != "" && isProcess(thing) {
			return working
		}
		return making
	case world.Update:
		return changing
	case world.Delete:
		return dropping
	case world.Link:
		return linking
	case world.Unlink:
		return parting
	case world.Move:
		words := strings.ToLower(s.Verb)
		if s.Transition != nil {
			words += " " + speech.InWords(s.Transition.To)
		}
		for _, w := range strings.Fields(words) {
			switch {
			case hasAnyPrefix(w, "cancel", "reject", "declin", "clos", "revok", "deactiv", "disab", "suspend", "terminat", "stop", "paus", "void", "archiv", "expire", "abort", "block", "ban", "withdraw", "retire", "inactive", "freez", "lock", "hold", "mute", "unpublish", "dismiss", "deprec"):
				return ending
			case hasAnyPrefix(w, "reopen", "restor", "resum", "undo", "reactiv", "reinstat", "unarchiv", "unblock", "unlock", "unfreez", "retry", "redo", "unmute", "unban"):
				return undoing
			}
		}
		return pushing
	}
	return looking
}

var reasons = map[purpose][]string{
	looking: lines(`
		you have to give {a colleague|your boss|a client} an answer {today|this afternoon|before the weekend}
		you are {checking|going over} your notes and something does not add up
		your own copy of the {details|record} went missing when you {changed computers|moved offices}
		you {only half remember|have forgotten} what was agreed
		somebody {asked you about it on the phone|stopped you in the corridor about it} and you had no idea
		you are {putting together|preparing} a {short summary|handover|file} and this is the last gap
		you want to be sure before you {do anything else|tell anyone}
		there was {a misunderstanding|some confusion} about $np {last week|the other day}
		you were told {two different things|conflicting things} about $np
		you have to fill in a form that asks for it
		what {the printout says|you were told} looks {odd|wrong} to you
		you {need it|want it} for your records
		you like to check such things {now and then|twice}
		nobody in the office could tell you
		your calendar has a note about $np and you no longer know why
		a {letter|message} {that came|that arrived} this morning refers to it
	`),
	viewing: lines(`
		you are {trying to get|after} an overview before a meeting
		your own list of $things is {out of date|a mess|from last year}
		you {have taken over|took over} the $things from somebody else
		you {suspect|have a feeling} that one of the $things has been overlooked
		you are {preparing|writing} a summary and need to know what is there
		the {spreadsheet|list} you were given {does not match|disagrees with} what people tell you
		you have to {choose|pick} one later and want to see them side by side
		somebody asked how things stand with the $things
		you are comparing {what you have|your notes} with what is in the system
		you want to make sure that none of the $things is {forgotten|missing}
		an {auditor|inspector} is coming and will ask about the $things
		you lost track of the $things over the holidays
		you want to {plan|prepare} {next week|the next month}
		you go through the $things every {month|quarter}, and it is that time again
	`),
	finding: lines(`
		you remember {the wording|a word or two} but not where it was
		a client mentioned it and you want to be {prepared|in the picture}
		you are sure that you have seen it before
		someone sent you looking for it
		you need it for a {talk|report|comparison} {next week|tomorrow}
		you want to see whether there is anything on the subject
		you are doing some {research|reading up}
		you want to avoid doing a thing twice
		it was there {last month|last time}, you could swear
		your own search on the {website|phone} turned up nothing useful
		a friend {raved about it|brought it up} at dinner
		you are looking for {ideas|an example}
		you have been asked to put together a {selection|shortlist}
	`),
	counting: lines(`
		you owe {your boss|the board|head office} a figure
		there is a bet on it in the office
		the number in the {report|newsletter} seems too {high|low}
		you are working out {a budget|a plan|the workload}
		you have to report it every {month|quarter|year}
		you want to know whether it is worth the trouble
		somebody asked you and you guessed
		you are comparing this year with {the last|the one before}
		a form asks for the number
		you want to check your own count
		the {forecast|staffing plan} depends on it
		it will decide {how many people|how much paper|how much room} you need
	`),
	working: lines(`
		you have to {decide|make up your mind} today
		you are {planning ahead|making plans}
		a colleague's estimate looks doubtful
		you {would rather not|do not trust yourself to} work it out by hand
		you need it for {a presentation|a quotation|a form}
		you promised to pass it on
		you want to compare it with what you were told
		things {did not work|seemed slow} earlier today
		you {were asked|are being asked} about it
		you want something to go by
		it helps you to plan the {day|week}
		you have a decision to prepare
	`),
	making: lines(`
		it {has been|was} agreed and only the entry is missing
		you {forgot|meant} to do it last week
		somebody has to do it, and it landed on your desk
		your {boss|manager|partner} asked you to see to it
		the old arrangement {ran out|came to an end}
		you are {starting|setting up} something new
		things have been piling up
		it was {promised|announced} and people are waiting for it
		you were told that nothing happens without it
		you are getting ready for {next month|the season|a busy week}
		there {is|was} none so far, and {that causes trouble|people keep asking}
		you finally have all the details together
		you have talked it over and everyone is for it
		you want it on record
	`),
	changing: lines(`
		what is on record is {out of date|no longer right|simply wrong}
		there was a {typing error|slip} when it was entered
		things have changed since
		you noticed the mistake while {going through|checking} your {papers|notes}
		a colleague pointed out that it is wrong
		you {misheard|were misinformed} the first time
		it was {agreed|decided} in yesterday's meeting
		you have thought better of it
		the {details|facts} were not known at the time
		somebody {complained|asked} about it
		it was entered in a hurry
		you want the records to be right {before the end of the month|for once}
		the other side asked for it
		it has been bothering you for {days|weeks}
		you were given new information {this morning|on the phone}
	`),
	dropping: lines(`
		it is no longer {needed|of any use}
		it was {entered|created} by mistake
		it {should never have been there|was never meant to stay}
		it was only a {test|trial}
		you are {tidying|cleaning} up
		it keeps {confusing people|turning up where it should not}
		it is {years|long} out of date
		{something|someone} else has taken its place
		you have been asked to keep only what is {needed|current}
		the reason for it has gone
		a rule about keeping data says it has to go
		people keep using it by accident
		the whole plan behind it was dropped
	`),
	ending: lines(`
		plans have changed
		it is no longer needed
		you have found {a better|another} solution
		the matter has been settled in another way
		the person who asked for it has changed their mind
		it costs more than it is worth
		there {is|was} no {money|budget} for it after all
		it was a mistake from the start
		it has dragged on for too long
		your {boss|partner|client} {decided against it|put a stop to it}
		you cannot {keep it up|look after it} any more
		nobody has used it in months
		it is better to end it than to leave it hanging
		you were {talked into it|too quick} and regret it
	`),
	pushing: lines(`
		everything that was missing has {come in|arrived}
		people are waiting for it
		it has been {lying around|sitting there} for days
		you have checked it and found nothing wrong
		your boss has given {the go-ahead|a nod}
		the {deadline|date} is close
		nothing else can go on until this is through
		you promised that it would be {through|done} by tonight
		the last open {question|point} was cleared up this morning
		the client rang {twice|again} to ask where it is stuck
		it should have been done {yesterday|last week}
		you are happy with how it {looks|stands}
		somebody forgot to do it before going on leave
		the next person in line cannot start otherwise
	`),
	undoing: lines(`
		it was done {by mistake|too soon}
		things turned out differently
		somebody clicked the wrong button
		it is needed after all
		the problem {has come back|was not solved}
		you were too quick the first time
		the {other side|client} changed their mind
		the reason for it has gone
		it was {agreed|decided} to give it another {try|chance}
		it was the wrong one
		{two|several} people have asked for it
		the break is over
	`),
	linking: lines(`
		the two belong together
		it was forgotten when things were set up
		the responsibilities have changed
		people keep looking for it in the wrong place
		you were asked to bring things together
		it saves everyone a search
		a colleague is joining in
		the {plan|arrangement} says so
		otherwise nobody gets to hear of it
		it makes the {overview|bookkeeping} easier
		it was agreed last week
		without it, nothing shows up where it should
	`),
	parting: lines(`
		the two have nothing to do with each other any more
		it was put there by mistake
		the responsibilities have changed
		it only causes confusion
		someone has moved on to other things
		the arrangement has come to an end
		it should never have been there
		you are sorting things anew
		there were complaints about it
		it shows up in the wrong reports
		the {project|cooperation} is over
		you want to keep things apart
	`),
}

// particular are reasons that only go with things of a class.
var particular = map[purpose]map[class][]string{
	looking: {
		visitClass: lines(`
			you want to arrange {a lift|a babysitter|the day} around it
			you are not sure that you wrote {the day|the time} down correctly
			{someone|a friend} wants to come along
			you have to ask for time off
			your calendar shows two things at once
			you have not heard anything since {it was arranged|you arranged it}
		`),
		moneyClass: lines(`
			the bank statement shows a figure that you cannot place
			your accountant is {asking|waiting} for it
			you want to know {where the money went|what is still open}
			the {sum|figure} looks {higher|different} than you remember
			you are {doing|closing} the books
			you want to avoid {a reminder|paying twice}
		`),
		orderClass: lines(`
			the customer wants to know when to expect it
			you expected {to hear|news} {days ago|by now}
			somebody has to be {home|there} to take it in
			one of your neighbours may have taken it in
			you want to know whether to wait or to buy elsewhere
			the shelf is nearly empty
		`),
		personClass: lines(`
			you are {about to call|meeting} them and want to be {prepared|up to date}
			a letter came back {undelivered|marked unknown}
			you are {updating|checking} the contact list
			you could not reach them {yesterday|at all}
			two people of a similar name {keep|are} getting mixed up
			a form asks for it
		`),
		machineClass: lines(`
			{something|one of the jobs} failed overnight and you want to rule this out
			the dashboard and the log disagree
			you are {writing|updating} the runbook
			users {report|complain about} {slow pages|strange errors}
			a {migration|maintenance window} is coming up
			you are documenting the set-up {for the next shift|at last}
		`),
		writingClass: lines(`
			you want to quote from it and get it right
			you are {not sure|in doubt} which version people are reading
			a reader has asked about it
			you want to {cite|refer to} it in {a report|a letter}
		`),
		workClass: lines(`
			it comes up in the meeting {tomorrow|this afternoon}
			you wonder who is {supposed to be|working} on it
			the customer keeps {asking|calling}
			you have heard nothing {for days|since last week}
		`),
		goodsClass: lines(`
			a customer is standing in front of you and wants to know
			the {label|sign} has come off
			you want the facts before you {decide|say anything}
			you are comparing it with another one
		`),
		accountClass: lines(`
			you want to know what you are {paying|signed up} for
			you got a {letter|notice} about it that you did not understand
			you are {thinking about|weighing} a change
			your {partner|tax adviser} needs {the details|it}
		`),
	},
	making: {
		visitClass: lines(`
			you were promised a slot {and|and now} {want|need} to hold on to it
			your usual day does not work any more
			it has to be fixed before everyone's calendar fills up
			a visitor is coming to town
			you {have finally found|found} a date that suits everybody
			it has been talked about for weeks and nobody put it down
		`),
		personClass: lines(`
			they {start|begin} {on Monday|next week} and are not in the system yet
			they signed up at the {counter|fair|door}
			you met at a trade fair and want to stay in touch
			they filled in the paper form and the paper form will get lost
			a new face has joined
		`),
		moneyClass: lines(`
			the work is done and {should|has to} be paid for
			the receipt turned up in a coat pocket
			the month is closing
			it was paid in cash and never entered
			the other side is waiting for the paperwork
		`),
		orderClass: lines(`
			the stock will not last the {week|weekend}
			a regular customer asked for it {by phone|this morning}
			the last delivery was too small
			it is meant as a {present|surprise}
			you {ran|are running} out faster than expected
		`),
		writingClass: lines(`
			people keep asking and you want to {answer once|point them somewhere}
			you promised to put it in writing
			it {should|ought to} be written down before {it is forgotten|you forget}
			the readers have been waiting for it
			you have the text ready and need it {out|in place}
		`),
		machineClass: lines(`
			the {new|next} release needs it
			a new {customer|team} goes live {next week|soon}
			the old one is {being retired|at its limit}
			you are {rebuilding|moving} the test environment
			{monitoring|the security review} asked for it
		`),
		workClass: lines(`
			it {has been reported|was reported} three times and nobody wrote it down
			the landlord {wants|needs} it in writing
			it must not get lost {over the holidays|again}
			the team {agreed|decided} {to take it on|on it} this morning
			things will not move until it is {in the system|on the board}
		`),
		groupClass: lines(`
			things are getting {hard to find|out of hand} without it
			you are {sorting|reorganising} everything
			a new {season|department|programme} is starting
			the old {sorting|split} made no sense
		`),
		goodsClass: lines(`
			it came in {yesterday|with the last delivery}
			it is on the shelf but not in the {system|catalogue}
			customers ask for it
			you are extending the range
		`),
	},
	ending: {
		visitClass: lines(`
			you have double-booked yourself
			you have come down with a {cold|fever|stomach bug}
			your plans for {that day|that week|the trip} have fallen through
			{your child|a colleague|your mother} {is|has fallen} ill and you are needed at {home|work}
			a {funeral|family matter|court date} came up
			the {train strike|weather} makes it impossible to get there
			the others {cannot make it|dropped out}
			you found an earlier {date|one} elsewhere
			work is sending you {abroad|away} at short notice
		`),
		orderClass: lines(`
			you found the same thing {cheaper|closer to home}
			you ordered the wrong {size|thing|amount}
			it would arrive after you leave
			your customer has backed out
			it was {ordered|bought} twice, by you and by your partner
			you pressed the button too early
		`),
		moneyClass: lines(`
			it was {entered|issued} with the wrong amount
			it has been settled {in cash|another way}
			the {job|work} it was for never took place
			the customer is disputing it
			it went to the wrong {person|department}
		`),
		accountClass: lines(`
			you hardly ever use it
			the price went up again
			you are moving {abroad|away}
			you are switching to {another provider|something simpler}
			your employer now pays for something similar
			you signed up for the trial and forgot about it
		`),
		machineClass: lines(`
			it is costing money for nothing
			it keeps {failing|firing} and nobody needs it
			it may have been {compromised|leaked}
			the project it belonged to is over
			it interferes with the {tests|migration}
		`),
		personClass: lines(`
			they have left
			they asked {for it|to be taken off}
			there was {an incident|trouble}
			they {moved away|retired} {last month|in spring}
		`),
		workClass: lines(`
			it {solved itself|turned out to be nothing}
			somebody else reported the same thing
			the customer no longer needs it
			priorities have shifted
			it was finished weeks ago and nobody said so
		`),
	},
	changing: {
		visitClass: lines(`
			a meeting got in the way
			the {car|train} will not get you there in time
			{somebody|one of the guests} cannot make it otherwise
			the room is not free after all
			school ends later that day
			your shift was {moved|swapped}
		`),
		personClass: lines(`
			they called to say so
			the card they filled in was hard to read
			they told you so {at the counter|on the phone|in passing}
			they asked for it
			they noticed the mistake themselves
			they filled in a new form
		`),
		orderClass: lines(`
			you {counted|calculated} wrong
			the customer changed their mind
			the {carrier|supplier} asked for it
			it would {go|have gone} to the wrong place
		`),
		moneyClass: lines(`
			a line was {left out|counted twice}
			the customer pointed out a mistake
			it was booked under the wrong heading
			the terms were renegotiated
		`),
		machineClass: lines(`
			the {load|traffic} has grown
			the present {setting|value} caused {an outage|an alert} {last night|on Sunday}
			a security review asked for it
			it does not match the documentation
			the {new|next} version expects it
		`),
		writingClass: lines(`
			a reader {spotted|pointed out} a mistake
			the wording gave rise to {questions|complaints}
			the lawyers insist
			it read badly
			it was published half finished
		`),
		goodsClass: lines(`
			the supplier {changed|has changed} the terms
			the new season is about to start
			the label and the system disagree
			a customer was charged wrongly because of it
		`),
		workClass: lines(`
			it turned out to be bigger than expected
			the customer is pressing
			it was discussed in the {morning round|review}
			the one who looked after it is away
		`),
		accountClass: lines(`
			you are moving house
			your circumstances have changed
			you want to pay less
			the {old|present} one does not suit you any more
		`),
	},
	dropping: {
		personClass: lines(`
			they asked to have their data removed
			they are in there twice
			they {left|moved away} years ago
			it was a test entry
		`),
		writingClass: lines(`
			it says things that are no longer true
			it was {posted|uploaded} to the wrong place
			it contains {private details|a mistake that cannot stay}
			it was a draft that went out by accident
			you {wrote|put up} a better one
		`),
		machineClass: lines(`
			nothing has used it since {the migration|spring}
			it costs money every hour
			it is a leftover from {a test|an experiment}
			the security team does not want it lying around
		`),
		goodsClass: lines(`
			it was {sold|broken|scrapped}
			it is not made any more
			nobody has asked for it in {a year|ages}
			it is listed twice
		`),
		visitClass: lines(`
			it was entered for the wrong {day|person}
			it never took place
			it stands in the way of another one
		`),
	},
	pushing: {
		orderClass: lines(`
			the customer is {waiting|at the counter}
			the goods are {packed|ready} and the van leaves at {noon|four}
			payment {has come|came} in
		`),
		moneyClass: lines(`
			the money is {on the account|there}
			the supplier has sent a reminder
			you have compared it with the delivery note
			the discount ends {tomorrow|this week}
		`),
		visitClass: lines(`
			everyone has said yes
			the {room|venue} is {free|paid for}
			the guests are {already here|on their way}
		`),
		writingClass: lines(`
			it has been proofread {twice|by two people}
			the newsletter refers to it
			the embargo is over
		`),
		machineClass: lines(`
			the tests are {green|through}
			the maintenance window {is open|has begun}
			the rollback plan is ready
		`),
		workClass: lines(`
			the work was finished this morning
			the parts have {come|arrived}
			the customer {has confirmed|signed} it
		`),
	},
}
