package spec

import (
	"cmp"
	"reflect"
	"slices"
	"strings"

	"github.com/hashicorp/hcl/v2"
)

// A Filter judges trajectories. Its blocks are checks, which a trajectory has
// to pass in the order in which they stand; the first that it does not pass
// rejects it. Every trajectory gets a verdict, and none is copied.
//
// A filter without `from` is a policy: it judges nothing by itself, and is what
// the `policy` of other filters refers to.
type Filter struct {
	// From are the trajectories to judge.
	From References `spec:"from,optional" reads:"Trajectory"`

	// Policy is another filter, whose checks this one makes instead of its own.
	Policy References `spec:"policy,optional" reads:"policy" takes:"a reference to a filter"`

	// Validity is the check for well-formed trajectories.
	Validity *Validity `spec:"validity,block"`

	// StateAlignment is the check for the right final state.
	StateAlignment *StateAlignment `spec:"state_alignment,block"`

	// RequiredOutputs is the check for what the user had to be told.
	RequiredOutputs *RequiredOutputs `spec:"required_outputs,block"`

	// Answer is the check for the answer to a question.
	Answer *Answer `spec:"answer,block"`

	// ExactMatch is the check for the right calls.
	ExactMatch *ExactMatch `spec:"exact_match,block"`

	// NearDuplicates is the check for talks that were had before.
	NearDuplicates *NearDuplicates `spec:"near_duplicates,block"`

	// Decontaminate is the check for talks that others test with.
	Decontaminate *Decontaminate `spec:"decontaminate,block"`

	// Judges are checks that models make.
	Judges []Judge `spec:"judge,block"`

	// Rules are checks of the spec's own.
	Rules []Rule `spec:"rule,block"`
}

// A Judge has a model read a trajectory, and rejects it if the model does. A
// judge stands best behind the checks that cost nothing.
type Judge struct {
	// Name is the judge's; the check is called `judge.NAME`.
	Name string `spec:"name,label"`

	// Model is who judges.
	Model References `spec:"model" reads:"served model" takes:"a reference to a served model"`

	// Criteria say in words what is to be judged. Left out, it is whether the agent
	// did what the user wanted, and said nothing that it could not know.
	Criteria string `spec:"criteria" default:""`

	// Votes is how often the model is asked; more than half have to accept.
	Votes int `spec:"votes" default:"1" range:"[1,99]"`

	// Range is the block's header.
	Range Range `spec:",range"`
}

// judgePrefix stands before the name of a judge in that of its check.
const judgePrefix = "judge."

// Judge is the judge that Checks calls by a name.
func (f *Filter) Judge(check string) (*Judge, bool) {
	for i := range f.Judges {
		if judgePrefix+f.Judges[i].Name == check {
			return &f.Judges[i], true
		}
	}
	return nil, false
}

// A Validity rejects trajectories that are not well formed (AgentScaler, stage
// 1): turns in an order in which nobody talks, calls without results, results
// without calls, a talk that was not finished, text that repeats itself.
type Validity struct {
	// Results says what is done with a result that was recorded in an imported
	// trajectory and is not what the call gives when it is executed: `executed`
	// rejects the trajectory, since what the agent saw was never so; `any` lets
	// it pass.
	Results string `spec:"results" default:"executed" oneof:"executed|any"`

	// MaxTokens is the number of tokens above which a trajectory is too long;
	// 0 is no limit. Tokens are estimated: a token for every four bytes, begun,
	// of the UTF-8 text of contents, reasoning, names of tools and arguments.
	MaxTokens int `spec:"max_tokens" default:"0" range:"[0,100000000]"`

	// Repetition is how much of the same an agent may say.
	Repetition Repetition `spec:"repetition,block"`

	// Range is the block's header.
	Range Range `spec:",range"`
}

// A Repetition bounds how often an agent says the same: in its reasoning over
// the whole trajectory, and in each message to the user, where the same
// question may well be asked again in another.
type Repetition struct {
	// N is the number of words of the n-grams that are counted; 0 counts none.
	// A word is a run of letters and digits; a Han, Hiragana or Katakana
	// character is a word by itself.
	N int `spec:"n" default:"10" range:"[0,100]"`

	// MaxRepeats is how often one n-gram may occur.
	MaxRepeats int `spec:"max_repeats" default:"3" range:"[1,1000000]"`

	// MinUnique is the share of distinct n-grams among all, below which a text
	// repeats itself.
	MinUnique float64 `spec:"min_unique" default:"0.5" range:"[0,1]"`
}

// A StateAlignment rejects trajectories that leave their world in another state
// than the golden calls of the task do (AgentScaler, stage 2). All rows count,
// but for volatile columns.
type StateAlignment struct {
	// Range is the block's header.
	Range Range `spec:",range"`
}

// A RequiredOutputs rejects trajectories in which the agent did not say to the
// user what the task asks for. An output is said where it is part of a message
// without calls; upper and lower case are the same and commas do not count, as
// in tau-bench.
type RequiredOutputs struct {
	// Range is the block's header.
	Range Range `spec:",range"`
}

// An Answer rejects trajectories that do not give the answer to a question, by the
// rules of the official scorer of HotpotQA: F1 of the tokens that two texts have in
// common, without capitals, punctuation and articles; yes, no and noanswer have to
// be the same. The answer is what the agent says behind `Answer:` or after "the
// answer is", in the last message that has either, else its last message. Of several
// outputs of a task, any will do.
type Answer struct {
	// MinF1 is the F1 that the answer must exceed, unless it is 1. It is read to six
	// decimals.
	MinF1 float64 `spec:"min_f1" default:"0.5" range:"[0,1]"`

	// Exact asks for the same text after that treatment instead of an F1.
	Exact bool `spec:"exact" default:"false"`

	// Range is the block's header.
	Range Range `spec:",range"`
}

// An ExactMatch rejects trajectories whose calls are not the golden ones:
// the same tools with the same arguments in the same order (AgentScaler, stage
// 3). Where nothing is written the final state says nothing about what was
// done. Of a game, the player's actions have to be the steps of the script's
// solution.
type ExactMatch struct {
	// ApplyTo says of which tasks the calls have to match: `read_only` of those
	// whose golden calls write nothing, `all`, or `off`.
	ApplyTo string `spec:"apply_to" default:"read_only" oneof:"read_only|all|off"`

	// IgnoreErroredCalls leaves out calls of the agent that failed, and of a game the
	// actions that did not work.
	IgnoreErroredCalls bool `spec:"ignore_errored_calls" default:"false"`

	// FillDefaults gives an argument that is left out the default that the
	// tool's document declares, on both sides.
	FillDefaults bool `spec:"fill_defaults" default:"false"`

	// IgnoreTools are the names of tools that do nothing and are left out on
	// both sides. Left out, it is `think`, `finish` and `respond`.
	IgnoreTools []string `spec:"ignore_tools,optional"`

	// Range is the block's header.
	Range Range `spec:",range"`
}

// A NearDuplicates rejects a trajectory that is nearly the same as an earlier
// one: in the order of the input, the first of several stays. Only those count
// as earlier that this check and the checks before it let through, so it stands
// best behind the checks for what is right.
//
// Compared are what the user says, as the set of its runs of `n` words, and the
// calls, as the set of their arguments. The similarity of two trajectories is
// the cosine of their sets: the number of elements that they share, divided by
// the geometric mean of their sizes. All pairs are compared, whatever worlds
// they come from.
type NearDuplicates struct {
	// MaxSimilarity is how similar to an earlier one a trajectory may be. It is
	// read to six decimals. Left out, it is 0.8, and 0.9 with a model.
	MaxSimilarity float64 `spec:"max_similarity" default:"0.8" range:"[0,1)"`

	// Vectorizer says what is compared: `ngram`, the runs of words and the calls;
	// or the embeddings that a served model makes of what the user says and of the
	// calls. Left out, it is `ngram`.
	Vectorizer References `spec:"vectorizer,optional" reads:"served model" or:"ngram" takes:"\"ngram\" or a reference to a served model"`

	// N is the number of words of a run. A turn of fewer words is one run.
	N int `spec:"n" default:"3" range:"[1,20]"`

	// Range is the block's header.
	Range Range `spec:",range"`
}

func (n *NearDuplicates) complete(given hcl.Attributes) {
	if len(n.Vectorizer) > 0 && given["max_similarity"] == nil {
		n.MaxSimilarity = 0.9
	}
}

// A Decontaminate rejects trajectories that hold texts of others, such as those
// of a benchmark: runs of `n` words of the user's turns, or of the goal of the
// task, that occur in the files.
type Decontaminate struct {
	// Against are the files. Of `*.json` and `*.jsonl` all strings count,
	// however deep they lie, and names do not; any other file is one text.
	Against Paths `spec:"against"`

	// N is the number of words of a run. A text of fewer words has none.
	N int `spec:"n" default:"13" range:"[1,100]"`

	// MaxShare is the share of the runs of a goal, or of all turns of a user,
	// that may occur in the files; 0 allows none.
	MaxShare float64 `spec:"max_share" default:"0" range:"[0,1)"`

	// Vectorizer is a served model that makes embeddings. With it a trajectory is
	// also rejected whose goal, or one of its user's turns, is close to a text of
	// the files in what it says, though not in its words. Left out, words decide
	// alone.
	Vectorizer References `spec:"vectorizer,optional" reads:"served model" or:"ngram" takes:"\"ngram\" or a reference to a served model"`

	// MaxSimilarity is the cosine that embeddings may have. It is read to six
	// decimals, and is of use only with a model.
	MaxSimilarity float64 `spec:"max_similarity" default:"0.85" range:"[0,1)"`

	// Range is the block's header.
	Range Range `spec:",range"`
}

// Checks are the names of the checks in the order in which they are made; that
// of a rule is `rule.NAME`.
func (f *Filter) Checks() []string {
	type check struct {
		name string
		at   Range
	}
	var checks []check
	if f.Validity != nil {
		checks = append(checks, check{"validity", f.Validity.Range})
	}
	if f.StateAlignment != nil {
		checks = append(checks, check{"state_alignment", f.StateAlignment.Range})
	}
	if f.RequiredOutputs != nil {
		checks = append(checks, check{"required_outputs", f.RequiredOutputs.Range})
	}
	if f.Answer != nil {
		checks = append(checks, check{"answer", f.Answer.Range})
	}
	if f.ExactMatch != nil {
		checks = append(checks, check{"exact_match", f.ExactMatch.Range})
	}
	if f.NearDuplicates != nil {
		checks = append(checks, check{"near_duplicates", f.NearDuplicates.Range})
	}
	if f.Decontaminate != nil {
		checks = append(checks, check{"decontaminate", f.Decontaminate.Range})
	}
	for _, j := range f.Judges {
		checks = append(checks, check{judgePrefix + j.Name, j.Range})
	}
	for _, r := range f.Rules {
		checks = append(checks, check{rulePrefix + r.Name, r.Range})
	}
	slices.SortStableFunc(checks, func(a, b check) int { return cmp.Compare(a.at.Start.Byte, b.at.Start.Byte) })
	names := make([]string, len(checks))
	for i, c := range checks {
		names[i] = c.name
	}
	return names
}

// Rule is the rule that Checks calls by a name.
func (f *Filter) Rule(check string) (*Rule, bool) {
	for i := range f.Rules {
		if rulePrefix+f.Rules[i].Name == check {
			return &f.Rules[i], true
		}
	}
	return nil, false
}

func (f *Filter) isNode() bool { return len(f.From) > 0 }

func (f *Filter) check(at func(string) Range) Diagnostics {
	first := map[string]Range{}
	for _, r := range f.Rules {
		if other, ok := first[r.Name]; ok {
			return Diagnostics{Errorf(r.Range, "Duplicate rule", "The rule %q is already given at %s.", r.Name, other)}
		}
		first[r.Name] = r.Range
	}
	judges := map[string]Range{}
	for _, j := range f.Judges {
		if other, ok := judges[j.Name]; ok {
			return Diagnostics{Errorf(j.Range, "Duplicate judge", "The judge %q is already given at %s.", j.Name, other)}
		}
		judges[j.Name] = j.Range
	}
	own := len(f.Checks()) > 0
	switch {
	case len(f.Policy) > 0 && own:
		return Diagnostics{Errorf(at("policy"), "Superfluous argument", "A filter has a policy or checks of its own, not both.")}
	case len(f.Policy) == 0 && !own:
		return Diagnostics{Errorf(at(""), "No checks",
			"A filter needs a policy or at least one check: validity, state_alignment, required_outputs, answer, exact_match, near_duplicates, decontaminate, judge or rule.")}
	case len(f.Policy) > 1:
		return Diagnostics{Errorf(at("policy"), "Unsuitable value", "policy takes one filter, not %d.", len(f.Policy))}
	case len(f.Policy) == 1 && len(f.From) == 0:
		return Diagnostics{Errorf(at("policy"), "Superfluous argument", "A filter without `from` is a policy itself, and has none.")}
	}
	return nil
}

// adoptPolicies gives filters the checks of their policies, and draws no edge
// to these: what a policy says is part of what the filter is asked to do.
func (l *loader) adoptPolicies() {
	for _, b := range l.spec.Blocks {
		f, ok := b.Config.(*Filter)
		if !ok {
			continue
		}
		if len(f.Policy) == 1 {
			if policy, ok := f.Policy[0].Config.(*Filter); ok {
				f.Validity, f.StateAlignment = policy.Validity, policy.StateAlignment
				f.RequiredOutputs, f.Answer, f.ExactMatch = policy.RequiredOutputs, policy.Answer, policy.ExactMatch
				f.NearDuplicates, f.Decontaminate = policy.NearDuplicates, policy.Decontaminate
				f.Judges, f.Rules = policy.Judges, policy.Rules
				b.fields = l.fieldsOf(b.kind.schema(), reflect.ValueOf(f).Elem(), "", nil)
				b.files = append(b.files, f.Policy[0].files...)
				for _, r := range f.Policy[0].References {
					if takesModel(f.Policy[0].kind.schema().argument(r.Attribute).reads) {
						b.References = append(b.References, r)
					}
				}
			}
		}
		for i, r := range f.Rules {
			b.fields = append(b.fields, r.fields(i)...)
		}
		b.fields = append(b.fields, Field{"checks", strings.Join(f.Checks(), ",")})
	}
}

// checkPolicy checks a reference to a policy.
func (l *loader) checkPolicy(b *Block, a *argument, r Reference) {
	policy, ok := r.Target.Config.(*Filter)
	switch {
	case !ok:
		l.add(Errorf(r.Range, "Wrong kind of block", "%s is no filter; %s takes %s.", r.Target.Address(), a.name, a.expects()))
	case len(policy.Policy) > 0:
		l.add(Errorf(r.Range, "Wrong kind of block", "%s has a policy itself: refer to %s.", r.Target.Address(), policy.Policy[0].Address()))
	}
}
