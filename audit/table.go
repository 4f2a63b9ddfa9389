package audit

import (
	"fmt"
	"strconv"
	"strings"
)

// A Table is how far people and the judge agree, as counts of turns.
type Table struct {
	// Correct are the turns that were judged correct, Wrong those that were judged
	// wrong.
	Correct Answers `json:"judged_correct"`
	Wrong   Answers `json:"judged_wrong"`

	// Unlabelled turns are in the file without a label.
	Unlabelled int `json:"unlabelled"`
}

// Answers are what people say of turns that were judged alike.
type Answers struct {
	SayCorrect int `json:"people_say_correct"`
	SayWrong   int `json:"people_say_wrong"`
}

// Of is how many turns they are.
func (a Answers) Of() int { return a.SayCorrect + a.SayWrong }

// Add counts a turn.
func (t *Table) Add(judge, people Label) {
	answers := &t.Correct
	if judge == Wrong {
		answers = &t.Wrong
	}
	switch people {
	case Correct:
		answers.SayCorrect++
	case Wrong:
		answers.SayWrong++
	default:
		t.Unlabelled++
	}
}

// String is the table for reading, with the share of turns in each row on which
// people agree with the judge.
func (t *Table) String() string {
	var b strings.Builder
	line := func(cells ...string) {
		fmt.Fprintf(&b, "%-16s  %16s  %14s  %5s  %s\n", cells[0], cells[1], cells[2], cells[3], cells[4])
	}
	row := func(name string, a Answers, agree int) {
		share := "-"
		if a.Of() > 0 {
			share = strconv.FormatFloat(100*float64(agree)/float64(a.Of()), 'f', 1, 64) + " %"
		}
		line(name, strconv.Itoa(a.SayCorrect), strconv.Itoa(a.SayWrong), strconv.Itoa(a.Of()), share)
	}
	line("", "people: correct", "people: wrong", "n", "people agree")
	row("judged correct", t.Correct, t.Correct.SayCorrect)
	row("judged wrong", t.Wrong, t.Wrong.SayWrong)
	return b.String()
}
