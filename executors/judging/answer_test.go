package judging

import (
	"testing"

	"worldc/world"
)

// The expected values follow from the rules of the official scorer by hand.
func TestAnswerF1(t *testing.T) {
	for _, c := range []struct {
		said, gold  string
		common, all int
		exact       bool
	}{
		{"The Lindell", "the lindell", 2, 2, true},
		{"It is the Lindell.", "the Lindell", 2, 4, false},
		{"Westerholt & Fenwick", "westerholt fenwick", 4, 4, true},
		{"Ferryman an Ferryman", "Ferryman", 2, 3, false},
		{"yes", "Yes.", 2, 2, true},
		{"yes, it does", "yes", 0, 4, false},
		{"no", "noanswer", 0, 2, false},
		{"noanswer", "Marburg", 0, 2, false},
		{"", "Marburg", 0, 1, false},
		{"O'Hare", "OHare", 2, 2, true},
		{"an-other", "another", 2, 2, true},
	} {
		if common, all := AnswerF1(c.said, c.gold); common != c.common || all != c.all {
			t.Errorf("%q, %q: %d/%d, not %d/%d", c.said, c.gold, common, all, c.common, c.all)
		}
		if exact := answerText(c.said) == answerText(c.gold); exact != c.exact {
			t.Errorf("%q, %q: exact match is %v", c.said, c.gold, exact)
		}
	}
}

func TestAnswerOf(t *testing.T) {
	for said, want := range map[string]string{
		"The answer is Marburg College. Can I help with anything else?": "Marburg College",
		"I looked.\n**Answer:** the Lindell\n":                          "the Lindell",
		"The answer you asked for is the Garthen.":                      "the Garthen",
		"Answer: one\nAnswer: two":                                      "two",
		"I looked: the answer: Marburg College. Anything else?":         "Marburg College",
		"Answer: Dr. Falk":                                              "Dr. Falk",
		"Marburg, I think.":                                             "Marburg, I think.",
	} {
		trajectory := &world.Trajectory{Turns: []world.Turn{
			{Role: world.AssistantRole, Content: "Let me look: the answer is coming.", Calls: []world.Call{{Tool: "search"}}},
			{Role: world.AssistantRole, Content: said},
			{Role: world.UserRole, Content: "Thanks, the answer is fine."},
			{Role: world.AssistantRole, Content: "You are welcome."},
		}}
		if want == said {
			trajectory.Turns = trajectory.Turns[:2]
		}
		if have := AnswerOf(trajectory); have != want {
			t.Errorf("%q: %q, not %q", said, have, want)
		}
	}
}

func TestAnswer(t *testing.T) {
	c := &Case{Task: &world.Task{Outputs: []string{"Perrer Reach"}}, Trajectory: &world.Trajectory{Turns: []world.Turn{{Role: world.AssistantRole, Content: "Answer: the Perrer Moor"}}}}
	if (Answer{MinF1: 500_000}).Check().Judge(c) == nil {
		t.Error("an F1 of a half is enough")
	}
	if r := (Answer{MinF1: 499_999}).Check().Judge(c); r != nil {
		t.Error(r)
	}
	if (Answer{Exact: true}).Check().Judge(c) == nil {
		t.Error("half a match is exact")
	}
	c.Task.Outputs = nil
	if (Answer{}).Check().Judge(c) == nil {
		t.Error("what has no answer is answered")
	}
}
