package toolvector

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// split calls emit for every word of an identifier or a text, lowered: it cuts
// at what is neither letter nor digit and where case says a word begins
// (userId, HTTPServer, userIDs). Only ASCII is lowered, so that no version of
// the Unicode tables matters. The word is valid until emit returns.
func split(s []byte, buffer []byte, emit func(word []byte)) []byte {
	word := buffer[:0]
	flush := func() {
		if len(word) > 0 {
			emit(word)
			word = word[:0]
		}
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case 'a' <= c && c <= 'z':
			// HTTPServer: the S begins a word. userIDs: the s does not.
			if n := len(word); n > 1 && upper(s[i-1]) && upper(s[i-2]) && !(c == 's' && (i+1 == len(s) || !lower(s[i+1]))) {
				last := word[n-1]
				word = word[:n-1]
				flush()
				word = append(word, last)
			}
			word = append(word, c)
		case upper(c):
			if i > 0 && !upper(s[i-1]) {
				flush()
			}
			word = append(word, c|0x20)
		case '0' <= c && c <= '9':
			word = append(word, c)
		case c >= utf8.RuneSelf:
			word = append(word, c)
		case c == '\'' && i+2 <= len(s) && i > 0 && lower(s[i-1]):
			// The possessive: user's is user.
			flush()
			if i+1 < len(s) && s[i+1] == 's' {
				i++
			}
		case c == '<':
			// A tag of HTML says nothing.
			flush()
			if end := bytes.IndexByte(s[i:min(len(s), i+200)], '>'); end > 1 && (lower(s[i+1]|0x20) || s[i+1] == '/') {
				i += end
			}
		case c == ':' && bytes.HasPrefix(s[i:], []byte("://")):
			// Neither does an address.
			word = word[:0]
			for i+1 < len(s) && s[i+1] > ' ' && s[i+1] != ')' && s[i+1] != '>' {
				i++
			}
		default:
			flush()
		}
	}
	flush()
	return word
}

func upper(c byte) bool { return 'A' <= c && c <= 'Z' }
func lower(c byte) bool { return 'a' <= c && c <= 'z' }

// canonical is the form under which a word of split counts: without digits at
// its end, singular, abbreviations written out. It is "" for words that say
// nothing by themselves.
func canonical(word string) string {
	w := strings.TrimRight(word, "0123456789")
	if len(w) < 2 || strings.Trim(w, "0123456789") == "" || stopWords[w] {
		return ""
	}
	w = singular(w)
	if long, ok := abbreviations[w]; ok {
		return long
	}
	if stopWords[w] {
		return ""
	}
	return w
}

// singular strips the plural of English nouns, by spelling.
func singular(w string) string {
	n := len(w)
	switch {
	case n < 3 || w[n-1] != 's':
		return w
	case n > 4 && strings.HasSuffix(w, "ies"):
		return w[:n-3] + "y"
	case strings.HasSuffix(w, "sses"), strings.HasSuffix(w, "shes"), strings.HasSuffix(w, "ches"), strings.HasSuffix(w, "xes"):
		return w[:n-2]
	case strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "us"), strings.HasSuffix(w, "is"), strings.HasSuffix(w, "news"):
		return w
	case strings.HasSuffix(w, "statuses"), strings.HasSuffix(w, "buses"):
		return w[:n-2]
	}
	return w[:n-1]
}

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// stopWords stand in every text, in names as in descriptions.
var stopWords = set(`
	an and any are as at be been being but by can could did do does doing don each either else for from had has have
	having he her here his how however if in into is isn it its itself just like may might more most must my no nor not of off on
	once only or other our out over own per please same she should so some such than that the their them then there these
	they this those through to too under until up upon use used uses using via was we were what when where whether which
	while who whom whose why will with within without would you your yours
	also eg ie etc example must optional required default null true false none one two allow allows allowed specify specifies specified
	provide provides provided given return returns returned indicate indicates determine represent contain contains containing
	amp nbsp quot lt gt http https www com href strong code br li ul em div span
`)

// effects are what a tool does rather than what it is about: they are no part
// of its subject.
var effects = set(`
	get list create update delete post put patch remove add set find search fetch retrieve show read write query insert
	edit modify replace make new all by check do run execute perform call request response invoke api apis rest rpc v json xml html
	describe lookup batch bulk async sync index operation method endpoint service services resource resources
	function tool tools action actions info information data detail details result results item items object objects
	mcp server
`)

// common are words of documentation rather than of a subject. In a large pool
// they are frequent; in a small one this list keeps them from passing for rare.
var common = set(`
	id name type kind key value number date time text title description status state code format string integer boolean array
	count size total length index level unit range maximum minimum limit offset page pagination cursor sort order
	filter query parameter property attribute field option setting input output header body content version
	unique specific single multiple several various different additional associated related existing available
	current currently previous next last first second latest recent full short empty valid real whole entire certain
	new old created updated changed deleted modified generated enabled supported requested needed desired preferred included matching defined
	start end begin starting ending before after during between across based about including include exclude
	retrieve change send manage view display support apply enable disable want need make take see work become keep let
	one two three few many some each every good way step case part place thing kind sort note term purpose
	error success unit base self own main top current local public standard custom basic advanced simple
	yyyy mm dd iso utc arg args str int float bool
`)

// commonRarity is the greatest rarity of a common word or of an effect, about
// what such words have in a pool of ten thousand tools.
const commonRarity = .3

// abbreviations are written out, so that they meet the long form.
var abbreviations = map[string]string{
	"identifier": "id", "uuid": "id", "guid": "id",
	"org": "organization", "organisation": "organization",
	"repo": "repository", "addr": "address", "msg": "message", "desc": "description", "descr": "description",
	"num": "number", "nbr": "number", "qty": "quantity", "amt": "amount", "lang": "language", "config": "configuration",
	"conf": "configuration", "param": "parameter", "env": "environment", "auth": "authentication", "img": "image",
	"pic": "picture", "lat": "latitude", "lng": "longitude", "lon": "longitude", "temp": "temperature",
	"min": "minimum", "max": "maximum", "cnt": "count", "acct": "account", "usr": "user", "pwd": "password", "passwd": "password",
	"tel": "phone", "telephone": "phone", "url": "url", "uri": "url", "dest": "destination", "src": "source",
	"dir": "directory", "doc": "document", "info": "information", "attr": "attribute", "prop": "property", "colour": "color",
	"zip": "postcode", "postal": "postcode", "db": "database", "vm": "machine", "loc": "location", "ref": "reference",
	"favourite": "favorite", "cancelled": "canceled", "catalogue": "catalog", "centre": "center", "licence": "license",
	"currencies": "currency", "people": "person", "children": "child", "addresse": "address",
}

// generic are names that say little of what they hold, in a pool of any size.
var generic = set(`
	id ids name names key keys code type types kind value values data body payload input request content text title description
	status state date time start end from to url path file format query q search filter filters sort order fields limit offset
	page size pagesize perpage count token cursor version apiversion options params parameters properties attributes metadata
	tags label labels enabled active language locale location number index position
	user username email password created updated object item items list result results action
`)

// wrappers are parameters that only hold the real ones.
var wrappers = set(`body data input payload request requestbody request_body params parameters args arguments properties attributes options`)

// isIn says whether a name is in a set, whatever its case and punctuation.
func isIn(names map[string]bool, name []byte) bool {
	var plain [24]byte
	n := 0
	for _, c := range name {
		switch {
		case upper(c):
			c |= 0x20
		case c == '_' || c == '-' || c == '$' || c == '.' || c == '[' || c == ']':
			continue
		}
		if n == len(plain) {
			return false
		}
		plain[n] = c
		n++
	}
	return names[string(plain[:n])]
}
