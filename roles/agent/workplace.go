package agent

import (
	"encoding/json"
	"strings"
	"time"

	"worldc/roles"
	"worldc/roles/advice"
	"worldc/roles/speech"
	"worldc/world"
)

// Options are how an agent behaves.
type Options struct {
	// Errors are the rates of mistakes, in [0, 1]: the chance that a talk has one
	// of the kind, if there is an occasion.
	Errors map[roles.Mistake]float64

	// RecoveryRate is the share of mistakes that are noticed and repaired.
	RecoveryRate float64

	// Parallel lets reads that do not need each other be made in one turn.
	Parallel bool
}

// Agent is the procedural agent. It implements roles.Agent.
type Agent struct{ options Options }

// New is an agent.
func New(o Options) *Agent { return &Agent{o} }

// A workplace is an agent in one world.
type workplace struct {
	options Options
	system  string
	clock   string
	tools   map[string]*tool
	names   []string
	tables  map[string]*world.Table
}

// A tool is what the agent knows of a tool from its document.
type tool struct {
	name       string
	effect     world.Effect
	does       *world.Behaviour
	thing      string // what it acts on
	verb       string // what it does, in the infinitive
	required   []string
	parameters map[string]parameter
	advice     []advice.Advice // what is said about using it
}

// A parameter is one argument of a tool.
type parameter struct {
	label    string
	part     world.Part // "" where nobody says
	kind     string     // type of the schema
	document string     // the JSON of its schema
	choice   bool
	thing    string // of which row it is the key

	properties map[string]parameter // of one that is an object, as far as somebody says what they are
}

// Enter implements roles.Agent.
func (a *Agent) Enter(w *world.World) roles.Workplace {
	p := &workplace{options: a.options, clock: w.Clock, tools: map[string]*tool{}, tables: map[string]*world.Table{}}
	for i := range w.Tables {
		p.tables[w.Tables[i].Name] = &w.Tables[i]
	}
	for i := range w.Tools {
		t := p.learn(&w.Tools[i])
		p.tools[t.name] = t
		p.names = append(p.names, t.name)
	}
	p.heedWorkflow(w.Policy)
	p.system = System(w)
	return p
}

// System implements roles.Workplace.
func (p *workplace) System() string { return p.system }

// System is what an agent of a world is told: its policy, and the time if the
// policy does not tell it.
func System(w *world.World) string {
	text := strings.TrimSpace(w.Policy)
	if text == "" {
		text = "# Your work\n\nYou help users by means of the tools that you are given.\n\n" +
			"- Ask for what you need and cannot look up.\n" +
			"- Before a call that changes something, say what will be done, and wait for a yes.\n" +
			"- Say only what the user or the tools have told you."
	}
	day := w.Clock
	if len(day) > 10 {
		day = day[:10]
	}
	said := strings.Contains(text, day)
	if t, err := time.Parse("2006-01-02", day); err == nil {
		said = said || strings.Contains(text, t.Format("2 January 2006")) || strings.Contains(text, t.Format("January 2, 2006"))
	}
	if !said && w.Clock != "" {
		text += "\n\nThe current time is " + w.Clock + "."
	}
	return text
}

// learn reads the document of a tool.
func (p *workplace) learn(wt *world.WorldTool) *tool {
	t := &tool{name: wt.Tool.Name, effect: wt.Effect, does: wt.Does, parameters: map[string]parameter{}}
	var schema struct {
		Properties map[string]json.RawMessage `json:"properties"`
		Required   []string                   `json:"required"`
	}
	t.heedDescription(wt.Tool.Description)
	if json.Unmarshal(wt.Tool.Parameters, &schema) == nil {
		t.required = schema.Required
		for name, raw := range schema.Properties { //lint:ordered into a map
			var s struct {
				Type json.RawMessage   `json:"type"`
				Enum []json.RawMessage `json:"enum"`
			}
			x := parameter{label: speech.Noun(name), document: string(raw)}
			if json.Unmarshal(raw, &s) == nil {
				x.kind, x.choice = speech.Plain(s.Type), len(s.Enum) > 0
			}
			t.parameters[name] = x
		}
	}
	words := strings.Fields(speech.InWords(t.name))
	if wt.Does != nil {
		for _, u := range wt.Does.Uses {
			x := t.parameters[u.Parameter]
			whole := x
			if u.Property != "" {
				x = parameter{label: speech.Noun(u.Property)}
			}
			x.part = u.Part
			if c := p.column(u.Column); c != nil {
				if c.Label != "" {
					x.label = speech.Noun(c.Label)
				}
				x.choice = x.choice || len(c.Enum) > 0
			}
			if table, _, _ := strings.Cut(u.Column, "."); p.tables[table] != nil {
				x.thing = speech.InWords(p.tables[table].Thing)
				if u.Part == world.Reference && u.Column != "" && (x.label == "ID" || x.label == "") {
					x.label = x.thing + " ID"
				}
			}
			if u.Property != "" {
				if whole.properties == nil {
					whole.properties = map[string]parameter{}
				}
				whole.properties[u.Property] = x
				if neutral(whole.part) { // it says what its properties say
					whole.part = x.part
				}
				x = whole
			}
			t.parameters[u.Parameter] = x
		}
		if table := p.tables[wt.Does.Table]; table != nil {
			t.thing = speech.InWords(table.Thing)
		}
	}
	if len(words) > 0 {
		if t.thing == "" && len(words) > 1 {
			t.thing = strings.Join(words[1:], " ")
		}
	}
	t.verb = speech.Verb(t.verbIn(words))
	if t.thing == "" {
		t.thing = "entry"
	}
	return t
}

// neutral reports whether an argument of the part says nothing that somebody wants.
func neutral(p world.Part) bool {
	return p == world.Limit || p == world.Offset || p == world.Order || p == world.Ignored || p == ""
}

// column is the column `table.column`; nil where nobody describes it.
func (p *workplace) column(name string) *world.Column {
	table, column, _ := strings.Cut(name, ".")
	if t := p.tables[table]; t != nil {
		return t.Column(column)
	}
	return nil
}

// verbIn is the verb among the words of a tool's name that says what it does: the
// first word, else, of a tool that changes something, one behind it that is no noun
// here; and a verb for the operation where there is none.
func (t *tool) verbIn(words []string) string {
	for n, w := range words {
		w = strings.ToLower(w)
		noun := n > 0 && strings.Contains(nouns, " "+w+" ") || t.does != nil && strings.Contains(" "+t.thing+" ", " "+w+" ")
		// What a request is called in HTTP, and what reads, says nothing of a change.
		first := n == 0 && !(t.effect == world.Write && reading(w))
		if plainVerb(w) && !noun && (first || t.effect == world.Write && t.fits(w)) {
			return w
		}
	}
	return verbOf(t.does, t.effect)
}

// nouns are words of names that are nouns more often than verbs where they do not
// come first.
const nouns = " block charge check copy file flag link list lock log mark order pin place process record register report request return schedule set share ship show sign switch tag track "

// fits reports whether a verb that stands somewhere in the name of a tool goes with
// what it does.
func (t *tool) fits(verb string) bool {
	if t.does == nil {
		return true
	}
	making := strings.Contains(" add book create generate import invite issue join open publish reserve save send submit subscribe upload ", " "+verb+" ")
	ending := strings.Contains(" cancel delete remove revoke terminate withdraw clear ", " "+verb+" ")
	switch t.does.Operation {
	case world.Create:
		return making
	case world.Delete:
		return ending
	case world.Update:
		return !making && !ending && !reading(verb)
	case world.Move:
		return !reading(verb) && verb != "create"
	}
	return false
}

// reading reports whether a verb is of what changes nothing.
func reading(verb string) bool {
	return strings.Contains(" calculate count fetch find get list look read retrieve search show ", " "+verb+" ")
}

// verbOf is a verb for an operation.
func verbOf(does *world.Behaviour, effect world.Effect) string {
	if does != nil {
		switch does.Operation {
		case world.Create:
			return "create"
		case world.Update, world.Move:
			return "update"
		case world.Delete:
			return "delete"
		case world.Link:
			return "link"
		case world.Unlink:
			return "unlink"
		}
	}
	if effect == world.Write {
		return "update"
	}
	return "look up"
}

// plainVerb reports whether the first word of a tool's name is a verb that
// people use.
func plainVerb(w string) bool { return strings.Contains(verbs, " "+w+" ") }

const verbs = " abort accept activate add apply approve archive assign attach authorize block book buy calculate cancel change charge check clear clone close complete confirm " +
	"connect convert copy count create deactivate decline demote deregister delete deny disable disconnect dismiss duplicate edit enable enroll exchange extend fetch file fill find finish flag " +
	"follow freeze fulfill generate get give grant hide import increase install invite issue join launch leave like link list lock log look make mark merge modify move mute " +
	"open order pause pay pin place process promote publish purchase reactivate read record redeem refill refund register reject release remind remove rename renew reopen " +
	"replace reply report request reschedule reboot reserve reset resolve restart restore resume retrieve return revoke run save schedule search send set share ship show sign start stop " +
	"submit subscribe suspend swap switch tag terminate track transfer trigger turn unarchive unassign undelete unblock unfollow unlink unlock unpin unpublish unsubscribe update upgrade upload validate " +
	"verify void withdraw "
