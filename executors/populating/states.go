package populating

import (
	"slices"
	"strings"

	"worldc/world"
)

// states are those of a table's rows.
type states struct {
	all     []string
	initial string
	weights []int64
	phases  []phase
	moves   []world.Transition
	reach   map[string]map[string]bool // from a state those that can follow, itself included
}

// A phase is how far a row has come.
type phase int

const (
	waiting phase = iota
	running
	complete
	stopped
)

// phaseOf is what the word of a state says.
func phaseOf(state string) phase {
	words := split(state)
	if n := len(words); n > 1 && strings.HasPrefix(words[0], "check") && words[n-1] == "in" {
		return running
	}
	for _, w := range words {
		for _, known := range phaseWords {
			if strings.HasPrefix(w, known.stem) {
				return known.phase
			}
		}
	}
	return running
}

var phaseWords = []struct {
	stem  string
	phase phase
}{
	{"incomplete", waiting}, {"inactive", stopped}, {"unpaid", waiting}, {"unassigned", waiting}, {"unpublished", waiting}, {"unverified", waiting}, {"unread", waiting}, {"undelivered", stopped}, {"overdue", waiting}, {"past", waiting}, {"late", waiting}, {"unconfirmed", waiting}, {"confirm", waiting}, {"depart", complete}, {"board", running}, {"won", complete}, {"open", running}, {"checkedin", running}, {"not", waiting}, {"no", stopped},
	{"cancel", stopped}, {"fail", stopped}, {"reject", stopped}, {"declin", stopped}, {"delet", stopped}, {"void", stopped}, {"revok", stopped}, {"suspend", stopped}, {"block", stopped}, {"terminat", stopped}, {"lost", stopped},
	{"disabl", stopped}, {"deactivat", stopped}, {"withdraw", stopped}, {"abandon", stopped}, {"error", stopped}, {"bounc", stopped}, {"removed", stopped}, {"discontinu", stopped}, {"stopp", stopped}, {"frozen", stopped}, {"abort", stopped}, {"denied", stopped}, {"postpon", stopped}, {"retired", stopped}, {"unsubscrib", stopped},
	{"complet", complete}, {"clos", complete}, {"resolv", complete}, {"deliver", complete}, {"finish", complete}, {"solv", complete}, {"verif", complete}, {"signed", complete}, {"enrolled", running}, {"done", complete}, {"paid", complete}, {"succe", complete}, {"merg", complete}, {"return", complete}, {"refund", complete}, {"archiv", complete},
	{"ended", complete}, {"expir", complete}, {"settl", complete}, {"fulfil", complete}, {"publish", complete}, {"won", complete}, {"collect", complete}, {"arriv", complete}, {"graduat", complete}, {"discharg", complete}, {"sold", complete}, {"filled", complete}, {"hired", complete},
	{"adopted", complete}, {"graded", complete}, {"passed", complete}, {"accept", complete}, {"redeem", complete}, {"used", complete}, {"reimburs", complete}, {"converted", complete}, {"released", complete}, {"checked", complete}, {"approv", complete}, {"final", complete}, {"read", complete},
	{"pend", waiting}, {"new", waiting}, {"draft", waiting}, {"queu", waiting}, {"schedul", waiting}, {"creat", waiting}, {"todo", waiting}, {"plan", waiting}, {"request", waiting}, {"await", waiting}, {"upcom", waiting}, {"book", waiting}, {"submit", waiting}, {"backlog", waiting}, {"invit", waiting}, {"reserv", waiting}, {"hold", waiting}, {"wait", waiting}, {"trial", waiting}, {"provision", waiting}, {"assigned", waiting}, {"unconfirmed", waiting}, {"quot", waiting}, {"applied", waiting}, {"registered", waiting},
}

// chooseStates finds the column that holds the state of a row, and which there
// are.
func (p *plan) chooseStates() {
	var all []string
	var moves []world.Transition
	initial := ""
	if l := p.table.States; l != nil {
		for _, c := range p.columns {
			if c.Name == l.Column {
				p.state = c
			}
		}
		if p.state != nil {
			initial, moves = l.Initial, l.Moves
			all = append(all, initial)
			for _, m := range moves {
				all = append(append(all, m.From...), m.To)
			}
			for _, e := range p.state.enum {
				all = append(all, stateText(e))
			}
		}
	}
	if p.state == nil {
		for _, c := range p.columns {
			if c.Meaning == Status && c.Type == "TEXT" && c.References == "" && c.re == nil {
				p.state = c
				break
			}
		}
		if p.state == nil {
			return
		}
		for _, e := range p.state.enum {
			all = append(all, stateText(e))
		}
		if len(all) == 0 {
			own := p.kind.states
			if whose := strings.Fields(p.state.whose); len(whose) > 0 {
				if k := kindOf(whose); k != nil && len(k.states) > 0 {
					own = k.states
				}
			}
			if len(own) == 0 {
				own = anything.states
			}
			for _, s := range own {
				if d := &p.state.doc; len(s) >= d.short && (d.long < 0 || len(s) <= d.long) {
					all = append(all, strings.ReplaceAll(s, " ", "_"))
				}
			}
		}
		if len(all) > 0 {
			initial = all[0]
		}
	}
	st := &states{initial: initial, moves: moves, reach: map[string]map[string]bool{}}
	for _, s := range all {
		if s != "" && !slices.Contains(st.all, s) {
			st.all = append(st.all, s)
		}
	}
	if len(st.all) == 0 {
		p.state = nil
		return
	}
	for i, s := range st.all {
		st.phases = append(st.phases, phaseOf(s))
		w := [...]int64{4, 5, 8, 2}[st.phases[i]]
		if s == initial {
			w++
		}
		st.weights = append(st.weights, w+int64(p.style>>(3*uint(i%12)))&3)
	}
	for _, s := range st.all {
		st.reach[s] = map[string]bool{s: true}
		for grown := true; grown; {
			grown = false
			for _, m := range moves {
				for _, from := range m.From {
					if st.reach[s][from] && !st.reach[s][m.To] {
						st.reach[s][m.To] = true
						grown = true
					}
				}
			}
		}
	}
	p.states = st
}

func stateText(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		if v {
			return "true"
		}
		return "false"
	}
	return string(appendValue(nil, v))
}

// drawState draws the state of the row. The first rows of a table take turns,
// so that every move has a row that can make it.
func (r *row) drawState() string {
	if r.state == "" {
		st := r.p.states
		if n := len(st.all); r.ordinal < n && r.whole == nil {
			r.state = st.all[(r.ordinal+int(r.p.style%uint64(n)))%n]
		} else {
			r.state = st.all[r.s.Weighted(st.weights)]
		}
	}
	return r.state
}

// phase is how far the row has come; running where nothing tells.
func (r *row) phase() phase {
	if r.p.states == nil {
		return running
	}
	return phaseOf(r.drawState())
}

// stemOf is the step that a name tells about, without its ending: "cancel" of
// cancelled_at, is_canceled and cancellation_date.
func stemOf(words []string) string {
	w := ""
	for i := len(words) - 1; i >= 0; i-- {
		switch words[i] {
		case "at", "on", "date", "time", "timestamp", "is", "was", "has", "last", "datetime", "been", "by", "flag":
			continue
		}
		w = words[i]
		break
	}
	switch {
	case strings.HasPrefix(w, "cancel"):
		return "cancel"
	case w == "pay" || w == "payment":
		return "paid"
	case w == "publication":
		return "publish"
	}
	for _, end := range [...]string{"ation", "tion", "ed", "ing", "al", "ment", "e", "y"} {
		if strings.HasSuffix(w, end) && len(w)-len(end) >= 3 {
			return w[:len(w)-len(end)]
		}
	}
	return w
}

// leftFor reports whether the state says that a row was stopped for a reason of a
// kind: cancelled, rejected, lost.
func (r *row) leftFor(words []string) (yes, known bool) {
	for _, w := range words {
		for _, stem := range [...]string{"cancel", "reject", "los", "declin", "fail", "return", "refund", "terminat", "hold", "dispute", "clos", "block", "suspend", "void"} {
			if !strings.HasPrefix(w, stem) {
				continue
			}
			if r.p.states == nil {
				return false, false
			}
			for _, s := range split(r.drawState()) {
				if strings.HasPrefix(s, stem) {
					return true, true
				}
			}
			return false, true
		}
	}
	return false, false
}

// took reports whether the row has taken the step of a stem, as far as its state
// tells; known is false where it does not.
func (r *row) took(stem string) (yes, known bool) {
	if stem == "" || r.p.states == nil {
		return false, false
	}
	for _, w := range r.steps {
		if w.whose == stem {
			return w.value, true
		}
	}
	state := r.drawState()
	st := r.p.states
	now := phaseOf(state)
	for _, s := range st.all {
		for _, w := range split(s) {
			if strings.HasSuffix(w, "y") || strings.HasSuffix(w, "ing") && stem != w {
				continue // out for delivery is not delivered
			}
			if len(stem) >= 3 && strings.HasPrefix(w, stem) || len(w) >= 4 && strings.HasPrefix(stem, w) {
				if s == state {
					return true, true
				}
				// Passed on the way here, and not also ahead.
				if len(st.moves) > 0 {
					return st.reach[s][state] && !st.reach[state][s], true
				}
				i, j := slices.Index(st.all, s), slices.Index(st.all, state)
				return phaseOf(s) != stopped && now != stopped && now != waiting && i < j, true
			}
		}
	}
	switch stem {
	case "clos", "end", "finish", "resolv", "complet":
		return now == complete || now == stopped && stem != "complet" && stem != "resolv", true
	case "return", "refund", "archiv", "us", "read", "expir", "redeem", "renew":
		return false, false
	}
	switch phaseOf(stem) {
	case stopped:
		return false, stem != "block"
	case complete:
		return now == complete, true
	}
	switch stem {
	case "start", "confirm", "assign", "ship", "shipp", "process", "activat", "dispatch", "acknowledg", "respons", "pick", "sent":
		return now == running || now == complete, true
	case "activ", "enabl", "liv", "open", "onlin", "availabl":
		return now == running || now == waiting && stem != "activ", true
	}
	return false, false
}
