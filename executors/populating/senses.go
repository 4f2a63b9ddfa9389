package populating

import (
	"slices"
	"strings"
	"sync"

	"worldc/world"
)

// A subject is what a column belongs to: the words for the thing, and what is
// known of its kind; nil if nothing is.
type subject struct {
	words []string
	kind  *kind
}

// surroundings are the words of a world: what its tables are about, together
// with what its columns are called.
type surroundings map[string]bool

func surroundingsOf(tables []world.Table) surroundings {
	m := surroundings{}
	for i := range tables {
		for _, w := range thingWords(&tables[i]) {
			m[w] = true
		}
		for j := range tables[i].Columns {
			for _, w := range split(tables[i].Columns[j].Name) {
				m[w] = true
			}
		}
	}
	return m
}

// subject is what a table is about. A word of two trades means what its
// neighbours mean: an account with a balance is a bank's, a job with a
// schedule is a machine's.
func (m surroundings) subject(t *world.Table) subject {
	words := thingWords(t)
	s := subject{words, kindOf(words)}
	n := len(words)
	if n == 0 || n > 1 && byThing()[words[n-2]+"_"+words[n-1]] != nil {
		return s
	}
	list := bySense()[words[n-1]]
	if list == nil {
		return s
	}
	own := map[string]bool{}
	for _, w := range words[:n-1] {
		own[w] = true
	}
	for j := range t.Columns {
		for _, w := range withoutThing(split(t.Columns[j].Name), words) {
			own[w] = true
		}
	}
	among := func(words []string, all map[string]bool) bool {
		return slices.ContainsFunc(words, func(w string) bool { return all[w] })
	}
	for _, sense := range list {
		switch {
		case sense.anyway, among(sense.near, own), among(sense.far, m):
		default:
			continue
		}
		s.kind = byThing()[sense.means]
		return s
	}
	return s
}

// A sense is one of the trades in which a word is at home.
type sense struct {
	near   []string // words before it, or of its columns, in that trade
	far    []string // words of the world
	anyway bool     // where no other sense is known
	means  string   // the word of the kind; generic of what has no trade
}

// generic names what is of no kind.
const generic = "item_generic"

// bySense finds the senses of a word, the likelier first. It is made when it is asked for
// first.
var bySense = sync.OnceValue(func() map[string][]sense {
	m := map[string][]sense{}
	for i := range senses {
		w := &senses[i]
		s := sense{near: strings.Fields(w.near), far: strings.Fields(w.far), anyway: w.near == "" && w.far == "", means: w.means}
		for _, word := range strings.Fields(w.words) {
			m[word] = append(m[word], s)
		}
	}
	return m
})

// senses are the words of two trades. The first sense counts of which a
// neighbour is there; one without neighbours always does.
var senses = []struct{ words, near, far, means string }{
	{"account", "balance iban bic overdraft currency ledger institution routing savings checking bank apr interest", "", "account"},
	{"account", "automation storage database cosmos batch cognitive media integration lake lab cloud resource sku kubernetes", "", "cloud"},
	{"account", "", "bank transaction ledger loan deposit withdrawal iban budget portfolio", "account"},
	{"account", "", "", "workspace"},
	{"job", "applicant candidate vacancy salary recruiter resume hiring employer", "applicant candidate vacancy resume recruiter timesheet payroll", "position"},
	{"job", "maintenance repair cleaning moving technician invoice customer", "technician tenancy landlord", "ticket"},
	{"job", "", "", "workflow"},
	{"policy", "premium insured insurer policyholder coverage beneficiary", "premium insured insurer policyholder insurance", "contract"},
	{"policy", "", "", "workflow"},
	{"route", "subnet gateway vpc network ip http upstream host api proxy prefix cidr hop backend method", "vpc upstream proxy subnet", "cloud"},
	{"zone", "dns record nameserver dnssec soa ttl", "dns nameserver dnssec ttl", "website"},
	{"zone", "delivery parking shipping fare climate", "", "office"},
	{"zone", "", "instance vm machine disk subnet cluster", "cloud_region"},
	{"profile", "email first username bio avatar birthday gender surname follower user customer", "", "user"},
	{"profile", "backup scaling device configuration security network instance traffic quality encoding streaming cipher ssl", "", generic},
	{"client", "secret redirect grant scope scopes oauth callback ad api vpn", "", "app"},
	{"image", "docker machine vm virtual os disk container registry digest kernel architecture base", "registry pod kubernetes", "container_image"},
	{"template", "subject html message email sms sender notification mail", "email sms recipient mailing", "template"},
	{"template", "", "", generic},
	{"model", "training accuracy dataset framework prediction inference hyperparameter prompt", "training prediction dataset inference experiment", "model"},
	{"model", "vehicle car engine", "vehicle engine", "vehicle"},
	{"model", "article sku price", "article product brand", "product"},
	{"model", "", "", generic},
	{"record", "dns zone ttl nameserver domain", "dns ttl nameserver", "record"},
	{"record", "", "", generic},
	{"collection", "", "product order cart price sku shop store menu", "category"},
	{"collection", "", "document file query index api", "folder"},
	{"category", "", "product order cart price sku catalog shop item store menu inventory merchant", "category"},
	{"category", "", "", "theme"},
	{"product", "sku price stock weight brand barcode", "cart sku shop inventory catalog merchant", "product"},
	{"product", "", "bank loan deposit licence license iban", "subscription"},
	{"season", "episode", "episode show series tv", "movie"},
	{"season", "", "", generic},
	{"group", "user staff team employee member customer people security", "", "team"},
	{"card", "cvv cvc last4 cardholder expiry credit debit gift bank loyalty plus pan", "", "payment_card"},
	{"card", "", "halo deck player hero", generic},
	{"subscription", "log event webhook topic callback endpoint notification", "", "workflow"},
	{"subscription", "tenant resource", "tenant resource", "cloud"},
	{"network", "", "episode tv movie series channel", "company"},
	{"agent", "prompt intent utterance os version hostname installed", "prompt intent utterance", "app"},
	{"host", "ip port hostname os cluster", "cluster vulnerability vm ip", "server"},
	{"worker", "", "queue cluster machine node", "server"},
	{"table", "schema query rows fields database partition", "schema database dataset", "database"},
	{"station", "line platform train latitude lat charging weather bus bikes", "", "stop"},
	{"class", "", "student teacher course school pupil studio trainer", "course"},
	{"class", "css java object resource storage", "", generic},
	{"story", "headline author article news", "headline article", "article"},
	{"release", "song album track artist", "album artist", "album"},
	{"bill", "amendment amendments stage sponsor sponsors house chamber committee", "amendment parliament legislator sitting senate congress", "law"},
	{"stage", "sitting sittings house committee", "amendment sitting", "reading_stage"},
	{"session", "token expires ip agent login logout cookie", "password login oauth", generic},
}
