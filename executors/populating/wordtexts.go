package populating

import (
	"strconv"
	"strings"
	"time"
)

// wordText is one of a few words.
func (r *row) wordText(c *column) any {
	s := r.s
	k := r.p.kind
	switch c.Meaning {
	case OpeningHours:
		return r.one("hours")
	case Term:
		year := strconv.Itoa(time.Unix(r.f.now, 0).UTC().Year() - s.IntN(2))
		if hasWord(c, "quarter") {
			return "Q" + strconv.Itoa(1+s.IntN(4)) + " " + year
		}
		return pickText(s, "Spring", "Fall", "Summer") + " " + year
	case Topic:
		return r.one("topic")
	case Subject:
		return r.one("subjectname")

	case Status:
		return strings.ReplaceAll(pickText(s, anything.states...), " ", "_")
	case Kind:
		switch {
		case k.word == "property" && !hasWord(c, "listing"):
			return r.dwelling().what
		case k.word == "device" && !hasWord(c, "connection", "network", "power"):
			return deviceType(r.label, k.types[s.IntN(len(k.types))])
		case hasWord(c, "transmission"):
			return pickText(s, "manual", "automatic", "automatic")
		case hasWord(c, "fuel"):
			return pickText(s, "petrol", "diesel", "electric", "hybrid")
		case hasWord(c, "employment"):
			return pickText(s, "full-time", "full-time", "part-time", "contractor", "intern")
		case hasWord(c, "leave"):
			return pickText(s, "vacation", "vacation", "sick", "parental", "unpaid")
		case hasWord(c, "event") && k.word == "log":
			return r.named(c)
		case k.word == "reading" || k.word == "metric":
			return r.sensor().name
		case k.word == "medication":
			return r.drug().form
		}
		return r.fewOf(r.kindFor(c).types, c)
	case Category:
		if r.spends() {
			return r.spending().category
		}
		if k.means == Dish {
			return r.dish().category
		}
		if k.means == ProductName {
			return r.article().item.category
		}
		if list := r.kindFor(c).categories; len(list) > 0 {
			return r.fewOf(list, c)
		}
		return r.fewOf(r.kindFor(c).types, c)
	case Tag:
		if list := k.tags; len(list) > 0 {
			return r.fewOf(list, c)
		}
		return r.one("tagword")
	case Priority:
		return r.one("priority")
	case Severity:
		return r.one("severity")
	case Level:
		switch {
		case hasWord(c, "cabin", "fare", "class"):
			return pickText(s, "economy", "economy", "premium economy", "business")
		case hasWord(c, "price"):
			return pickText(s, "$", "$$", "$$", "$$$")
		case hasWord(c, "log"):
			return pickText(s, "info", "info", "info", "warning", "error", "debug")
		case hasWord(c, "membership", "loyalty", "tier"):
			return pickText(s, "bronze", "bronze", "silver", "silver", "gold", "platinum")
		case hasWord(c, "skill", "experience", "proficiency", "seniority") || k.word == "course" || k.word == "workout":
			return pickText(s, "beginner", "intermediate", "advanced")
		case hasWord(c, "difficulty"):
			return pickText(s, "easy", "medium", "hard")
		}
		return r.one("level")
	case Size:
		if k.word == "server" || k.word == "cloud" || k.word == "database" {
			return pickText(s, "t3.small", "t3.medium", "m5.large", "c5.xlarge", "r5.large")
		}
		return r.one("size")
	case Role:
		return r.one("role")
	case Visibility:
		return r.one("visibility")
	case Plan:
		if hasWord(c, "membership") {
			return r.one("membership")
		}
		return r.one("plan")
	case Unit:
		switch {
		case hasWord(c, "temperature"):
			return "celsius"
		case hasWord(c, "distance"):
			return "km"
		case k.word == "reading":
			return r.sensor().unit
		case k.word == "metric":
			return pickText(s, "%", "ms", "requests", "bytes", "users", "EUR")
		}
		return r.one("unit")
	case PaymentMethod:
		return r.one("paymethod")
	case Channel:
		if hasWord(c, "shipping", "delivery", "fulfillment") {
			return pickText(s, "standard", "standard", "express", "pickup")
		}
		if hasWord(c, "level", "speed") {
			return pickText(s, "standard", "standard", "express", "next day", "economy")
		}
		if k.word == "ticket" || k.word == "message" {
			return pickText(s, "email", "email", "chat", "phone", "web")
		}
		return r.one("channel")
	case Condition:
		return r.one("condition2")
	case Format:
		return r.one("format")
	case Brand:
		if k.word == "device" {
			return deviceModels[r.model()%len(deviceModels)].maker
		}
		return r.article().brand
	case Material:
		if a := r.article(); a != nil && a.item.material != "" {
			return a.item.material
		}
		return r.one("material")
	case Genre:
		if k.word == "song" || k.word == "artist" || k.word == "album" || k.word == "playlist" {
			return r.one("genre")
		}
		if len(k.categories) > 0 {
			return r.fewOf(k.categories, c)
		}
		return r.one("genre")
	}
	return r.writtenText(c)
}

// writtenText is something that somebody wrote.
func (r *row) writtenText(c *column) any {
	s := r.s
	k := r.p.kind
	switch c.Meaning {
	case Description:
		if r.spends() {
			return r.say(r.spending().text)
		}
		if len(k.abouts) > 0 {
			return r.say(k.abouts[s.IntN(len(k.abouts))])
		}
		return r.one("note")
	case Note:
		switch {
		case k.word == "comment" || hasWord(c, "comment", "comments") && k.word != "order":
			return r.commented()
		case k.word == "message":
			return r.one("message")
		case k.word == "review":
			return r.opinion("review")
		}
		return r.remark()
	case Message:
		switch {
		case hasWord(c, "error", "failure"):
			return r.say(pickText(s, "Connection to {service} timed out after {n}0 s", "Row {nnn}: date is missing", "Permission denied for {mail}", "Disk full on {host}"))
		case k.word == "commit" || hasWord(c, "commit"):
			return r.one("commit")
		case k.word == "comment":
			return r.commented()
		case k.word == "joke":
			return r.one("joke")
		case k.word == "task":
			return r.one("task")
		case hasWord(c, "feedback") && r.related("", func(k *kind) bool { return k.word == "property" }) != nil:
			return r.one("homefeedback")
		case k.word == "review" || hasWord(c, "feedback"):
			return r.opinion("review")
		case k.word == "alert":
			if r.related("", func(k *kind) bool { return k.word == "device" }) != nil {
				return r.one("devicealert")
			}
			return r.one("alert")
		case k.word == "log":
			return r.one("logline")
		case k.word != "message" && hasWord(c, "text", "input", "prompt", "output") && s.Chance(3, 4):
			return r.one(pickText(s, "paragraph", "reviewgood", "reviewbad", "articleabout", "generalabout", "ticketabout"))
		}
		return r.one("message")
	case Body:
		return r.body()
	case Reason:
		if yes, known := r.leftFor(c.words); known && !yes && !c.Required {
			return nil
		}
		switch {
		case k.word == "refund":
			return r.one("returnreason")
		case k.word == "leave":
			return r.one("leavereason")
		case hasWord(c, "cancel", "cancellation", "reject", "rejection", "lost", "decline"):
			return r.one("reasonc")
		case r.related("", func(k *kind) bool { return k.word == "patient" || k.word == "pet" }) != nil || k.word == "treatment":
			return r.say(pickText(s, "{condition}", "{condition}", "{treatment}"))
		case k.word == "meeting":
			return r.one("purpose")
		}
		return r.one("reasonc")
	case Review:
		return r.opinion("review")
	case Question:
		return r.one("question")
	case Phrase:
		return r.one("phrase")
	case ProductName:
		if c.whose == "" || r.p.kind.means == ProductName || r.related("", func(k *kind) bool { return k.means == ProductName }) != nil {
			return r.article().name()
		}
		return r.newArticle().name()
	}
	return r.tradeText(c)
}

// fewOf is one of a list of which the column uses the same few.
func (r *row) fewOf(list []string, c *column) any {
	if len(list) == 0 {
		return r.neutral(c)
	}
	return r.say(list[min(r.s.IntN(len(list)), r.s.IntN(len(list)))])
}
