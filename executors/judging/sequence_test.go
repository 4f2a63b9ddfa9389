package judging

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"worldc/world"
)

// talk is a trajectory in which a user says texts, and an agent makes a call
// after each.
func talk(id string, said []string, calls ...string) *Case {
	t := &world.Trajectory{ID: id}
	for i, text := range said {
		t.Turns = append(t.Turns, world.Turn{Role: world.UserRole, Content: text})
		if i < len(calls) {
			t.Turns = append(t.Turns, world.Turn{Role: world.AssistantRole, Calls: []world.Call{{ID: fmt.Sprint(i), Tool: "act", Arguments: json.RawMessage(calls[i])}}})
		}
	}
	return &Case{Trajectory: t, Task: &world.Task{}}
}

func decide(s *Sequence, p Policy, c *Case) world.Verdict {
	v, _ := s.Decide(p.Weigh(c))
	return v
}

func TestNearDuplicates(t *testing.T) {
	p := Policy{NearDuplicates{MaxSimilarity: 800_000, N: 3}.Check()}
	s := p.NewSequence(nil)
	long := "i would like to move my booking of the tenth of may to the twelfth if there is a room left"
	for _, c := range []struct {
		name   string
		c      *Case
		detail string
	}{
		{"first", talk("a", []string{long}, `{"id":"b1","day":"12"}`), ""},
		{"the same", talk("b", []string{long}, `{"id":"b1","day":"12"}`), "similarity 1.00 to trajectory a"},
		{"one word more, keys in another order", talk("c", []string{long + " please"}, `{"day":"12","id":"b1"}`), "similarity 0.97 to trajectory a"},
		{"other words", talk("d", []string{"could you see to it that i can come two days later than it was agreed"}, `{"id":"b1","day":"12"}`), ""},
		{"short turns", talk("e", []string{"yes", "no"}), ""},
		{"short turns again", talk("f", []string{"no", "yes"}), "similarity 1.00 to trajectory e"},
		{"nothing said", talk("g", nil), ""},
		{"nothing said again", talk("h", nil), ""},
	} {
		if v := decide(s, p, c.c); v.Detail != c.detail || v.Accepted != (c.detail == "") || v.By != "near_duplicates" {
			t.Errorf("%s: %+v, want %q", c.name, v, c.detail)
		}
	}
}

// TestSequence: what a sequence decides depends neither on the sample nor on
// what comes later, and what an earlier check rejects hides nothing.
func TestSequence(t *testing.T) {
	p := Policy{
		{Name: "odd", Judge: func(c *Case) *Rejection {
			if strings.HasPrefix(c.Trajectory.ID, "x") {
				return reject("odd", "")
			}
			return nil
		}},
		NearDuplicates{MaxSimilarity: 600_000, N: 2}.Check(),
		{Name: "late", Judge: func(c *Case) *Rejection {
			if strings.HasSuffix(c.Trajectory.ID, "y") {
				return reject("late", "")
			}
			return nil
		}},
	}
	words := []string{"one", "two", "three", "four", "five", "six"}
	rapid.Check(t, func(t *rapid.T) {
		var cases []*Case
		for i := range rapid.IntRange(1, 30).Draw(t, "cases") {
			said := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 1, 8).Draw(t, "said"), " ")
			id := rapid.SampledFrom([]string{"x%d", "%d", "%dy"}).Draw(t, "id")
			cases = append(cases, talk(fmt.Sprintf(id, i), []string{said}))
		}
		a, b := p.NewSequence(nil), p.NewSequence(cases[len(cases)/2:])
		part := p.NewSequence(nil)
		for i, c := range cases {
			v, w := decide(a, p, c), decide(b, p, c)
			if v != w {
				t.Fatalf("the sample changes a verdict: %+v, %+v", v, w)
			}
			if strings.HasPrefix(c.Trajectory.ID, "x") {
				if v.By != "odd" {
					t.Fatalf("%+v", v)
				}
				continue // what the first check rejects is as if it were not there
			}
			if w := decide(part, p, cases[i]); v != w {
				t.Fatalf("a rejected trajectory changes a verdict: %+v, %+v", v, w)
			}
		}
	})
}

func TestContamination(t *testing.T) {
	const held = "You want to return the blue kettle that you bought last week, and get the money back."
	for _, c := range []struct {
		name  string
		share float64
		goal  string
		said  []string
		want  string
	}{
		{"another text", 0, "You want a green kettle.", []string{"Do you have green kettles?"}, ""},
		{"the goal", 0, "You live in Oslo. You want to return the blue kettle that you bought, it leaks.", nil,
			`the goal of the task shares 6 of 12 runs of 5 words: "you want to return the"`},
		{"the user, in other cases and signs", 0, "", []string{"Hi!", "I say: GET the money; back. Last week and get - the money, back"},
			`the user's turns share 3 of 9 runs of 5 words: "last week and get the"`},
		{"a share is allowed", 0.5, "You live in Oslo. You want to return the blue kettle that you bought, it leaks.", nil, ""},
		{"a run does not reach from turn to turn", 0, "", []string{"get the money", "back last week"}, ""},
		{"too short to tell", 0, "get the money back", nil, ""},
	} {
		o := NewContamination(5, c.share)
		o.Add(held)
		o.Add(held)
		if o.Grams() != 13 {
			t.Fatalf("%d runs", o.Grams())
		}
		k := talk("t", c.said)
		k.Task.Goal = c.goal
		got := ""
		if r := o.Check().Judge(k); r != nil {
			got = r.Detail
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}
