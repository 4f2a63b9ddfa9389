package compiler

import (
	"bytes"
	"cmp"
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"worldc/artifact"
	"worldc/executors"
	"worldc/model"
	"worldc/spec"
)

// Models are the served models of a plan: who answers for each, where answers
// are recorded, and what the build may spend on new ones.
type Models struct {
	mode       model.Mode
	account    *model.Account
	recordings map[string]*model.Recordings // by path
	served     map[*spec.Block]*served
}

// A served is one model block.
type served struct {
	block      *spec.Block
	config     *spec.Model
	client     *model.Client
	path       string            // of the recordings
	recordings *model.Recordings // nil where there are none yet, and none are made
	unset      string            // the variable that should hold the key and does not
}

// ModelCalls says where the answers of served models come from.
type ModelCalls = model.Mode

// The modes of calls.
const (
	CallsAuto   = model.Auto   // recordings; what they lack is asked, and recorded
	CallsLive   = model.Live   // everything is asked once more, and recorded
	CallsReplay = model.Replay // recordings alone, without a socket
)

// A ModelsOptions says how models are opened.
type ModelsOptions struct {
	// Mode says where answers come from.
	Mode ModelCalls

	// ReadOnly makes no files of recordings, as befits a command that only looks.
	ReadOnly bool

	// Key is the value of an environment variable that holds a key; "" if it is
	// not set.
	Key func(variable string) string
}

// OpenModels opens the recordings of the served models that the nodes refer to,
// and makes ready to ask them. Nothing is asked, and no connection is made. A
// plan without served models has Models that hold nothing.
func (p *Plan) OpenModels(store *artifact.Store, nodes []*Node, o ModelsOptions) (*Models, error) {
	m := &Models{
		mode: o.Mode, account: model.NewAccount(allowance(&p.Spec.Experiment.Budget)),
		recordings: map[string]*model.Recordings{}, served: map[*spec.Block]*served{},
	}
	for _, n := range nodes {
		for _, r := range n.Block.Models {
			config := r.Target.Config.(*spec.Model)
			if !config.Served() || m.served[r.Target] != nil {
				continue
			}
			s, err := m.open(p, store, r.Target, config, o)
			if err != nil {
				return nil, errors.Join(fmt.Errorf("%s: %w", r.Target.Address(), err), m.Close())
			}
			m.served[r.Target] = s
		}
	}
	return m, nil
}

// allowance is a budget as an account takes it.
func allowance(b *spec.Budget) model.Allowance {
	var a model.Allowance
	if b.MaxCalls != nil {
		a.MaxCalls = *b.MaxCalls
	}
	if b.MaxTokens != nil {
		a.MaxTokens = *b.MaxTokens
	}
	if b.MaxCostUSD != nil {
		a.MaxCost = *b.MaxCostUSD
	}
	return a
}

// open makes one model ready.
func (m *Models) open(p *Plan, store *artifact.Store, b *spec.Block, config *spec.Model, o ModelsOptions) (*served, error) {
	s := &served{block: b, config: config, path: p.recordingsPath(store, config)}
	var err error
	if s.recordings, err = m.record(s.path, o.ReadOnly || o.Mode == model.Replay); err != nil {
		return nil, err
	}
	mode := o.Mode
	if config.APIKeyEnv != "" && mode != model.Replay && o.Key(config.APIKeyEnv) == "" {
		if mode == model.Live && !o.ReadOnly {
			return nil, fmt.Errorf("it is to be asked, and the environment variable %s, which is to hold its key, is not set", config.APIKeyEnv)
		}
		// What is recorded needs no key. What is not will say so.
		s.unset, mode = config.APIKeyEnv, model.Replay
	}
	if s.recordings == nil && mode != model.Live {
		return s, nil // nothing can be answered
	}
	s.client, err = model.Open(m.settings(s, mode, o))
	return s, err
}

// record opens a file of recordings, once. One that is not there and is not made
// is nil.
func (m *Models) record(path string, readOnly bool) (*model.Recordings, error) {
	if r, ok := m.recordings[path]; ok {
		return r, nil
	}
	if !readOnly {
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return nil, err
		}
	}
	r, err := model.OpenRecordings(path, readOnly)
	if readOnly && errors.Is(err, fs.ErrNotExist) {
		r, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	m.recordings[path] = r
	return r, nil
}

// RecordingsDir is where in a store recordings lie.
const RecordingsDir = "recordings"

// recordingsPath is the file in which a model's answers are recorded: that which
// its block names, else one of the store, which all models of one name share.
func (p *Plan) recordingsPath(store *artifact.Store, config *spec.Model) string {
	if config.Recordings == "" {
		return filepath.Join(store.Dir(), RecordingsDir, fileName(config.Name)+".zst")
	}
	return p.Spec.Resolve(config.Recordings)
}

// fileName is the name of a model as that of a file: names that are not fit for
// one, and those that differ only in what was taken out, get a part of their
// digest.
func fileName(name string) string {
	plain := strings.Map(func(c rune) rune {
		switch {
		case 'a' <= c && c <= 'z', '0' <= c && c <= '9', c == '.' || c == '_' || c == '-':
			return c
		case 'A' <= c && c <= 'Z':
			return c - 'A' + 'a'
		}
		return '-'
	}, name)
	plain = strings.TrimLeft(plain[:min(len(plain), 80)], ".-")
	if plain == name {
		return plain
	}
	sum := artifact.DigestOf([]byte(name))
	return plain + "-" + hex.EncodeToString(sum[:4])
}

// settings are those of a model block.
func (m *Models) settings(s *served, mode model.Mode, o ModelsOptions) model.Settings {
	c := s.config
	settings := model.Settings{
		BaseURL: c.BaseURL, Model: c.Name,
		Sampling:       model.Sampling{Temperature: c.Temperature, TopP: c.TopP, Seed: c.Seed, Extra: extra(c)},
		MaxTokens:      c.MaxTokens,
		Format:         model.Format(c.StructuredOutput),
		MaxConcurrency: c.MaxConcurrency, RPM: c.RateLimit.RPM, TPM: c.RateLimit.TPM,
		Retries:  model.Retries{Transport: c.Retries.Transport, Provider: c.Retries.Provider, Parse: c.Retries.Parse, Validation: c.Retries.Validation},
		Timeouts: model.Timeouts{Connect: seconds(c.Timeouts.Connect), FirstByte: seconds(c.Timeouts.FirstByte), Idle: seconds(c.Timeouts.Idle), Total: seconds(c.Timeouts.Total)},
		Mode:     mode, Recordings: s.recordings, Account: m.account,
	}
	if c.APIKeyEnv != "" {
		settings.Key = func() string { return o.Key(c.APIKeyEnv) }
	}
	if c.Price != nil {
		settings.Price = &model.Price{Input: c.Price.Input, Output: c.Price.Output}
	}
	return settings
}

// extra are the further members of a request that a block names.
func extra(c *spec.Model) map[string]json.RawMessage {
	var members map[string]json.RawMessage
	if len(c.Extra) > 0 {
		if err := json.Unmarshal(c.Extra, &members); err != nil {
			panic(fmt.Sprintf("compiler: extra is no object: %v", err))
		}
	}
	return members
}

func seconds(n int) time.Duration { return time.Duration(n) * time.Second }

// Close closes the recordings, and the connections to servers.
func (m *Models) Close() error {
	var err error
	for _, s := range m.served { //lint:ordered each is closed
		if s.client != nil {
			s.client.Close()
		}
	}
	for _, path := range slices.Sorted(maps.Keys(m.recordings)) {
		if r := m.recordings[path]; r != nil {
			err = errors.Join(err, r.Close())
		}
	}
	return err
}

// Damage says what of the recordings could not be read.
func (m *Models) Damage() []string {
	var all []string
	for _, path := range slices.Sorted(maps.Keys(m.recordings)) {
		if r := m.recordings[path]; r != nil {
			all = append(all, r.Damage()...)
		}
	}
	return all
}

// Any reports whether there is a served model at all.
func (m *Models) Any() bool { return len(m.served) > 0 }

// A session is a served model as one node asks it.
type session struct {
	*served
	inner *model.Session // nil where nobody can be asked

	// enough, if given, is asked before each request whether the node has made as
	// many calls as a sample is to have.
	enough func() bool
}

// Ask implements [model.Asker].
func (s *session) Ask(ctx context.Context, r model.Request) (model.Reply, error) {
	if err := s.may(r.Purpose); err != nil {
		return model.Reply{}, err
	}
	reply, err := s.inner.Ask(ctx, r)
	return reply, s.explain(err)
}

// Embed implements [model.Asker].
func (s *session) Embed(ctx context.Context, r model.EmbedRequest) ([][]float32, error) {
	if err := s.may(r.Purpose); err != nil {
		return nil, err
	}
	vectors, err := s.inner.Embed(ctx, r)
	return vectors, s.explain(err)
}

// may reports whether a request can and may be made.
func (s *session) may(p model.Purpose) error {
	switch {
	case s.inner == nil:
		return s.explain(&model.Failure{Class: model.Missing, Purpose: p, Detail: "there are no recordings: there is no file " + s.path})
	case s.enough != nil && s.enough():
		return executors.ErrEnough
	}
	return nil
}

// explain adds to a missing record why nobody was asked for it, and to trouble
// with a server which one it is.
func (s *session) explain(err error) error {
	var f *model.Failure
	if !errors.As(err, &f) {
		return err
	}
	switch f.Class {
	case model.Transport, model.Provider, model.Rejected, model.Parse:
		return fmt.Errorf("%w; it is %s, at %s", err, s.block.Address(), s.config.BaseURL)
	}
	if s.unset == "" || f.Class != model.Missing {
		return err
	}
	return fmt.Errorf("%w; and %s cannot be asked, since the environment variable %s, which is to hold its key, is not set", err, s.block.Address(), s.unset)
}

// asking is what a node asks of its models in one run.
type asking struct {
	node     *Node
	sessions map[*spec.Block]*session
}

// ask readies the models of a node.
func (m *Models) ask(n *Node) *asking {
	a := &asking{node: n, sessions: map[*spec.Block]*session{}}
	if m == nil {
		return a
	}
	for _, r := range n.Block.Models {
		s := m.served[r.Target]
		if s == nil || a.sessions[r.Target] != nil {
			continue
		}
		now := &session{served: s}
		if s.client != nil {
			now.inner = s.client.Session()
		}
		a.sessions[r.Target] = now
	}
	return a
}

// sample ends the run when so many calls were made and a record has come of
// them; a record that takes ten times as many is not waited for.
func (a *asking) sample(calls int64, records func() int64) {
	enough := func() bool {
		made := a.calls()
		return made >= 10*calls || made >= calls && records() > 0
	}
	for _, s := range a.sessions { //lint:ordered each gets the same
		s.enough = enough
	}
}

// calls is how many answers were used.
func (a *asking) calls() int64 {
	var n int64
	for _, u := range a.usage() {
		n += u.Calls
	}
	return n
}

// askers are the sessions as an executor knows them.
func (a *asking) askers() map[*spec.Block]model.Asker {
	if len(a.sessions) == 0 {
		return nil
	}
	askers := map[*spec.Block]model.Asker{}
	for b, s := range a.sessions { //lint:ordered into a map
		askers[b] = s
	}
	return askers
}

// usage says what was asked, by attribute and role.
func (a *asking) usage() []executors.ModelUsage {
	var all []executors.ModelUsage
	seen := map[*spec.Block]bool{}
	for _, r := range a.node.Block.Models {
		s := a.sessions[r.Target]
		if s == nil || s.inner == nil || seen[r.Target] {
			continue
		}
		seen[r.Target] = true
		for _, u := range s.inner.Usage() {
			if u.Used == (model.Usage{}) {
				continue
			}
			all = append(all, executors.ModelUsage{
				Attribute: r.Attribute, Model: s.config.Name, Role: u.Role,
				Calls: u.Used.Calls, PromptTokens: u.Used.PromptTokens, CompletionTokens: u.Used.CompletionTokens,
			})
		}
	}
	return all
}

// commit writes the list of the answers that were used, sorted. A node that
// asked nothing has none.
func (a *asking) commit(store *artifact.Store) (artifact.Info, error) {
	var uses []model.Use
	for _, r := range a.node.Block.Models {
		if s := a.sessions[r.Target]; s != nil && s.inner != nil {
			uses = append(uses, s.inner.Used()...)
			s.inner = nil
		}
	}
	if len(uses) == 0 {
		return artifact.Info{}, nil
	}
	slices.SortFunc(uses, compareUses)
	w, err := store.Create()
	if err != nil {
		return artifact.Info{}, err
	}
	defer w.Discard()
	for _, u := range slices.Compact(uses) {
		if err := w.Write(u); err != nil {
			return artifact.Info{}, err
		}
	}
	return w.Finish()
}

func compareUses(a, b model.Use) int {
	return cmp.Or(bytes.Compare(a.Request[:], b.Request[:]), cmp.Compare(a.Ordinal, b.Ordinal), bytes.Compare(a.Answer[:], b.Answer[:]))
}

// disagrees says why a result of a node does not hold any more: the recordings
// in force do not have, or not as they were, the answers that it was made of.
// It is "" if all is as it was.
func (m *Models) disagrees(store *artifact.Store, n *Node, e artifact.Entry) string {
	if m == nil || e.Calls == (artifact.Info{}) {
		return ""
	}
	if m.mode == model.Live {
		return "--model-calls=live asks again"
	}
	held, all, names, err := m.count(store, n, e)
	if err != nil {
		return fmt.Sprintf("the list of its model calls cannot be read: %v", err)
	}
	gone := all - held
	if gone == 0 {
		return ""
	}
	return fmt.Sprintf("of the %d answers of models that it was made of, %s does not have %d, or not as they were", all, strings.Join(names, " and "), gone)
}

// held is how many of the answers that a result was made of are recorded.
func (m *Models) held(store *artifact.Store, n *Node, e artifact.Entry) int64 {
	if m == nil || e.Calls == (artifact.Info{}) {
		return 0
	}
	held, _, _, err := m.count(store, n, e)
	if err != nil {
		return 0
	}
	return held
}

// count counts the answers that a result was made of, and those of them that the
// recordings of the node's models hold, which are named.
func (m *Models) count(store *artifact.Store, n *Node, e artifact.Entry) (held, all int64, names []string, err error) {
	var files []*model.Recordings
	for _, r := range n.Block.Models {
		if s := m.served[r.Target]; s != nil && !slices.Contains(names, s.path) {
			names = append(names, s.path)
			if s.recordings != nil {
				files = append(files, s.recordings)
			}
		}
	}
	for line, err := range store.Lines(e.Calls) {
		var u model.Use
		if err == nil {
			err = json.Unmarshal(line, &u)
		}
		if err != nil {
			return held, all, names, err
		}
		all++
		if slices.ContainsFunc(files, func(r *model.Recordings) bool { return r.Holds(u) }) {
			held++
		}
	}
	return held, all, names, nil
}

// Used calls do for every answer that the plan's nodes are made of. Nodes that ask
// models have to be in the store.
func (p *Plan) Used(store *artifact.Store, do func(model.Use)) error {
	for _, d := range p.Decide(store, nil) {
		if d.Status != Hit {
			if d.Node.asksItself() {
				return fmt.Errorf("%s is not built: build it first", d.Node.Address)
			}
			continue
		}
		if d.Entry.Calls == (artifact.Info{}) {
			continue
		}
		for line, err := range store.Lines(d.Entry.Calls) {
			var u model.Use
			if err == nil {
				err = json.Unmarshal(line, &u)
			}
			if err != nil {
				return fmt.Errorf("the model calls of %s: %w", d.Node.Address, err)
			}
			do(u)
		}
	}
	return nil
}
