package reading

import "slices"

// settle looks for the row that is acted on once the operation is known, and
// gives the operation that remains when there is none: what starts something
// without naming a row makes one.
func (d *document) settle(operation int) int {
	single := func(s scanned) bool { return s.row && !s.many }
	switch operation {
	case update, move:
		if slices.ContainsFunc(d.scanned, single) {
			return operation
		}
	case remove:
		if d.keys == 0 {
			d.named()
		}
		if d.keys == 0 && !slices.ContainsFunc(d.scanned, func(s scanned) bool { return s.key.certain || s.in == "path" }) {
			d.allKeys()
		}
		return operation
	case get:
		if d.keys > 0 || !partial(d.thing) {
			return operation
		}
	default:
		return operation
	}
	if i := d.whole(); i >= 0 {
		// What is changed without a key of its own is a part of what it lies in,
		// as the maintenance of /instances/{instance}/rescheduleMaintenance. Of
		// several keys, those of many rows are a part of it too.
		of := d.scanned[i].key.of
		if at := index(d.thing, of); at != 0 || len(d.thing) == len(of) || !inseparable[d.thing[len(of)]] {
			d.thing = of
		}
		d.countKeys()
		if !d.scanned[i].row {
			d.scanned[i].row = true
			d.keys++
		}
		return operation
	}
	if d.keys > 0 || operation == get {
		return operation
	}
	if operation == move && begins[d.verb(move)] && d.shape().attributes > 0 {
		return create
	}
	if i := d.likelyKey(operation); i >= 0 {
		s := &d.scanned[i]
		s.row, s.key = true, key{true, false, d.thing, d.attribute(s, s.words)}
		d.keys, d.weak = 1, true
	}
	return operation
}

// inseparable words make another thing of the one before them: a pull request
// is no part of a pull.
var inseparable = set(`request order event job ticket list group`)

// begins has verbs that make something happen which was not there before.
var begins = set(`start trigger execute run capture deploy transfer trade commit navigate press click scroll hover tap focus apply
	withdraw deposit exchange pay charge migrate respond claim redeem call install play perform implement transition split
	draw dial wake`)

// whole is the parameter whose thing the tool's is a part of, -1 if there is
// none.
func (d *document) whole() int {
	last := d.lastParameter()
	attribute := slices.ContainsFunc(d.scanned, func(s scanned) bool { return !s.key.certain && slices.Equal(singulars(s.words), d.thing) })
	for i := range d.scanned {
		s := &d.scanned[i]
		if !s.key.is || len(s.key.of) == 0 || s.many {
			continue
		}
		if s.in == "path" {
			if s.name == last {
				return i
			}
			continue
		}
		if last == "" && s.required && (s.key.certain || index(d.thing, s.key.of) == 0 || attribute && !slices.Equal(s.key.of, d.thing)) {
			return i
		}
	}
	return -1
}

// likelyKey is the parameter that names the row for want of a better one: a
// text that is required, and no new value; -1 if there is none.
func (d *document) likelyKey(operation int) int {
	if operation == update && len(d.scanned) < 2 {
		return -1
	}
	best := -1
	for i := range d.scanned {
		s := &d.scanned[i]
		if !s.required || s.ignored || s.many || s.flat.values > 0 || len(s.words) == 0 || newValues[s.words[0]] || newValues[s.words[len(s.words)-1]] {
			continue
		}
		last := s.words[len(s.words)-1]
		if s.flat.kind != "string" && (s.flat.kind != "integer" || last != "index" && last != "number") {
			continue
		}
		if old := s.words[0] == "old" || s.words[0] == "current" || s.words[0] == "original"; old || best < 0 {
			if best = i; old {
				break
			}
		}
	}
	return best
}

// newValues are words of parameters that hold what a row is to become.
var newValues = set(`new value content text message body title description amount note comment data reason summary prompt input status state
	date time color expression script code command query sql email password url session`)

// named takes a required name for the row's.
func (d *document) named() {
	for i := range d.scanned {
		s := &d.scanned[i]
		if s.required && !s.ignored && !s.many && s.in != "path" && len(s.words) == 1 && (s.words[0] == "name" || s.words[0] == "key" || s.words[0] == "code") {
			s.row, s.key = true, key{true, false, d.thing, s.words[0]}
			d.keys, d.weak = 1, true
			return
		}
	}
}

// allKeys takes what is required to name the row together, as the ends and
// the kind of a relation.
func (d *document) allKeys() {
	for i := range d.scanned {
		s := &d.scanned[i]
		if !s.required || s.ignored || s.flat.kind != "string" && s.flat.kind != "integer" {
			continue
		}
		s.row, s.key = true, key{true, false, d.thing, d.attribute(s, s.words)}
		d.keys++
	}
	d.weak = d.keys > 0
}
