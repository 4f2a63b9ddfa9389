package writer

import (
	"strings"
	"sync"

	"github.com/gertd/go-pluralize"

	"worldc/roles/speech"
)

// A class is what sort of thing something is, as far as it decides why people
// come with it and what they do to it.
type class string

const (
	personClass   class = "person"   // a customer, a patient
	visitClass    class = "visit"    // a booking, an appointment: it has a time
	moneyClass    class = "money"    // an invoice, a payment
	orderClass    class = "order"    // an order, a shipment, a return
	writingClass  class = "writing"  // a document, a message, a comment
	machineClass  class = "machine"  // a server, a repository, a key
	goodsClass    class = "goods"    // a product, a vehicle, a room
	workClass     class = "work"     // a task, a ticket, a project
	groupClass    class = "group"    // a team, a list, a folder, a tag
	accountClass  class = "account"  // an account, a subscription, a policy
	anythingClass class = "anything" // the rest
)

// classWords are the last words of things by their class.
var classWords = map[class]string{
	personClass: "person user customer client patient member employee contact guest passenger student teacher driver doctor nurse author agent candidate " +
		"applicant subscriber recipient follower friend owner player vendor supplier contractor tenant donor volunteer visitor instructor participant attendee lead assignee reviewer admin administrator staff worker physician traveller traveler speaker trainer host organizer organiser sender manager coach presenter moderator investor landlord pupil child caller reporter photographer influencer creator artist buyer seller partner beneficiary collaborator",
	visitClass: "booking appointment reservation event meeting session visit class lesson shift flight trip stay interview webinar schedule slot rental viewing consultation course tour match game holiday leave call absence",
	moneyClass: "invoice payment refund bill charge transaction transfer payout deposit expense quote estimate receipt salary payslip payroll loan budget price fee credit donation claim withdrawal balance tax discount coupon voucher",
	orderClass: "order shipment delivery return purchase parcel package cart basket consignment label pickup item line fulfillment fulfilment sale",
	writingClass: "document file message comment note post article page report email mail letter review answer question book record template draft attachment photo image video track song story chapter thread reply description form survey notification announcement " +
		"contract agreement certificate recording transcript media paste snippet translation sms",
	machineClass: "server instance cluster repository branch token webhook deployment build pipeline database backup endpoint container bucket snapshot node volume queue secret credential workspace vm firewall plugin integration log " +
		"environment release commit hook domain certificate network api app function gateway subnet",
	goodsClass:   "product item vehicle car bike room table property house apartment equipment asset part stock inventory tool medicine drug vaccine pet animal plant recipe dish meal menu seat location store shop warehouse venue hotel restaurant listing offer toy machine",
	workClass:    "task ticket job issue project case request incident problem milestone goal campaign story sprint card workflow step action assignment inspection repair check test experiment todo reminder activity complaint feedback",
	groupClass:   "team group list folder tag category collection channel board label segment department organization organisation company community playlist album audience role permission class cohort section catalog catalogue library",
	accountClass: "account subscription plan membership policy profile wallet card licence license contract enrolment enrollment registration preference setting configuration insurance benefit address",
}

// classes is classWords the other way round; the class that is written first
// above keeps a word.
var classes = func() map[string]class {
	m := map[string]class{}
	for _, c := range []class{personClass, visitClass, moneyClass, orderClass, writingClass, machineClass, goodsClass, workClass, groupClass, accountClass} {
		for _, w := range strings.Fields(classWords[c]) {
			if _, ok := m[w]; !ok {
				m[w] = c
			}
		}
	}
	return m
}()

// classOf is the class of a thing, by its last word that has one.
func classOf(thing string) class {
	words := strings.Fields(thing)
	for i := len(words) - 1; i >= 0; i-- {
		if c, ok := classes[strings.ToLower(words[i])]; ok {
			return c
		}
	}
	return anythingClass
}

func isPersonThing(thing string) bool { return classOf(thing) == personClass }

// A noun is what a thing is called.
type noun struct {
	one, many string
	mass      bool // it has neither "a" nor a plural: weather
}

// masses are nouns of which there is no one.
var masses = map[string]bool{
	"weather": true, "information": true, "inventory": true, "equipment": true, "stock": true, "metadata": true, "data": true, "traffic": true, "feedback": true,
	"availability": true, "shipping": true, "parking": true, "pricing": true, "content": true, "software": true, "usage": true, "health": true, "advice": true, "news": true, "music": true, "media": true, "history": true, "staff": true,
	"billing": true, "compliance": true, "storage": true, "configuration": false, "status": false, "settings": true, "analytics": true, "statistics": true, "preferences": true, "details": true,
}

// nouns makes nouns of things. It remembers the numbers of words, since the
// library tries hundreds of patterns on each. Any goroutine may use it.
type nouns struct {
	plurals *pluralize.Client
	known   *sync.Map // of string to numbers
}

// numbers are a word in the singular and in the plural, and whether it stands
// in the plural.
type numbers struct {
	one, many string
	plural    bool
}

func newNouns() nouns { return nouns{plurals(), new(sync.Map)} }

// plurals is the library's rules, which take a while to make.
var plurals = sync.OnceValue(pluralize.NewClient)

// numbers are those of a word of Latin letters; another one has only itself.
func (n nouns) numbers(word string) numbers {
	if !ascii(word) || len(word) > 40 {
		return numbers{word, word, false}
	}
	if k, ok := n.known.Load(word); ok {
		return k.(numbers)
	}
	k := numbers{one: word, plural: len(word) > 2 && n.plurals.IsPlural(word) && !n.plurals.IsSingular(word)}
	if k.plural {
		k.one = n.plurals.Singular(word)
	}
	k.many = n.plurals.Plural(k.one)
	n.known.Store(word, k)
	return k
}

// of is the noun of a thing as a story names it.
func (n nouns) of(thing string) noun {
	one := speech.InWords(thing)
	if one == "" {
		one = "entry"
	}
	words := strings.Fields(one)
	last := words[len(words)-1]
	if masses[last] {
		return noun{one, one, true}
	}
	k := n.numbers(last)
	words[len(words)-1] = k.one
	one = strings.Join(words, " ")
	words[len(words)-1] = k.many
	many := strings.Join(words, " ")
	return noun{one, many, many == one}
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}
