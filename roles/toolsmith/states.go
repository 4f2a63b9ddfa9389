package toolsmith

import (
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"worldc/world"
)

// states are the life cycle of an entity in the making.
type states struct {
	column  *column
	values  []string
	initial string
	moves   []move // in the order of the tools
}

// A move is what a verb does to the state of a row.
type move struct {
	verb string
	from []string
	to   string
	said string // the state that the document says rows have before
}

// A verb is what tools call a move, and the state that rows have before it by
// their documents: cancel_pending_order.
type verb struct{ word, state string }

// stateNames are the names of columns that hold a state, best first.
var stateNames = []string{"status", "state", "lifecycle_state", "lifecycle_status", "phase", "stage", "provisioning_state", "current_status", "current_state"}

// A change is what the trade knows of a verb: which state it leads to, and
// from which; the first of each that the documents know, else the very first.
type change struct{ to, from string }

const (
	waiting = "pending requested submitted waiting in_review new draft open created proposed queued"
	running = "active running started in_progress open processing enabled online live published"
)

var changes = map[string]change{
	"cancel":      {"cancelled canceled aborted", ""},
	"abort":       {"aborted cancelled canceled", "running started in_progress active pending queued"},
	"approve":     {"approved accepted confirmed", waiting},
	"accept":      {"accepted approved confirmed", waiting + " invited offered"},
	"reject":      {"rejected declined denied", waiting},
	"decline":     {"declined rejected denied", waiting + " invited offered"},
	"deny":        {"denied rejected declined", waiting},
	"confirm":     {"confirmed verified approved", waiting + " unconfirmed"},
	"verify":      {"verified confirmed", "unverified " + waiting},
	"submit":      {"submitted pending in_review", "draft new open created"},
	"publish":     {"published live public active", "draft unpublished new created pending"},
	"unpublish":   {"draft unpublished", "published live public"},
	"start":       {"running started in_progress active online on", "stopped scheduled pending created new ready draft off idle queued planned"},
	"begin":       {"in_progress started running active", "pending scheduled created new ready draft planned"},
	"launch":      {"running launched started active live", "stopped scheduled pending created new ready draft"},
	"run":         {"running started in_progress active", "idle stopped scheduled pending created new ready queued"},
	"stop":        {"stopped inactive off ended terminated", running + " on"},
	"end":         {"ended finished closed completed stopped", running},
	"terminate":   {"terminated stopped ended", ""},
	"restart":     {"restarting rebooting", running + " on ready available"},
	"reboot":      {"rebooting restarting", running + " on ready available"},
	"pause":       {"paused suspended on_hold", running},
	"suspend":     {"suspended paused inactive disabled", running},
	"hold":        {"on_hold held paused", ""},
	"resume":      {"active running in_progress started open", "paused suspended stopped on_hold held"},
	"continue":    {"active running in_progress started open", "paused suspended stopped on_hold held"},
	"enable":      {"enabled active on", "disabled inactive off"},
	"disable":     {"disabled inactive off", "enabled active on"},
	"activate":    {"active activated enabled", "inactive deactivated disabled pending suspended"},
	"reactivate":  {"active activated enabled", "inactive deactivated disabled suspended cancelled canceled expired"},
	"deactivate":  {"inactive deactivated disabled", "active activated enabled"},
	"open":        {"open opened", "closed"},
	"reopen":      {"open reopened in_progress", "closed resolved completed done cancelled canceled"},
	"close":       {"closed", ""},
	"resolve":     {"resolved closed solved done", ""},
	"complete":    {"completed complete done finished succeeded closed", ""},
	"finish":      {"finished completed complete done", ""},
	"fulfill":     {"fulfilled completed shipped", ""},
	"archive":     {"archived", ""},
	"unarchive":   {"active open available", "archived"},
	"restore":     {"active available open restored", "archived deleted trashed removed"},
	"recover":     {"active available recovered", "archived deleted trashed failed"},
	"undelete":    {"active available open", "deleted trashed removed archived"},
	"trash":       {"trashed deleted", ""},
	"untrash":     {"active available", "trashed deleted"},
	"lock":        {"locked", "unlocked"},
	"unlock":      {"unlocked active open", "locked"},
	"block":       {"blocked", "active unblocked"},
	"unblock":     {"active unblocked", "blocked"},
	"ban":         {"banned", "active"},
	"unban":       {"active", "banned"},
	"freeze":      {"frozen", "active"},
	"unfreeze":    {"active unfrozen", "frozen"},
	"mute":        {"muted", "unmuted active"},
	"unmute":      {"unmuted active", "muted"},
	"hide":        {"hidden", "visible shown"},
	"unhide":      {"visible", "hidden"},
	"show":        {"visible", "hidden"},
	"star":        {"starred", "unstarred"},
	"unstar":      {"unstarred", "starred"},
	"pin":         {"pinned", "unpinned"},
	"unpin":       {"unpinned", "pinned"},
	"follow":      {"followed", "unfollowed"},
	"unfollow":    {"unfollowed", "followed"},
	"like":        {"liked", "unliked"},
	"unlike":      {"unliked", "liked"},
	"mark":        {"marked", "unmarked"},
	"read":        {"read", "unread"},
	"subscribe":   {"subscribed active", "unsubscribed"},
	"unsubscribe": {"unsubscribed cancelled", "subscribed active"},
	"connect":     {"connected", "disconnected"},
	"disconnect":  {"disconnected", "connected"},
	"register":    {"registered", "unregistered deregistered"},
	"deregister":  {"deregistered unregistered", "registered"},
	"mount":       {"mounted", "unmounted"},
	"unmount":     {"unmounted", "mounted"},
	"ship":        {"shipped in_transit", "pending paid confirmed processing approved packed"},
	"deliver":     {"delivered", "shipped in_transit out_for_delivery"},
	"pay":         {"paid", "unpaid open due pending sent overdue"},
	"refund":      {"refunded", "paid completed captured settled"},
	"capture":     {"captured paid succeeded", "authorized authorised pending"},
	"void":        {"void voided cancelled", "open pending authorized draft"},
	"expire":      {"expired", ""},
	"revoke":      {"revoked", "active granted valid"},
	"renew":       {"active renewed", "expired expiring cancelled"},
	"send":        {"sent", "draft scheduled queued pending"},
	"schedule":    {"scheduled", "draft new pending created unscheduled"},
	"book":        {"booked", "available free open"},
	"reserve":     {"reserved", "available free open"},
	"release":     {"released available", "reserved held locked"},
	"checkout":    {"checked_out", "checked_in available"},
	"assign":      {"assigned", "unassigned new open"},
	"unassign":    {"unassigned", "assigned"},
	"transfer":    {"transferred", ""},
	"retry":       {"queued pending running", "failed error"},
	"fail":        {"failed", ""},
	"escalate":    {"escalated", ""},
	"dismiss":     {"dismissed", ""},
	"acknowledge": {"acknowledged", "open new triggered unacknowledged"},
	"deploy":      {"deployed active", "draft built undeployed pending ready"},
	"undeploy":    {"undeployed", "deployed active"},
	"promote":     {"promoted", ""},
	"merge":       {"merged", "open"},
	"return":      {"returned", "delivered shipped completed"},
	"exchange":    {"exchanged", "delivered completed"},
	"redeem":      {"redeemed used", "active issued valid"},
	"sign":        {"signed", "pending draft sent unsigned"},
	"authorize":   {"authorized authorised", waiting},
	"invalidate":  {"invalidated invalid revoked", "active valid"},
	"login":       {"signed_in active", "signed_out"},
	"logout":      {"signed_out ended", "signed_in active"},
}

// initialStates are those in which rows begin, likeliest first.
var initialStates = strings.Fields(`draft new pending created requested submitted queued open scheduled todo to_do planned
	registered active enabled available running online unlocked visible`)

// terminal states are those that nothing leads out of but a verb made for it.
var terminal = wordSet(`cancelled canceled aborted rejected declined denied terminated completed complete done finished
	fulfilled archived trashed deleted removed closed refunded void voided expired revoked merged failed delivered ended`)

// findStates gives an entity its life cycle, from the enum of its status and
// from the verbs of the tools that move its rows.
func (e *entity) findStates(verbs []verb, said []string) {
	var c *column
	for _, name := range stateNames {
		if x := e.slots["a:"+name]; x != nil && x != e.key && x.target == nil && x.Type == "TEXT" && (len(verbs) > 0 || len(x.Enum) > 1) {
			c = x
			break
		}
	}
	if c == nil && len(verbs) == 0 {
		return
	}
	if c == nil {
		name := "status"
		for _, n := range []string{"status", "state", "life_cycle"} {
			if e.named(n) == nil {
				name = n
				break
			}
		}
		c = e.see("state:", name, nil, false, 1)
		c.Name, c.Type = fresh(name, e.columnNames()), "TEXT"
	}
	s := &states{column: c, values: c.texts()}
	documented := len(s.values) > 0
	if !documented {
		for _, state := range said {
			s.add([]string{state})
		}
	}
	for _, v := range verbs {
		if slices.ContainsFunc(s.moves, func(m move) bool { return m.verb == v.word }) {
			continue
		}
		known, ok := changes[v.word]
		if !ok {
			known = change{to: identifier(participle(v.word)), from: ""}
		}
		m := move{verb: v.word, to: s.add(strings.Fields(known.to))}
		if v.state != "" && fold(m.to) != v.state {
			m.said = s.add([]string{v.state})
		}
		s.moves = append(s.moves, m)
	}
	if documented {
		s.initial = s.first(initialStates)
		if s.initial == "" || slices.ContainsFunc(s.moves, func(m move) bool { return m.to == s.initial && terminal[fold(m.to)] }) {
			s.initial = s.values[0]
		}
	} else {
		s.initial = s.begin()
		s.values = append([]string{s.initial}, slices.DeleteFunc(s.values, func(v string) bool { return v == s.initial })...)
	}
	for i := range s.moves {
		s.moves[i].from = s.before(s.moves[i])
	}
	e.states = s
	c.Enum = nil
	for _, v := range s.values {
		raw, err := json.Marshal(v)
		if err != nil {
			panic(err) // a string
		}
		c.Enum = append(c.Enum, raw)
	}
}

// columnNames are the names that are taken.
func (e *entity) columnNames() map[string]bool {
	taken := map[string]bool{}
	for _, c := range e.columns {
		taken[c.Name] = true
	}
	return taken
}

// fold makes states comparable: IN_PROGRESS, In progress and inProgress are one.
func fold(state string) string {
	return strings.ReplaceAll(snake(state), " ", "_")
}

// first is the first of the candidates that is a state, as it is written
// there; empty if none is.
func (s *states) first(candidates []string) string {
	for _, c := range candidates {
		for _, v := range s.values {
			if f := fold(v); f == c || strings.ReplaceAll(f, "_", "") == strings.ReplaceAll(c, "_", "") {
				return v
			}
		}
	}
	return ""
}

// add is first, or else a new state in the manner of the others.
func (s *states) add(candidates []string) string {
	if v := s.first(candidates); v != "" {
		return v
	}
	v := candidates[0]
	if len(s.values) > 0 {
		example := s.values[0]
		switch {
		case strings.ToUpper(example) == example && strings.ToLower(example) != example:
			v = strings.ToUpper(v)
		case unicode.IsUpper(rune(example[0])):
			v = strings.ToUpper(v[:1]) + v[1:]
		}
	}
	s.values = append(s.values, v)
	return v
}

// begin is the initial state where no document lists the states: the one
// before the first thing that is done to a row. Verbs that end a life say
// little about its beginning.
func (s *states) begin() string {
	choice := ""
	for _, v := range s.values { // that documents name before any move is known
		if slices.Contains(initialStates, fold(v)) && !slices.ContainsFunc(s.moves, func(m move) bool { return m.to == v }) {
			return v
		}
	}
	for _, m := range s.moves {
		if slices.Contains(initialStates, fold(m.said)) {
			choice = m.said
			break
		}
	}
	for _, ending := range []bool{false, true} {
		for _, m := range s.moves {
			if terminal[fold(m.to)] != ending || choice != "" {
				continue
			}
			candidates := strings.Fields(changes[m.verb].from)
			// A pair of verbs goes to and fro: begin where things work.
			for _, other := range s.moves {
				if slices.Contains(candidates, fold(other.to)) {
					choice = other.to
					if slices.Contains(strings.Fields(changes[other.verb].from), fold(m.to)) && slices.Contains(initialStates, fold(m.to)) {
						choice = m.to
					}
				}
			}
			if choice == "" && len(candidates) > 0 {
				choice = candidates[0]
			}
		}
	}
	if choice == "" {
		choice = "active"
		if slices.Contains(s.values, choice) && len(s.values) == 1 {
			choice = "new"
		}
	}
	if !slices.Contains(s.values, choice) {
		s.values = append([]string{choice}, s.values...)
	}
	return choice
}

// before are the states from which a move can be made.
func (s *states) before(m move) []string {
	if m.said != "" {
		return []string{m.said}
	}
	var from []string
	for _, c := range strings.Fields(changes[m.verb].from) {
		if v := s.first([]string{c}); v != "" && v != m.to && !slices.Contains(from, v) {
			from = append(from, v)
		}
	}
	if len(from) > 0 {
		return inOrder(s.values, from)
	}
	for _, v := range s.values {
		if v != m.to && !terminal[fold(v)] {
			from = append(from, v)
		}
	}
	if len(from) == 0 {
		for _, v := range s.values {
			if v != m.to {
				from = append(from, v)
			}
		}
	}
	if len(from) == 0 {
		other := "new"
		if fold(m.to) == other {
			other = "active"
		}
		s.values = append([]string{other}, s.values...)
		s.initial = other
		from = []string{other}
	}
	return from
}

// inOrder are the chosen in the order of all.
func inOrder(all, chosen []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(v string) bool { return !slices.Contains(chosen, v) })
}

// transition is what a verb does; nil of a verb that does not move rows.
func (s *states) transition(verb string) *world.Transition {
	for _, m := range s.moves {
		if m.verb == verb {
			return &world.Transition{Column: s.column.Name, From: m.from, To: m.to}
		}
	}
	return nil
}

// stateWords are the states that people put before the name of a thing.
var stateWords = wordSet("pending delivered processed shipped open closed active inactive draft published scheduled running stopped paused suspended unpaid paid overdue archived deleted expired locked queued unread unverified unconfirmed completed failed cancelled confirmed approved rejected submitted")

// saidState is the state that a tool's document says rows have before the
// tool: that of the pending order. It is the word before the thing, in the
// tool's name or at the beginning of its description.
func saidState(e *entity, name, description string) string {
	noun := e.words[len(e.words)-1]
	if len(description) > 200 {
		description = description[:200]
	}
	words := append(strings.Split(snake(name), "_"), "")
	for i, w := range strings.FieldsFunc(strings.ToLower(description), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if i == 25 {
			break
		}
		words = append(words, w)
	}
	for i := 1; i < len(words); i++ {
		if (words[i] == noun || words[i] == plural(noun)) && stateWords[words[i-1]] {
			return words[i-1]
		}
	}
	return ""
}
