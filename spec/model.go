package spec

import (
	"encoding/json"
	"maps"
	"net/url"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"

	"worldc/roles/chat/prompts"
)

// A Model plays roles: the agent of `rollouts`, the user who talks with it, the
// toolsmith who makes worlds. It is no node; those who refer to it are asked
// with what it says, and run again when something changes that can shape an
// answer. Addresses, keys, limits and prices are nothing of the kind.
//
// What a served model answers is recorded, call by call, and is not asked
// again; see [models.md](models.md).
type Model struct {
	// Provider says who plays. `procedural` is worldc itself: a simulator that
	// knows how a task is solved, speaks in sentences of its own grammar, and
	// costs nothing. `openai` is any server that speaks OpenAI's protocol: OpenAI
	// itself, vLLM, Ollama, llama.cpp, a gateway.
	Provider string `spec:"provider" default:"procedural" oneof:"procedural|openai"`

	// Name stands in the records that the model makes, and tells apart two
	// models whose records come together. A served model is asked for by it, so
	// it is required there; left out otherwise, it is `procedural`.
	Name string `spec:"name,optional"`

	// BaseURL is where a served model is found, up to what stands before
	// `/chat/completions`, such as `http://localhost:8000/v1`. It is required of
	// one. The model may move: what was recorded stays.
	BaseURL string `spec:"base_url,free,optional"`

	// APIKeyEnv is the name of the environment variable that holds the key. The
	// key itself stands nowhere: no file, message or record has it. Left out, no
	// key is sent.
	APIKeyEnv string `spec:"api_key_env,free,optional"`

	// Temperature is how freely a served model draws its answers. Left out, the
	// server decides, and so for the next two.
	Temperature *float64 `spec:"temperature,optional" range:"[0,2]"`

	// TopP is the share of probability from which a served model draws.
	TopP *float64 `spec:"top_p,optional" range:"(0,1]"`

	// Seed makes servers that know seeds draw alike. Requests that are made
	// several times (trials, votes) get seeds that follow it.
	Seed *int64 `spec:"seed,optional" range:"[0,2147483647]"`

	// Extra are further members of every request, which only some servers
	// understand: `{ top_k = 20, chat_template_kwargs = { enable_thinking = false } }`.
	Extra json.RawMessage `spec:"extra,optional"`

	// MaxTokens bounds an answer, thoughts included. Raising it asks again only for
	// answers that were cut. 0 leaves it to the server.
	MaxTokens int `spec:"max_tokens" default:"8192" range:"[0,10000000]"`

	// StructuredOutput says how a served model is told of the form in which it
	// has to answer: `json_schema` where the server can enforce a schema,
	// `json_object` where it can enforce JSON, `none` where it is told in words
	// only; `auto` tries them in this order. What comes is checked in any case.
	StructuredOutput string `spec:"structured_output" default:"auto" oneof:"auto|json_schema|json_object|none"`

	// Language is the language in which a served model writes what people read,
	// in words: `English`, `中文`.
	Language string `spec:"language" default:"English"`

	// Repairs is how often an answer that is not as it must be is sent back with
	// what is wrong with it.
	Repairs int `spec:"repairs" default:"3" range:"[0,100]"`

	// Restarts is how often a conversation is begun anew when repairs do not
	// help.
	Restarts int `spec:"restarts" default:"1" range:"[0,100]"`

	// MaxDescription is the number of characters to which descriptions of tools
	// are cut before a served model reads them; 0 cuts none.
	MaxDescription int `spec:"max_description" default:"0" range:"[0,1000000]"`

	// MaxObservation is the number of characters to which results of calls are
	// cut before a served model reads them; 0 cuts none.
	MaxObservation int `spec:"max_observation" default:"0" range:"[0,10000000]"`

	// Prompts replace what served models are told.
	Prompts Prompts `spec:"prompts,block"`

	// Recordings is the file in which answers are recorded, relative to the file
	// of the spec: one to commit or to hand on. Left out, they are in the store.
	Recordings string `spec:"recordings,free,optional"`

	// RecordingsRange is where the argument stands.
	RecordingsRange Range `spec:"recordings,range"`

	// MaxConcurrency is how many calls are under way at once at most; there are
	// fewer while the server refuses some. 0 begins with 16 and finds out how many
	// the server bears, up to 256.
	MaxConcurrency int `spec:"max_concurrency,free" default:"0" range:"[0,4096]"`

	// Timeouts bound the time of a call.
	Timeouts Timeouts `spec:"timeouts,block"`

	// RateLimit bounds what is sent in a minute.
	RateLimit RateLimit `spec:"rate_limit,block"`

	// Retries say how often a call that failed is made again, by how it failed.
	Retries Retries `spec:"retries,block"`

	// Price is what the provider charges. Without it costs are unknown.
	Price *Price `spec:"price,block"`

	// Errors are the mistakes that a procedural agent makes.
	Errors Errors `spec:"errors,block"`

	// RecoveryRate is the share of mistakes that a procedural agent notices, in
	// what a result or the user says, and repairs in another way.
	RecoveryRate float64 `spec:"recovery_rate" default:"0.8" range:"[0,1]"`
}

// Prompts are the texts that tell a served model its role, each a template in
// the manner of the one that it replaces ([models.md](models.md) shows them).
// `file("prompts/agent.md")` reads one.
type Prompts struct {
	// Agent is the prompt of who helps the user in `rollouts`.
	Agent string `spec:"agent,optional"`

	// User is the prompt of the user in `rollouts`.
	User string `spec:"user,optional"`

	// Toolsmith is the prompt of who makes worlds.
	Toolsmith string `spec:"toolsmith,optional"`

	// Writer is the prompt of who writes the goals of tasks.
	Writer string `spec:"writer,optional"`

	// Judge is the prompt of a filter's judge.
	Judge string `spec:"judge,optional"`

	// RefineEdges is the prompt of who examines pairs of tools in a domain.
	RefineEdges string `spec:"refine_edges,optional"`

	// RewriteDescriptions is the prompt of who describes tools anew.
	RewriteDescriptions string `spec:"rewrite_descriptions,optional"`

	// Optimizer is the prompt of who rewrites descriptions and the workflow in
	// `mcts`.
	Optimizer string `spec:"optimizer,optional"`

	// ScriptWriter is the prompt of who writes games in `scripts`.
	ScriptWriter string `spec:"script_writer,optional"`

	// Storyteller is the prompt of who writes whole games in `roleplay`.
	Storyteller string `spec:"storyteller,optional"`

	// GameMaster is the prompt of who tells a game in `roleplay`, turn by turn.
	GameMaster string `spec:"game_master,optional"`

	// Player is the prompt of who plays it.
	Player string `spec:"player,optional"`

	// Repair is what every role is told whose answer cannot be used.
	Repair string `spec:"repair,optional"`
}

// check checks that the templates are ones. Lines in what it says are those of
// the template.
func (p *Prompts) check(at func(string) Range) Diagnostics {
	var diags Diagnostics
	texts := p.Texts()
	for _, role := range prompts.Roles() {
		if text := texts[role]; text != "" {
			if _, err := prompts.Parse(role, text); err != nil {
				diags = append(diags, Errorf(at(role), "Unsuitable prompt", "The prompt of %s: %v.", role, err))
			}
		}
	}
	return diags
}

// Texts are the prompts that are given, by role.
func (p *Prompts) Texts() map[string]string {
	texts := map[string]string{
		"agent": p.Agent, "user": p.User, "toolsmith": p.Toolsmith, "writer": p.Writer, "judge": p.Judge,
		"refine_edges": p.RefineEdges, "rewrite_descriptions": p.RewriteDescriptions, "optimizer": p.Optimizer,
		"script_writer": p.ScriptWriter, "storyteller": p.Storyteller, "game_master": p.GameMaster, "player": p.Player, "repair": p.Repair,
	}
	maps.DeleteFunc(texts, func(_, text string) bool { return text == "" })
	return texts
}

// A RateLimit is what a provider allows in a minute; 0 is no limit.
type RateLimit struct {
	// RPM is the number of requests.
	RPM int `spec:"rpm,free" default:"0" range:"[0,100000000]"`

	// TPM is the number of tokens, of requests and answers together.
	TPM int `spec:"tpm,free" default:"0" range:"[0,100000000000]"`
}

// Retries are how often a call is made again after failures of a class. When
// they are spent, the build fails, and the next one goes on from there.
type Retries struct {
	// Transport is for calls from which no whole answer came back.
	Transport int `spec:"transport,free" default:"6" range:"[0,1000]"`

	// Provider is for calls that the server could not take: statuses 408, 409,
	// 429 and those from 500.
	Provider int `spec:"provider,free" default:"10" range:"[0,1000]"`

	// Parse is for answers that are not what the protocol says.
	Parse int `spec:"parse,free" default:"3" range:"[0,1000]"`

	// Validation is for answers that are, but not what was asked for: calls of
	// tools that there are not, text that does not fit its schema.
	Validation int `spec:"validation,free" default:"1" range:"[0,1000]"`
}

// Timeouts are in seconds. A call that takes longer has failed on the way.
type Timeouts struct {
	// Connect is for there to be a connection, encryption included.
	Connect int `spec:"connect,free" default:"10" range:"[1,3600]"`

	// FirstByte is from the request sent to the beginning of the answer: in it the
	// model thinks.
	FirstByte int `spec:"first_byte,free" default:"600" range:"[1,86400]"`

	// Idle is between two pieces of an answer.
	Idle int `spec:"idle,free" default:"60" range:"[1,86400]"`

	// Total is all of it.
	Total int `spec:"total,free" default:"900" range:"[1,86400]"`
}

// A Price is in US dollars per million tokens.
type Price struct {
	// Input is the price of what is sent.
	Input float64 `spec:"input,free" range:"[0,1000000]"`

	// Output is the price of what is answered.
	Output float64 `spec:"output,free" range:"[0,1000000]"`
}

// Errors are the mistakes of a procedural agent, each with its rate: the chance
// that a trajectory has one of the kind, if there is an occasion. Each is
// flagged where it is made, so that what a filter finds can be compared with
// what there was.
type Errors struct {
	// WrongTool is to call a tool that does not do what is needed.
	WrongTool float64 `spec:"wrong_tool" default:"0" range:"[0,1]"`

	// WrongArgument is to call the right tool with a value that is not meant: of
	// a similar row, of another day.
	WrongArgument float64 `spec:"wrong_argument" default:"0" range:"[0,1]"`

	// MissingArgument is to leave out an argument that the tool requires.
	MissingArgument float64 `spec:"missing_argument" default:"0" range:"[0,1]"`

	// MalformedCall is a call that the tool's schema does not take: a misspelt
	// name, a value of another type.
	MalformedCall float64 `spec:"malformed_call" default:"0" range:"[0,1]"`

	// RepetitionLoop is to make the same call, with the same thoughts, again and
	// again.
	RepetitionLoop float64 `spec:"repetition_loop" default:"0" range:"[0,1]"`

	// EarlyStop is to say that all is done when it is not.
	EarlyStop float64 `spec:"early_stop" default:"0" range:"[0,1]"`

	// NeedlessWrite is to change something that nobody wanted changed.
	NeedlessWrite float64 `spec:"needless_write" default:"0" range:"[0,1]"`

	// UnfaithfulAnswer is to tell the user something else than the result says.
	UnfaithfulAnswer float64 `spec:"unfaithful_answer" default:"0" range:"[0,1]"`
}

// Served reports whether the model answers calls, rather than worldc itself.
func (m *Model) Served() bool { return m.Provider == "openai" }

// Of which provider an argument or block of a model is; what is in neither list
// is of both.
var (
	ofProcedural = []string{"errors", "recovery_rate"}
	ofServed     = []string{
		"base_url", "api_key_env", "temperature", "top_p", "seed", "extra", "max_tokens", "structured_output", "language", "repairs", "restarts",
		"max_description", "max_observation", "prompts", "recordings", "max_concurrency", "timeouts", "rate_limit", "retries", "price",
	}
)

func (m *Model) check(at func(string) Range) Diagnostics {
	var diags Diagnostics
	foreign, provider := ofServed, "openai"
	if m.Served() {
		foreign, provider = ofProcedural, "procedural"
	}
	for _, name := range foreign {
		if place := at(name); place != at("") {
			d := Errorf(place, "Superfluous argument",
				"%s is for models whose provider is %q; that of this one is %q.", name, provider, m.Provider)
			if name == "base_url" || name == "api_key_env" {
				secretly(d)
			}
			diags = append(diags, d)
		}
	}
	if !m.Served() {
		if m.Name == "" {
			m.Name = m.Provider
		}
		return diags
	}
	if m.Name == "" {
		diags = append(diags, Errorf(at("name"), "Missing argument", "name is required of a served model: what the server calls it, such as \"qwen3-32b\"."))
	}
	diags = append(diags, m.checkURL(at("base_url"))...)
	if m.Extra != nil && m.Extra[0] != '{' {
		diags = append(diags, Errorf(at("extra"), "Unsuitable value", "extra must be an object, such as { top_k = 20 }."))
	}
	if m.APIKeyEnv != "" {
		diags = append(diags, checkVariableName(m.APIKeyEnv, at("api_key_env"))...)
	}
	if strings.TrimSpace(m.Language) == "" || len(m.Language) > 100 {
		diags = append(diags, Errorf(at("language"), "Unsuitable value", "language must be the name of a language, such as \"English\"."))
	}
	return diags
}

// checkURL checks the address of a served model. What stands in it may be a
// secret, so that no message repeats it.
func (m *Model) checkURL(place Range) Diagnostics {
	wrong := func(detail string) Diagnostics {
		return Diagnostics{secretly(Errorf(place, "Unsuitable address", "%s", detail))}
	}
	if m.BaseURL == "" {
		return Diagnostics{Errorf(place, "Missing argument", "base_url is required of a served model: where it is, such as \"http://localhost:8000/v1\".")}
	}
	u, err := url.Parse(m.BaseURL)
	switch {
	case err != nil:
		return wrong("base_url must be an address such as http://localhost:8000/v1.")
	case u.User != nil:
		return wrong("base_url must not hold a user or a password: recordings and messages would show them. A key belongs into the environment variable that api_key_env names.")
	case u.RawQuery != "" || u.ForceQuery || u.Fragment != "":
		return wrong("base_url must not hold a query or a fragment. A key belongs into the environment variable that api_key_env names.")
	case u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Opaque != "":
		return wrong("base_url must begin with http:// or https:// and a host.")
	case strings.HasSuffix(strings.TrimRight(u.Path, "/"), "/chat/completions"):
		return wrong("base_url ends before /chat/completions, which worldc adds.")
	}
	return nil
}

// checkVariableName checks the name of an environment variable that holds a
// key, where people write the key itself.
func checkVariableName(name string, place Range) Diagnostics {
	if looksLikeKey(name) {
		return Diagnostics{secretly(Errorf(place, "A key in the spec",
			"api_key_env takes the name of an environment variable, such as OPENAI_API_KEY; this looks like a key itself. "+
				"Put it into the environment, and have it replaced if others may have seen this file."))}
	}
	for i, c := range []byte(name) {
		if c != '_' && (c < 'A' || 'Z' < c) && (c < 'a' || 'z' < c) && (i == 0 || c < '0' || '9' < c) {
			return Diagnostics{secretly(Errorf(place, "Unsuitable value",
				"api_key_env takes the name of an environment variable, such as OPENAI_API_KEY: letters, digits and underscores."))}
		}
	}
	return nil
}

// modelFields are the arguments of a model that can shape what it answers, as the
// Keys of those see them who refer to it. Prompts are not among them: of these
// each role has its own, and the compiler knows worldc's.
func (l *loader) modelFields(m *Model, path string, to []Field) []Field {
	foreign := ofServed
	if m.Served() {
		foreign = ofProcedural
	}
	for _, f := range l.fieldsOf(kindByName("model").schema(), reflect.ValueOf(m).Elem(), "", nil) {
		name, _, _ := strings.Cut(f.Label, ".")
		if !slices.Contains(foreign, name) && name != "prompts" {
			to = append(to, Field{path + f.Label, f.Value})
		}
	}
	return to
}

// adoptModels makes what models say part of what those are asked to do who
// refer to them, and remembers who these are.
func (l *loader) adoptModels() {
	for _, b := range l.spec.Blocks {
		for _, r := range b.References {
			if m, ok := r.Target.Config.(*Model); ok {
				b.fields = l.modelFields(m, r.Attribute+".", b.fields)
				b.Models = append(b.Models, r)
			}
		}
	}
}

// checkModel checks a reference to a model.
func (l *loader) checkModel(a *argument, r Reference) {
	m, ok := r.Target.Config.(*Model)
	switch {
	case !ok:
		l.add(Errorf(r.Range, "Wrong kind of block", "%s is no model; %s takes %s.", r.Target.Address(), a.name, a.expects()))
	case slices.Contains(a.reads, Served) && !m.Served():
		l.add(Errorf(r.Range, "Wrong kind of model",
			"%s is played by worldc itself; %s takes a model that is served: one whose provider is \"openai\".", r.Target.Address(), a.name))
	}
}

// checkRecordings checks that files of recordings lie where the spec may write.
func (l *loader) checkRecordings() {
	for _, b := range l.spec.Blocks {
		m, ok := b.Config.(*Model)
		if !ok || m.Recordings == "" {
			continue
		}
		fail := func(detail string, args ...any) {
			l.add(Errorf(m.RecordingsRange, "Unsuitable path", detail, args...))
		}
		if hasMeta(m.Recordings) || len(m.Recordings) > maxPattern || strings.ContainsRune(m.Recordings, 0) || strings.HasSuffix(m.Recordings, "/") {
			fail("recordings must be the path of one file, such as \"recordings/%s.zst\".", b.Name)
			continue
		}
		path := l.spec.Resolve(m.Recordings)
		if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
			fail("%s is not a file.", path)
			continue
		}
		// The file need not be there yet, nor its directory.
		there := path
		resolved, err := resolve(there)
		for err != nil && there != filepath.Dir(there) {
			there = filepath.Dir(there)
			resolved, err = resolve(there)
		}
		if err != nil || !l.inside(resolved) {
			fail("%s lies outside of the spec's directory%s. Move it there, or allow it with --allow-path.", path, pick(l.spec.Dir == ".", "", " "+l.spec.Dir))
		}
	}
}

// checkBudget checks that a bound of the cost can be kept.
func (l *loader) checkBudget() {
	b := l.spec.Experiment.Budget
	if b.MaxCostUSD == nil {
		return
	}
	for _, block := range l.spec.Blocks {
		if m, ok := block.Config.(*Model); ok && m.Served() && m.Price == nil {
			l.add(Errorf(b.Range, "Unknown cost",
				"max_cost_usd can be kept only where costs are known, and %s declares no price.", block.Address()))
		}
	}
}
