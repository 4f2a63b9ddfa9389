package user

import (
	"strings"
	"testing"
)

func TestFirstPerson(t *testing.T) {
	for goal, want := range map[string]string{
		"You are Tom Brandt, tom.brandt@example.com. Book a tune-up of your red Canyon.": "I am Tom Brandt, tom.brandt@example.com.|Please book a tune-up of my red Canyon.",
		"Ask whether your cream bike is ready, and what you will have to pay.":           "I'd like to ask whether my cream bike is ready, and what I will have to pay.",
		"You want them to send you two. If they are not there, you'd rather wait.":       "I want them to send me two.|If they are not there, I'd rather wait.",
		"Have it moved. You were told that you're late, and yours is the blue one.":      "I'd like to have it moved.|I was told that I'm late, and mine is the blue one.",
		"Your name is Dr. Ann Lee. Cancel it yourself.":                                  "My name is Dr. Ann Lee.|Please cancel it myself.",
		"": "I need some help.",
	} {
		if got := strings.Join(firstPerson(goal), "|"); got != want {
			t.Errorf("%q:\n %q, want\n %q", goal, got, want)
		}
	}
}

func TestBeside(t *testing.T) {
	for _, c := range []struct {
		text, value string
		want        bool
	}{
		{"Say that you are \"Zoe Brandt\". Go.", "Zoe Brandt", true},
		{"Omar Lee is your name.", "Omar Lee", true},
		{"Your e-mail address is a@b.example.", "a@b.example", true},
		{"You want the booking of Omar Lee. You are in a hurry.", "Omar Lee", false},
		{"You are in a hurry. Omar Lee waits.", "Omar Lee", false},
	} {
		if got := beside(c.text, c.value); got != c.want {
			t.Errorf("beside(%q, %q) = %v", c.text, c.value, got)
		}
	}
}

// FuzzFirstPerson: any goal is told, without a panic.
func FuzzFirstPerson(f *testing.F) {
	f.Add("You are X. Do it. If not, \"you\" are done!")
	f.Fuzz(func(t *testing.T, goal string) {
		if list := firstPerson(goal); len(list) == 0 {
			t.Error("nothing is said")
		}
	})
}
