package populating

import (
	"strings"
)

// body is a text of several sentences that suits the thing.
func (r *row) body() string {
	s := r.s
	switch r.p.kind.word {
	case "message":
		if r.p.has(Title) == nil {
			return r.one("message")
		}
		return r.one("greeting") + "\n\n" + r.one("message") + "\n\n" + r.one("closing")
	case "comment":
		return r.commented()
	case "review":
		return r.opinion("review")
	case "log", "alert", "answer":
		return r.say(r.p.kind.abouts[s.IntN(len(r.p.kind.abouts))])
	case "build":
		return r.one("releasenote")
	case "pull_request":
		return r.one("prabout")
	case "issue":
		return r.one("bugabout")
	case "ticket":
		return r.one("ticketabout")
	case "note", "task":
		return r.one("note") + " " + r.one("taskabout")
	case "template":
		return "Dear {{first_name}}, " + r.one("message")
	}
	n := 2 + s.IntN(3)
	parts := make([]string, n)
	for i := range parts {
		parts[i] = r.one("paragraph")
	}
	return strings.Join(parts, " ")
}

// rated is how many stars the row gives.
func (r *row) rated() int {
	if r.stars == 0 {
		r.stars = 5 - r.s.Weighted([]int64{9, 8, 4, 2, 1})
	}
	return r.stars
}

// opinion is a text that goes with the stars.
func (r *row) opinion(list string) string {
	switch n := r.rated(); {
	case n > 3:
		return r.one(list + "good")
	case n == 3:
		return r.one(list + "mixed")
	}
	return r.one(list + "bad")
}

// commented is a comment on what the row refers to.
func (r *row) commented() string {
	for _, c := range r.p.order {
		if other := r.refs[c.index]; other != nil && other != r {
			switch other.p.kind.word {
			case "article", "video", "image", "song", "book", "podcast", "movie":
				return r.one("commentreader")
			case "ticket":
				return r.one("commentticket")
			case "product", "restaurant", "hotel":
				return r.opinion("review")
			}
		}
	}
	return r.one("comment")
}

// remark is a note that suits the thing.
func (r *row) remark() string {
	k := r.p.kind.word
	if r.related("", func(k *kind) bool { return k.word == "patient" }) != nil || k == "patient" || k == "treatment" {
		return r.one("noteclinical")
	}
	if r.related("", func(k *kind) bool { return k.word == "restaurant" || k.word == "table" }) != nil && k != "order" {
		return r.one("noterestaurant")
	}
	switch k {
	case "order", "shipment", "line", "refund":
		return r.one("noteorder")
	case "deal", "customer", "contact", "lead", "company", "activity", "quote":
		return r.one("notecrm")
	case "meeting", "show", "trip", "slot":
		return r.one("notemeeting")
	case "task", "project", "board", "issue", "ticket":
		return r.one("notetask")
	case "course", "student", "assignment":
		return r.one("notecourse")
	}
	return r.one("note")
}
