package playing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"

	"worldc/executors/rolling"
	"worldc/model"
	"worldc/roles"
	"worldc/roles/agent"
	"worldc/roles/chat"
	"worldc/roles/chat/prompts"
	"worldc/roles/user"
	"worldc/world"
	"worldc/world/engine"
)

// instruct answers with the text of a story.
func (p *Player) instruct(r *model.Request, ordinal int) (any, error) {
	var steps []struct {
		Do       string            `json:"do"`
		Kind     world.Operation   `json:"kind"`
		Thing    string            `json:"thing"`
		Which    []world.Detail    `json:"which"`
		SameAs   int               `json:"same_as"`
		Relation string            `json:"relation"`
		Set      []world.Detail    `json:"set"`
		Change   *world.Transition `json:"change"`
		Tell     []world.Detail    `json:"tell"`
	}
	if err := read(r, "steps", &steps); err != nil {
		return nil, err
	}
	data, _ := dataIn(question(r, "The assistant helps"), "steps")
	s := roles.Story{
		Seed: uint64(p.options.Seed), Task: world.ID(world.TaskType, data, fmt.Sprint(ordinal)),
		Domain: between(question(r, "The assistant helps"), "people with ", ". It is"), Clock: between(question(r, "The assistant helps"), ". It is ", ".\n"),
	}
	for _, x := range steps {
		step := roles.Step{
			Operation: x.Kind, Verb: x.Do, Thing: x.Thing, Target: x.Which, Same: x.SameAs - 1, Relation: x.Relation, Values: x.Set,
			Transition: x.Change, Wants: x.Tell,
		}
		if x.Kind == "" {
			step.Operation, step.Verb = world.Operation(x.Do), ""
		}
		s.Steps = append(s.Steps, step)
	}
	i, err := p.writer.Instruct(context.Background(), s)
	return object{"background": i.Background, "goal": i.Goal}, err
}

// A stage is where talks are had: the tasks of a build, and the talks about them.
type stage struct {
	seed   uint64
	agent  agent.Options
	worlds map[string]*place
	tasks  []*world.Task
	goals  map[string][]*world.Task // by background and goal

	mu       sync.Mutex
	talks    map[talkKey]*talk
	told     map[talkKey][]told               // by task and ordinal: what agents of other talks were told
	openings map[int]map[string][]*world.Task // by ordinal and the first words
}

type talkKey struct {
	task    string
	ordinal int
	told    string // see [told.key]
}

// A place is a world in which talks are had.
type place struct {
	once   sync.Once
	world  *world.World
	engine *engine.Engine
	err    error
}

// A talk is one that the player had by itself: what was decided, in turn.
type talk struct {
	once sync.Once
	err  error

	turns []spoken
	good  bool // it did what the task asks for
}

// A spoken is a turn of a talk.
type spoken struct {
	user  *roles.UserDecision
	agent *roles.AgentDecision
}

// where is the stage; again asks for the tasks once more.
func (p *Player) where(again bool) (*stage, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stage != nil && !again {
		return p.stage, nil
	}
	if p.options.Talks == nil {
		return nil, errors.New("the player was given no tasks to talk about")
	}
	worlds, tasks, err := p.options.Talks()
	if err != nil {
		return nil, err
	}
	s := &stage{
		seed: uint64(p.options.Seed), agent: p.options.Agent, worlds: map[string]*place{}, tasks: tasks, goals: map[string][]*world.Task{},
		talks: map[talkKey]*talk{}, told: map[talkKey][]told{}, openings: map[int]map[string][]*world.Task{},
	}
	for _, w := range worlds {
		s.worlds[w.ID] = &place{world: w}
	}
	for _, t := range tasks {
		k := t.Background + "\n" + t.Goal
		s.goals[k] = append(s.goals[k], t)
	}
	p.stage = s
	return s, nil
}

// user answers with the next words of a person.
func (p *Player) user(r *model.Request, ordinal int) (any, error) {
	var person struct{ Background, Goal string }
	if err := read(r, "person", &person); err != nil {
		return nil, err
	}
	var heard []line
	for _, m := range attempted(r.Messages)[2:] {
		l := line{text: m.Content}
		if m.Role == "assistant" {
			var said struct{ Say string }
			if err := json.Unmarshal([]byte(m.Content), &said); err != nil {
				return nil, err
			}
			l.text = said.Say
		}
		heard = append(heard, l)
	}
	t, at, err := p.find(func(s *stage) []*world.Task { return s.goals[person.Background+"\n"+person.Goal] }, ordinal, func(turns []spoken) int { return reached(turns, heard, true) }, nil)
	if err != nil {
		return nil, err
	}
	if at >= len(t.turns) || t.turns[at].user == nil {
		return nil, errors.New("it is not the person's turn")
	}
	d := t.turns[at].user
	agrees := string(d.Agree)
	if agrees == "" {
		agrees = "none"
	}
	return object{"say": d.Say, "raises": numbered(d.Raise), "reveals": numbered(d.Reveal), "agrees": agrees, "stop": d.Stop}, nil
}

// numbered are numbers from 1 of positions from 0.
func numbered(positions []int) []int {
	numbers := []int{}
	for _, i := range positions {
		numbers = append(numbers, i+1)
	}
	return numbers
}

// attempted are messages without those in which an answer was sent back.
func attempted(messages []model.Message) []model.Message {
	sentBack, _, _ := strings.Cut(prompts.Builtin("repair"), "\n\n{{")
	_, sentBack, _ = strings.Cut(sentBack, "===\n")
	for n := len(messages); n > 2 && messages[n-1].Role == "user" && strings.HasPrefix(messages[n-1].Content, sentBack); n = len(messages) {
		messages = messages[:n-2]
	}
	return messages
}

// agent answers with the next turn of an agent.
func (p *Player) agent(r *model.Request, ordinal int) (model.Reply, error) {
	var heard []line
	for _, m := range attempted(r.Messages)[1:] {
		l := line{text: m.Content}
		for _, c := range m.Calls {
			l.tools = append(l.tools, c.Tool)
		}
		if m.Role != "tool" {
			heard = append(heard, l)
		}
	}
	if len(heard) == 0 {
		return model.Reply{}, errors.New("agent: nobody has said anything")
	}
	t, at, err := p.find(func(s *stage) []*world.Task { return s.opened(ordinal)[heard[0].text] }, ordinal, func(turns []spoken) int { return reached(turns, heard, false) }, r)
	if err != nil {
		return model.Reply{}, fmt.Errorf("agent: %w", err)
	}
	if at >= len(t.turns) || t.turns[at].agent == nil {
		return model.Reply{}, errors.New("agent: it is not the agent's turn")
	}
	d := t.turns[at].agent
	reply := model.Reply{Content: d.Say, Reasoning: d.Think}
	for _, c := range d.Calls {
		reply.Calls = append(reply.Calls, model.Call{ID: c.ID, Tool: c.Tool, Arguments: c.Arguments})
	}
	return reply, nil
}

// judge answers with what came of a talk.
func (p *Player) judge(r *model.Request, _ int) (any, error) {
	var task struct{ Background, Goal string }
	var turns []struct {
		Who   world.Role
		Says  string
		Calls []struct{ Tool string }
	}
	if err := errors.Join(read(r, "task", &task), read(r, "talk", &turns)); err != nil {
		return nil, err
	}
	var heard []line
	for _, t := range turns {
		l := line{text: t.Says}
		for _, c := range t.Calls {
			l.tools = append(l.tools, c.Tool)
		}
		if t.Who != world.ToolRole {
			heard = append(heard, l)
		}
	}
	of := func(s *stage) []*world.Task { return s.goals[task.Background+"\n"+task.Goal] }
	for n := range mostTrials * mostRestarts {
		s, err := p.where(false)
		if err != nil {
			return nil, err
		}
		ordinal := chat.Restart(n/mostRestarts, n%mostRestarts)
		if len(heard) == 0 || !slices.ContainsFunc(of(s), func(t *world.Task) bool { return slices.Contains(s.opened(ordinal)[heard[0].text], t) }) {
			continue
		}
		t, _, err := p.find(of, ordinal, func(turns []spoken) int {
			if reached(turns, heard, false) == len(turns) {
				return len(turns)
			}
			return -1
		}, nil)
		if err != nil {
			continue
		}
		if t.good {
			return object{"reason": "The last results show all that was wanted, and the agent told it as it is.", "verdict": roles.Solved}, nil
		}
		return object{"reason": "What was wanted is not what the calls came to.", "verdict": roles.Unsolved}, nil
	}
	return object{"reason": "Nothing in this talk tells.", "verdict": roles.Unsure}, nil
}

// mostTrials is how many trials of a task a judge may see, mostRestarts how often
// each was begun.
const mostTrials, mostRestarts = 16, 3

var errUnknownTalk = errors.New("this talk is about none of the tasks that the player was given")

// find is the talk about one of the tasks in which position gives how far it is,
// or not below 0. Asked by an agent, it is one in which the agent was told what the
// request tells; else one of those that were had.
func (p *Player) find(tasks func(*stage) []*world.Task, ordinal int, position func([]spoken) int, asked *model.Request) (*talk, int, error) {
	for _, again := range []bool{false, true} {
		s, err := p.where(again)
		if err != nil {
			return nil, 0, err
		}
		for _, task := range tasks(s) {
			for _, x := range s.tellings(task, ordinal, asked) {
				t, err := s.talk(task, ordinal, x)
				if err != nil {
					return nil, 0, err
				}
				if at := position(t.turns); at >= 0 {
					return t, at, nil
				}
			}
		}
	}
	return nil, 0, errUnknownTalk
}

// A line is what a request shows of a turn.
type line struct {
	text  string
	tools []string // that the turn calls
}

// reached is the position of the turn that comes after what was heard; -1 where
// the talk went otherwise. The person hears only what is said without calls.
func reached(turns []spoken, heard []line, person bool) int {
	at := 0
	pass := func() {
		for person && at < len(turns) && turns[at].agent != nil && len(turns[at].agent.Calls) > 0 {
			at++
		}
	}
	for _, l := range heard {
		if pass(); at >= len(turns) || !turns[at].is(l) {
			return -1
		}
		at++
	}
	pass()
	return at
}

func (s spoken) is(l line) bool {
	if s.user != nil {
		return len(l.tools) == 0 && strings.TrimSpace(s.user.Say) == strings.TrimSpace(l.text)
	}
	return strings.TrimSpace(s.agent.Say) == strings.TrimSpace(l.text) &&
		slices.EqualFunc(s.agent.Calls, l.tools, func(c world.Call, tool string) bool { return c.Tool == tool })
}

// opened are the tasks by how their talks of an ordinal begin.
func (s *stage) opened(ordinal int) map[string][]*world.Task {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o := s.openings[ordinal]; o != nil {
		return o
	}
	o := map[string][]*world.Task{}
	for _, t := range s.tasks {
		w := s.worlds[t.World]
		if w == nil {
			continue
		}
		d, err := user.New().Meet(s.brief(t, w.world, ordinal)).Answer(context.Background(), nil)
		if err == nil {
			o[d.Say] = append(o[d.Say], t)
		}
	}
	s.openings[ordinal] = o
	return o
}

// played is what the player's own talks are called after.
const played = "played"

func (s *stage) brief(t *world.Task, w *world.World, ordinal int) roles.UserBrief {
	return roles.UserBrief{
		Seed: s.seed, Talk: world.TrajectoryID(t.ID, played, ordinal), Ordinal: ordinal, Clock: w.Clock,
		Background: t.Background, Goal: t.Goal, Steps: t.Steps, Known: t.Known,
	}
}

// talk is the talk about a task, which is had when it is asked for first.
func (s *stage) talk(task *world.Task, ordinal int, x told) (*talk, error) {
	k := talkKey{task.ID, ordinal, x.key()}
	s.mu.Lock()
	t := s.talks[k]
	if t == nil {
		t = &talk{}
		s.talks[k] = t
	}
	s.mu.Unlock()
	t.once.Do(func() { t.err = t.have(s, task, ordinal, x) })
	return t, t.err
}

func (t *talk) have(s *stage, task *world.Task, ordinal int, x told) error {
	w := s.worlds[task.World]
	if w == nil {
		return fmt.Errorf("the player was not given the world %s", task.World)
	}
	w.once.Do(func() { w.engine, w.err = engine.Load(w.world, engine.DefaultLimits()) })
	if w.err != nil {
		return w.err
	}
	session, err := w.engine.Start(task.Initial)
	if err != nil {
		return err
	}
	place := agent.New(s.agent).Enter(x.world(w.world))
	k := rolling.Talk{
		Task: task, Clock: w.world.Clock, Model: played, Trial: ordinal, Ordinal: ordinal, Seed: s.seed, MaxTurns: 60, System: place.System(),
		Agent: &notedJob{place.Take(task), t}, User: &notedUser{user.New(), t}, Stage: scene{session},
	}
	had, err := k.Run(context.Background())
	if err != nil {
		return err
	}
	t.good = rolling.Succeeds(task, had)
	return nil
}

// A scene is a session as a talk sees it.
type scene struct{ session *engine.Session }

// Call implements [rolling.Stage].
func (s scene) Call(name string, arguments []byte) (engine.Result, error) {
	return s.session.Call(name, arguments), nil
}

// State implements [rolling.Stage].
func (s scene) State() (world.State, error) { return s.session.State(), nil }

// A notedJob is a job whose decisions are noted.
type notedJob struct {
	roles.Job
	talk *talk
}

// Meet implements [roles.Job].
func (j *notedJob) Meet(b roles.AgentBrief) roles.Helper { return &notedHelper{j.Job.Meet(b), j.talk} }

type notedHelper struct {
	roles.Helper
	talk *talk
}

// Decide implements [roles.Helper].
func (h *notedHelper) Decide(ctx context.Context, heard roles.Heard) (roles.AgentDecision, error) {
	d, err := h.Helper.Decide(ctx, heard)
	h.talk.turns = append(h.talk.turns, spoken{agent: &d})
	return d, err
}

// A notedUser is a user whose decisions are noted.
type notedUser struct {
	roles.User
	talk *talk
}

// Meet implements [roles.User].
func (u *notedUser) Meet(b roles.UserBrief) roles.Person { return &notedPerson{u.User.Meet(b), u.talk} }

type notedPerson struct {
	roles.Person
	talk *talk
}

// Answer implements [roles.Person].
func (p *notedPerson) Answer(ctx context.Context, heard *roles.AgentDecision) (roles.UserDecision, error) {
	d, err := p.Person.Answer(ctx, heard)
	p.talk.turns = append(p.talk.turns, spoken{user: &d})
	return d, err
}
