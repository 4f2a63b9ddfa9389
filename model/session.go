package model

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"slices"
	"sync"

	"worldc/artifact"
)

// A Session is a client as one node of a build asks it. It notes which answers
// the node has used and what they took.
type Session struct {
	client *Client

	mu    sync.Mutex
	used  map[roleUse]bool
	roles map[string]*RoleUsage
}

// A roleUse is an answer that a role has used. One that two roles have used
// counts for each, so that it does not matter who was first.
type roleUse struct {
	role string
	Use
}

// A Use is an answer that a node has used. What a node makes follows from its
// inputs and the answers it used, so that its result holds as long as the
// recordings in force hold them.
type Use struct {
	Request Identity        `json:"request"`
	Ordinal int             `json:"ordinal"`
	Answer  artifact.Digest `json:"answer"`
}

// A RoleUsage is what a role took.
type RoleUsage struct {
	Role string `json:"role"`

	// Used is what the answers took that were used, whenever they were asked
	// for: each one once. It is the same in every build of the same records.
	Used Usage `json:"used"`

	// Asked is what was asked anew in this session, failed attempts included.
	Asked Usage `json:"asked"`
}

// Session returns a session in which nothing has been asked.
func (c *Client) Session() *Session {
	return &Session{client: c, used: map[roleUse]bool{}, roles: map[string]*RoleUsage{}}
}

// Ask implements [Asker].
func (s *Session) Ask(ctx context.Context, r Request) (Reply, error) {
	k, p, err := s.client.ask(ctx, r)
	s.note(r.Purpose.Role, k, p)
	if err != nil {
		return Reply{}, err
	}
	return p.answer.outcome(r.Purpose)
}

// note adds up what an answer took.
func (s *Session) note(role string, k key, p paid) {
	s.mu.Lock()
	defer s.mu.Unlock()
	u := s.roles[role]
	if u == nil {
		u = &RoleUsage{Role: role}
		s.roles[role] = u
	}
	u.Asked.Add(p.asked)
	if p.answer == nil {
		return
	}
	use := roleUse{role, Use{k.id, int(k.ordinal), p.digest}}
	if !s.used[use] {
		s.used[use] = true
		u.Used.Add(p.answer.Usage)
	}
}

// Add adds o to u.
func (u *Usage) Add(o Usage) {
	u.Calls += o.Calls
	u.PromptTokens += o.PromptTokens
	u.CompletionTokens += o.CompletionTokens
}

// Used returns the answers that were used, in order.
func (s *Session) Used() []Use {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []Use
	for u := range s.used { //lint:ordered sorted below
		all = append(all, u.Use)
	}
	slices.SortFunc(all, func(a, b Use) int {
		return cmp.Or(bytes.Compare(a.Request[:], b.Request[:]), cmp.Compare(a.Ordinal, b.Ordinal), bytes.Compare(a.Answer[:], b.Answer[:]))
	})
	return slices.Compact(all)
}

// Usage returns what each role took, in order of their names.
func (s *Session) Usage() []RoleUsage {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []RoleUsage
	for _, role := range slices.Sorted(maps.Keys(s.roles)) {
		all = append(all, *s.roles[role])
	}
	return all
}
