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
		{"“The Lindell”", "“Lindell”", 0, 3, false},
		{"the—Lindell", "—Lindell", 2, 2, true},
		{"Théâtre a l’Étoile", "théâtre l’étoile", 4, 4, true},
		{"The a an", "", 0, 0, true},
	} {
		if common, all := AnswerF1(c.said, c.gold); common != c.common || all != c.all {
			t.Errorf("%q, %q: %d/%d, not %d/%d", c.said, c.gold, common, all, c.common, c.all)
		}
		if exact := answerText(c.said) == answerText(c.gold); exact != c.exact {
			t.Errorf("%q, %q: exact match is %v", c.said, c.gold, exact)
		}
	}
}

// TestMatchAnswer: an answer fits the best of several texts that are right, and the
// figures are those of the official scorer over all answers: of three, one is the
// same, one has two of three tokens with two in common (4/5), and one says no for yes.
func TestMatchAnswer(t *testing.T) {
	if m := MatchAnswer("Marburg old College", []string{"Falk", "Marburg College", "college"}); m != (Match{4, 5, false}) {
		t.Errorf("%+v", m)
	}
	if m := MatchAnswer("falk", []string{"Marburg College", "Falk"}); m != (Match{2, 2, true}) {
		t.Errorf("%+v", m)
	}
	var tries []Try
	for i, x := range [][2]string{{"The Lindell", "Lindell"}, {"Marburg old College", "Marburg College"}, {"no", "yes"}} {
		match := MatchAnswer(x[0], x[1:])
		tries = append(tries, Try{Trial: i, Answer: &match})
	}
	scores := Scoring{}.Scores([]Attempts{
		{Player: Player{Model: "a"}, Task: "t1", Tries: tries}, {Player: Player{Model: "a"}, Task: "t2", Tries: []Try{{}}},
	})
	if want := (world.AnswerScore{F1: 0.6, ExactMatch: 0.333333, Answers: 3}); scores[0].Answers == nil || *scores[0].Answers != want {
		t.Errorf("%+v, want %+v", scores[0].Answers, want)
	}
	if broken := scores[0].Validate(); len(broken) > 0 {
		t.Error(broken)
	}
	if s := (Scoring{}).Scores([]Attempts{{Player: Player{Model: "a"}, Task: "t2", Tries: []Try{{}}}})[0]; s.Answers != nil {
		t.Errorf("no question, and %+v", s.Answers)
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
