package writer

import (
	"slices"
	"strings"

	"worldc/roles"
	"worldc/roles/speech"
	"worldc/world"
)

// makingVerbs are what people say for making a thing of a class.
var makingVerbs = map[class][]string{
	personClass:   {"add", "register", "set up", "enter", "sign up"},
	visitClass:    {"book", "arrange", "set up", "schedule", "put in"},
	moneyClass:    {"enter", "create", "set up", "record", "raise"},
	orderClass:    {"place", "put in", "create", "enter"},
	writingClass:  {"add", "create"},
	machineClass:  {"set up", "create", "add", "spin up"},
	goodsClass:    {"add", "enter", "register", "create"},
	workClass:     {"open", "create", "raise", "start", "file"},
	groupClass:    {"create", "set up", "start", "add"},
	accountClass:  {"open", "set up", "create"},
	anythingClass: {"create", "add", "set up", "enter"},
}

// processVerbs are what people say for having something worked out.
var processVerbs = []string{"run", "get", "carry out", "do"}

// isProcess reports whether a thing is something that is done: a translation, a
// spam detection.
func isProcess(thing string) bool {
	words := strings.Fields(thing)
	last := words[len(words)-1]
	return hasAnySuffix(last, "ction", "fication", "ysis", "lation", "version", "lookup", "ssment", "mation", "putation", "validation", "ification", "mparison", "search") && !slices.Contains([]string{"collection", "transaction", "connection", "action", "section", "function", "notification", "specification", "version", "automation", "information", "certification", "qualification", "production", "auction", "construction", "regulation", "installation", "animation"}, last)
}

// usable are the verbs of tools that people use as well. Others are the words of
// programmers: post, upsert.
func usable(verb string, bank []string) bool {
	return slices.Contains(bank, verb)
}

// creating is a step that makes a row.
func (t *teller) creating(i int, n noun) deed {
	s := t.story.Steps[i]
	verbs := makingVerbs[classOf(n.one)]
	process := isProcess(n.one)
	if process {
		verbs = processVerbs
	}
	verb := t.pick(verbs)
	if v := strings.ToLower(s.Verb); usable(v, append([]string{"book", "schedule", "register", "order", "record", "draft", "reserve", "open", "add", "invite", "publish", "upload", "log", "hire", "rent", "enrol", "enroll"}, verbs...)) && t.Chance(2, 3) {
		verb = v
	}
	e := t.divide(append(append([]roles.Detail(nil), s.Target...), s.Values...), n.one, false)
	object := "a new " + n.one
	if n.mass {
		object = "new " + n.one
	} else if process || t.Chance(1, 3) && verb != "add" {
		object = "a " + n.one
	}
	var mods []modifier
	if owner := t.ownerOf(i); owner != "" {
		mods = append(mods, modifier{withPart, owner})
	}
	for _, ds := range e.others {
		mods = append(mods, modifier{withPart, t.say("{for|for|under} ") + t.other(ds).text})
	}
	person := isPersonThing(n.one)
	own := e.own
	// What it belongs to is said with the thing, and so may be its name.
	var columns []roles.Detail
	for _, d := range own {
		if c, label := classOf(labelOf(d)), labelOf(d); kindOf(d) == kTitle && !isNameLabel(label) && c != anythingClass && c != personClass && isOneWord(label) && len(mods) < 2 {
			mods = append(mods, t.modify(d, n, false))
		} else {
			columns = append(columns, d)
		}
	}
	own = columns
	for j, d := range own {
		if k := kindOf(d); (k == kTitle || k == kPerson) && isNameLabel(labelOf(d)) && len(own) > 1 && t.Chance(3, 5) {
			mods = append(mods, modifier{atOnce, t.say("{called|named|by the name of} $value", "value", t.tell(d))})
			own = slices.Delete(slices.Clone(own), j, j+1)
			break
		}
	}
	d := deed{verb: verb}
	var later []roles.Detail
	inline := len(own)
	switch {
	case len(own) > 3 || len(own) > 1 && t.Chance(1, 2):
		inline = t.IntN(min(len(own), 3))
	}
	var parts []string
	for _, x := range own {
		if k := kindOf(x); len(parts) < inline && k != kBool && k != kNull {
			parts = append(parts, t.labelled(x))
		} else {
			later = append(later, x)
		}
	}
	if len(parts) > 0 {
		mods = append(mods, modifier{havePart, "with " + speech.Join(parts, "and")})
	}
	d.object = phrase{object + behind(mods), person, false}
	p := phrase{"the new " + n.one, person, false}
	t.remember(i, p)
	d.after = t.facts(i, later, p)
	return d
}

// facts tells what a row is to be like, in one or several sentences.
func (t *teller) facts(i int, ds []roles.Detail, p phrase) []string {
	if len(ds) == 0 {
		return nil
	}
	ds = slices.Clone(ds)
	if t.Chance(1, 3) {
		t.Shuffle(len(ds), func(a, b int) { ds[a], ds[b] = ds[b], ds[a] })
	}
	var list []string
	for len(ds) > 0 {
		take := min(len(ds), 1+t.IntN(4))
		list = append(list, t.factSentence(ds[:take], p, len(list) == 0))
		ds = ds[take:]
	}
	return list
}

func (t *teller) factSentence(ds []roles.Detail, p phrase, first bool) string {
	it := p.it()
	if len(ds) == 1 {
		return t.wish(ds[0], p)
	}
	var clauses, bareParts []string
	switches := false
	for _, d := range ds {
		switches = switches || kindOf(d) == kBool || kindOf(d) == kNull
	}
	for j, d := range ds {
		if j == 0 {
			clauses = append(clauses, t.wish(d, p))
		} else {
			clauses = append(clauses, t.shortWish(d, p))
		}
	}
	if switches || t.Chance(1, 2) {
		return speech.Join(clauses, "and")
	}
	for _, d := range ds {
		bareParts = append(bareParts, t.labelled(d))
	}
	all := speech.Join(bareParts, "and")
	bank := factFrames
	if !first {
		bank = laterFactFrames
	}
	return t.speak(bank, "all", all, "it", it, "agent", t.agent, "np", p.text)
}

var factFrames = lines(`
	Give it as follows: $all
	The {details|particulars} are these: $all
	What goes in is $all
	You {have|have made} a note of what to enter: $all
	{Put|Enter} $all
	{If asked|When asked} for {the details|more}, give $all
	You have the {details|particulars} ready: $all
	It takes $all
	$agent will need the following {from you|}: $all
	{Make sure|Check} that it goes in with $all
	You want it {entered|recorded} with $all
`)

var laterFactFrames = lines(`
	{Also|Then} $all
	The rest is $all
	{Add|Add to that} $all
	On top of that, $all
	{If they need more|If more is needed}, $all
	Further, $all
	{There is also|Do not forget} $all
	{Besides|Apart from that}, $all
`)

// wish says one column of a row to come as a clause.
func (t *teller) wish(d roles.Detail, p phrase) string {
	label, k := labelOf(d), kindOf(d)
	if o := speech.InWords(d.Of); o != "" && o != label {
		label = o + "'s " + label
	}
	it, its := p.it(), p.its()
	if isReason(d) {
		return t.speak(givenReasons, "label", label, "value", t.tell(d), "agent", t.agent)
	}
	switch k {
	case kBool:
		return t.wishSwitch(d, it)
	case kNull:
		return t.say("{leave $its $label $empty|$its $label stays $empty}", "its", its, "label", label, "empty", data("empty"))
	}
	value := t.tell(d)
	if d.Bound != "" {
		return t.say("the $label should be $value", "label", label, "value", t.bound(d))
	}
	fill := []string{"label", label, "value", value, "is", t.isOr(label), "it", it, "its", its, "them", p.them(), "agent", t.agent}
	about := " " + label + " "
	switch {
	case (k == kTitle || k == kPerson) && isNameLabel(label) && t.Chance(2, 3):
		return t.say("{$it should be called $value|call $them $value|the name is $value|$it {is to|should} go by the name $value|put $them down as $value}", fill...)
	case (k == kDate || k == kDateTime) && (label == "start" || label == "start date" || label == "start time") && t.Chance(2, 3):
		return t.say("{$it should start on $value|the start is $value|$it is to begin on $value}", fill...)
	case (k == kDate || k == kDateTime) && (label == "end" || label == "end date" || label == "end time") && t.Chance(2, 3):
		return t.say("{$it should end on $value|the end is $value|$it {is to run|runs} until $value}", fill...)
	case (k == kDate || k == kDateTime) && hasWord(about, "due", "deadline") && t.Chance(2, 3):
		return t.say("{$it {is|should be} due on $value|the due date is $value}", fill...)
	case k == kText && t.Chance(2, 3):
		return t.say("{the $label should {say|read}|the $label is|as the $label, you want|{put|write} in the $label|for the $label use} $value", fill...)
	case t.countable(d) != "" && t.Chance(2, 3):
		return t.say("$it should {have|come with} $value $what", append(fill, "what", t.countable(d))...)
	case label == "quantity":
		return t.say("{the quantity is $value|you need $value of them|make it $value}", fill...)
	}
	return t.speak(wishes, fill...)
}

// isReason reports whether a detail is itself the reason of what is wanted.
func isReason(d roles.Detail) bool {
	return hasWord(" "+labelOf(d)+" ", "reason", "justification", "cause")
}

var givenReasons = lines(`
	the $label {you give|to give|to put down} is $value
	{give|put down|state} $value as the $label
	as the $label, {say|put} $value
	{asked|when asked|if asked} for the $label, {say|answer} $value
	the $label: $value
	the $label is $value
`)

var wishes = lines(`
	the $label {$is|$is to be|should be} $value
	$its $label {$is|should be|$is going to be|will be} $value
	for the $label, {use|put|take|enter} $value
	{put|enter|use|take} $value as the $label
	as the $label, {use|take|give} $value
	the $label you {want|have in mind|need} $is $value
	{give|set} the $label as $value
	$value $is the $label
	{make|let} the $label {be|} $value
`)

// shortWish is a wish behind another one.
func (t *teller) shortWish(d roles.Detail, p phrase) string {
	k := kindOf(d)
	if k == kBool || k == kNull || d.Bound != "" {
		return t.wish(d, p)
	}
	label := labelOf(d)
	if o := speech.InWords(d.Of); o != "" && o != label {
		label = o + "'s " + label
	}
	return t.say("{the|the|$its} $label {$is|$is|should be} $value", "is", t.isOr(label), "its", p.its(), "label", label, "value", t.tell(d))
}

// updating is a step that changes columns of a row.
func (t *teller) updating(i int, n noun) deed {
	s := t.story.Steps[i]
	p, later, before := t.introduced(i)
	d := deed{before: before}
	d.after = t.identify(later, p)
	if len(s.Values) == 0 {
		d.verb, d.object = t.pick([]string{"update", "change", "bring _ up to date"}), p
		return d
	}
	short := strings.Count(p.text, " ") < 3
	of := func(label string) string {
		if p.isPronoun() {
			return p.its() + " " + label
		}
		return "the " + label + " " + t.say("{of|on|for}") + " " + p.text
	}
	first := s.Values[0]
	k := kindOf(first)
	rename := len(s.Values) == 1 && (k == kTitle || k == kPerson) && isNameLabel(labelOf(first)) && first.Of == ""
	single := k != kBool && k != kNull && first.Bound == ""
	var rest []roles.Detail
	switch {
	case rename && t.Chance(1, 2):
		d.verb, d.object, d.tail = "rename", p, "to "+t.tell(first)
		return d
	case single && (len(s.Values) == 1 || short && t.Chance(1, 2)):
		label := old(t.wantLabel(first))
		pair := [2]string{t.pick([]string{"change", "set", "update", "switch"}), "to"}
		switch k {
		case kDate, kDateTime, kTime:
			pair = [2]string{t.pick([]string{"move", "change", "set", "shift", "put"}), "to"}
		case kText:
			pair = [2]string{t.pick([]string{"change", "replace", "rewrite", "set"}), "to"}
			if pair[0] == "replace" || pair[0] == "rewrite" {
				pair[1] = choose(pair[0] == "replace", "with", "to read")
			}
		case kNumber, kMoney, kPercent:
			pair = [2]string{t.pick([]string{"change", "set", "adjust", "update"}), "to"}
		}
		d.verb, d.object = pair[0], phrase{of(label), false, false}
		d.tail = pair[1] + " " + t.tell(first)
		rest = s.Values[1:]
		if len(rest) > 0 && len(rest) < 3 && t.Chance(1, 2) {
			for j, x := range rest {
				if kindOf(x) == kBool || kindOf(x) == kNull || x.Bound != "" {
					break
				}
				d.tail += choose(j == len(rest)-1, " and ", ", ") + "the " + t.wantLabel(x) + " to " + t.tell(x)
				if j == len(rest)-1 {
					rest = nil
				}
			}
			if len(rest) > 0 { // a switch among them is said by itself
				for j, x := range rest {
					if kindOf(x) == kBool || kindOf(x) == kNull || x.Bound != "" {
						rest = rest[j:]
						break
					}
				}
			}
		}
	default:
		d.verb, d.object = t.pick([]string{"update", "change", "correct", "bring _ up to date", "edit", "amend"}), p
		rest = s.Values
		if p.person && !p.you() {
			d.object = phrase{choose(p.isPronoun(), "their "+t.say("{details|record|data}"), t.say("the {details|record|data|entry} of ")+p.text), false, false}
		}
		if len(s.Values) > 1 && t.Chance(1, 3) {
			labels := []string{}
			for _, x := range s.Values {
				labels = append(labels, old(t.wantLabel(x)))
			}
			d.object = phrase{"the " + speech.Join(labels, "and") + " " + t.say("{of|on}") + " " + t.notPronoun(p, n), false, true}
			if p.you() {
				d.object.text = "your " + speech.Join(labels, "and")
			}
		}
	}
	d.after = append(d.after, t.changes(rest, p)...)
	return d
}

func (t *teller) notPronoun(p phrase, n noun) string {
	if p.isPronoun() {
		return "that " + n.one
	}
	return p.text
}

// changes tells what columns are to become.
func (t *teller) changes(ds []roles.Detail, p phrase) []string {
	var list []string
	for len(ds) > 0 {
		take := min(len(ds), 1+t.IntN(3))
		var clauses []string
		for j, d := range ds[:take] {
			k := kindOf(d)
			switch {
			case k == kBool || k == kNull || d.Bound != "":
				clauses = append(clauses, t.wish(d, p))
			case j == 0:
				clauses = append(clauses, t.speak(becomes, "is", t.isOr(t.wantLabel(d)), "has", choose(t.pluralLabel(t.wantLabel(d)), "have", "has"), "s", choose(t.pluralLabel(t.wantLabel(d)), "", "s"), "its", choose(t.Chance(1, 2), p.its(), "the"), "label", old(t.wantLabel(d)), "value", t.tell(d)))
			default:
				clauses = append(clauses, t.say("the [new] $label {$is|should be|must be} $value", "is", t.isOr(t.wantLabel(d)), "label", old(t.wantLabel(d)), "value", t.tell(d)))
			}
		}
		list = append(list, speech.Join(clauses, "and"))
		ds = ds[take:]
	}
	return list
}

// old is a label without a word that says that its value is new.
func old(label string) string {
	for _, w := range []string{"new ", "updated "} {
		if l, ok := strings.CutPrefix(label, w); ok && l != "" {
			return l
		}
	}
	return label
}

var becomes = lines(`
	$its $label should {now be|become|be|read} $value
	the new $label $is $value
	$its $label {$has to|need$s to|must} be $value {from now on|}
	you want the $label {set to|changed to|to be} $value
	$its $label $is now $value
	{put|set} the $label to $value
	the right $label {$is|would be} $value
	$value $is the new $label
`)

// moving is a step that changes the state of a row.
func (t *teller) moving(i int) deed {
	s := t.story.Steps[i]
	verb := strings.ToLower(strings.TrimSpace(s.Verb))
	to := ""
	if s.Transition != nil {
		to = inPlainWords(s.Transition.To)
		if to == "" {
			to = quoted(s.Transition.To)
		}
	}
	known := movingVerb(verb) || verb != "" && to != "" && related(verb, to)
	synonyms := append([]string{verb}, near[verb]...)
	switch {
	case known && (to == "" || t.Chance(8, 9)):
		d := t.onRow(i, t.pick(synonyms))
		if strings.Contains(d.verb, "_") && strings.Count(d.object.text, " ") > 6 {
			d.verb = verb
		}
		return d
	case to == "":
		return t.onRow(i, t.pick([]string{"update", "process", "see to"}))
	}
	d := t.onRow(i, t.pick([]string{"mark", "set", "move", "switch"}))
	d.tail = choose(d.verb == "mark", "as ", "to ") + data(to)
	return d
}

// near are words for a change of state that mean the same to everyone.
var near = map[string][]string{
	"cancel":  {"cancel", "cancel", "call off"},
	"close":   {"close", "close", "close out"},
	"approve": {"approve", "approve", "sign off"},
	"archive": {"archive", "archive", "put _ in the archive"},
	"reopen":  {"reopen", "open again"},
	"start":   {"start", "start", "get _ going"},
	"stop":    {"stop", "stop", "halt"},
	"reject":  {"reject", "turn down"},
	"decline": {"decline", "turn down"},
	"publish": {"publish", "publish", "make _ public"},
	"restore": {"restore", "bring back"},
	"pause":   {"pause", "put _ on hold"},
	"resume":  {"resume", "pick up again"},
	"confirm": {"confirm"}, "complete": {"complete", "mark _ as complete"}, "finish": {"finish", "mark _ as finished"},
	"disable": {"disable", "switch off"}, "enable": {"enable", "switch on"}, "deactivate": {"deactivate", "switch off"}, "activate": {"activate", "switch on"},
}

// movingVerb reports whether people use a verb for a change of state.
func movingVerb(verb string) bool {
	return slices.Contains(strings.Fields("cancel approve reject decline accept confirm start begin stop finish complete close open reopen archive unarchive publish unpublish activate deactivate enable disable suspend resume pause restore revoke renew "+
		"expire ship dispatch deliver return refund pay settle void capture submit withdraw release hold block unblock lock unlock assign resolve dismiss acknowledge escalate schedule reschedule postpone launch pin unpin mute unmute freeze unfreeze terminate "+
		"verify validate merge abort retry restart reboot deploy promote demote ban unban hide unhide star unstar fulfill fulfil reserve book check-in process send sign issue retire deprecate invalidate end undo redo reactivate reinstate trash untrash flag unflag follow unfollow join leave like unlike subscribe unsubscribe"), verb)
}

// related reports whether a state is the outcome of a verb by its letters:
// cancel and cancelled, approve and approved.
func related(verb, state string) bool {
	n := min(len(verb), 4)
	return len(verb) > 2 && len(state) >= n && strings.EqualFold(verb[:n], state[:n])
}

// joining is a step that links two rows or parts them.
func (t *teller) joining(i int, n noun) deed {
	s := t.story.Steps[i]
	link := s.Operation == world.Link
	verb := t.pick([]string{"add", "attach", "link", "assign"})
	prep := "to"
	if !link {
		verb = t.pick([]string{"remove", "take", "unlink", "detach"})
		prep = "from"
	}
	v := strings.ToLower(s.Verb)
	switch {
	case link && usable(v, []string{"add", "assign", "attach", "link", "connect", "invite"}), !link && usable(v, []string{"remove", "detach", "unlink", "disconnect"}):
		verb = v
	}
	e := t.divide(s.Target, s.Thing, true)
	with := t.divide(s.Values, s.Thing, true)
	var thing phrase
	var later []roles.Detail
	others := append(e.others, with.others...)
	if s.Same >= 0 && len(e.own) == 0 {
		thing, _ = t.refer(i, 2)
	} else if len(e.own) > 0 {
		thing, later = t.describe(n, estate{own: e.own}, 2)
	} else {
		thing = phrase{"the " + n.one, isPersonThing(n.one), false}
	}

	t.remember(i, thing)
	d := deed{verb: verb, object: thing}
	var parts []string
	for _, ds := range others {
		parts = append(parts, t.other(ds).text)
	}
	if len(parts) > 0 {
		d.tail = prep + " " + speech.Join(parts, "and")
	}
	d.after = t.identify(later, thing)
	if len(with.own) > 0 {
		d.after = append(d.after, t.facts(i, with.own, thing)...)
	}
	return d
}
