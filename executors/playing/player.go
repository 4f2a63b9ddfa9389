package playing

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"sync"

	"worldc/model"
	"worldc/roles/agent"
	"worldc/roles/chat/prompts"
	"worldc/roles/toolsmith"
	"worldc/roles/writer"
	"worldc/world"
)

// Options say how a player plays.
type Options struct {
	// Seed is that of the model block; the seed of a request tells from it how
	// often the request is made (see [model.Request]).
	Seed int64

	// Agent is how well the agent plays.
	Agent agent.Options

	// Talks are the tasks that are talked about, and their worlds. It is called
	// when the first talk is asked for, and again when one is asked for that it did
	// not have.
	Talks func() ([]*world.World, []*world.Task, error)

	// Games are the scripts that are played, asked for as Talks are.
	Games func() ([]*world.Script, error)

	// Slips is the share of answers in games, and of scripts that are written at
	// first, that are wrong in one of the ways in which those of models are.
	Slips float64
}

// A Player plays all roles. It may be used from any goroutine.
type Player struct {
	options Options
	smith   *toolsmith.Toolsmith
	writer  *writer.Writer

	mu      sync.Mutex
	stage   *stage             // where talks are had; nil before the first
	designs map[string]*design // by the data they are made of
	games   map[string]*game   // by what requests tell of them
}

// New is a player.
func New(o Options) *Player {
	return &Player{options: o, smith: toolsmith.New(), writer: writer.New(), designs: map[string]*design{}, games: map[string]*game{}}
}

// Answer answers a request. seed is that of the request; nil if it has none.
func (p *Player) Answer(r model.Request, seed *int64) (model.Reply, error) {
	ordinal := int64(0)
	if seed != nil {
		ordinal = *seed - p.options.Seed
	}
	role := roleOf(&r)
	if role == "agent" {
		return p.agent(&r, int(ordinal))
	}
	play := map[string]func(*model.Request, int) (any, error){
		"toolsmith_tables": p.tables, "toolsmith_tool": p.tool, "toolsmith_rows": p.rows, "writer": p.instruct, "user": p.user,
		"judge": p.judge, "refine_edges": p.edges, "rewrite_descriptions": p.describe, "optimizer": p.optimize,
		"script_writer": p.script, "storyteller": p.tell, "game_master": p.observe, "player": p.move,
	}[role]
	if play == nil {
		return model.Reply{}, fmt.Errorf("nobody knows the role that is asked for with %q", first(&r))
	}
	answer, err := play(&r, int(ordinal))
	if err != nil {
		return model.Reply{}, fmt.Errorf("%s: %w", role, err)
	}
	if text, ok := answer.(verbatim); ok {
		return model.Reply{Content: string(text)}, nil
	}
	raw, err := json.Marshal(answer)
	if err != nil {
		return model.Reply{}, err
	}
	return model.Reply{Content: string(raw)}, nil
}

// verbatim is an answer that is no JSON.
type verbatim string

// first is the beginning of a request.
func first(r *model.Request) string {
	text := ""
	if len(r.Messages) > 0 {
		text = r.Messages[0].Content
	}
	return text[:min(len(text), 60)]
}

// roleOf is the role that a request is for: its schema is named so. Where the
// server was told of the schema in words, the system message says it.
func roleOf(r *model.Request) string {
	if r.Schema != nil {
		return r.Schema.Name
	}
	if len(r.Tools) > 0 {
		return "agent"
	}
	for _, role := range prompts.Roles() {
		_, text, _ := strings.Cut(prompts.Builtin(role), "===\n")
		line, _, _ := strings.Cut(text, "\n")
		if role == "agent" || role == "repair" || !strings.HasPrefix(r.Messages[0].Content, line) {
			continue
		}
		if role != "toolsmith" {
			return role
		}
		switch asked := question(r, "Now write one", "Write rows", "Domain: "); {
		case strings.HasPrefix(asked, "Now"):
			return "toolsmith_tool"
		case strings.HasPrefix(asked, "Write"):
			return "toolsmith_rows"
		}
		return "toolsmith_tables"
	}
	return ""
}

// question is the last message of the user that begins in one of the ways.
func question(r *model.Request, beginnings ...string) string {
	for i := len(r.Messages) - 1; i >= 0; i-- {
		for _, b := range beginnings {
			if m := &r.Messages[i]; m.Role == "user" && strings.HasPrefix(m.Content, b) {
				return m.Content
			}
		}
	}
	return ""
}

var errNoData = errors.New("the request lacks the data")

// read reads the data of a name from the last message that has it.
func read(r *model.Request, name string, into any) error {
	for i := len(r.Messages) - 1; i >= 0; i-- {
		if text, ok := dataIn(r.Messages[i].Content, name); ok {
			return json.Unmarshal([]byte(text), into)
		}
	}
	return fmt.Errorf("%w %q", errNoData, name)
}

// dataIn is the data of a name in a text.
func dataIn(text, name string) (string, bool) {
	_, rest, ok := strings.Cut(text, `<data name="`+name+`">`)
	if !ok {
		return "", false
	}
	data, _, ok := strings.Cut(rest, "</data>")
	return data, ok
}

// between is what stands in a text between two others.
func between(text, before, after string) string {
	_, rest, _ := strings.Cut(text, before)
	inner, _, _ := strings.Cut(rest+"\n", after)
	return inner
}
