package inspect

import (
	"strings"
	"testing"

	"worldc/world"
)

func TestPretty(t *testing.T) {
	names := func(id string) (string, bool) {
		switch id {
		case "aaaaaaaaaaaaaaaa":
			return "find_city", true
		case "bbbbbbbbbbbbbbbb":
			return "book_hotel", true
		}
		return "", false
	}
	rich := `{"description":"Finds \u001b[31mflights\u001b[0m between two cities on a day, cheapest first. Prices are those of the airline and hold for ten minutes.",` +
		`"hints":{},"id":"dddddddddddddddd","name":"find_flights","parameter_order":["to","from"],` +
		`"parameters":{"properties":{"cabin":{"enum":["economy","business"]},"day":{"format":"date","type":"string"},"from":{"description":"City  to leave\nfrom","type":"string"},` +
		`"stops":{"anyOf":[{"type":"integer"},{"type":"null"}]},"to":{"type":["string","null"]},"via":{"items":{"enum":["a","b"]},"type":"array"}},"required":["to","from"],"type":"object"},` +
		`"returns":{"properties":{"flights":{"items":{"type":"object"},"type":"array"},"ref":{"$ref":"#/$defs/Money"}},"type":"object"},` +
		`"source":{"document":"travel.json","format":"openapi","license":"MIT","method":"GET","path":"/flights"}}`
	for _, c := range []struct {
		t          world.Type
		line, want string
	}{
		{world.ToolType, toolA, `find_city(city*: string)
    find_city, in plain words.
    source   travel.json  GET /find_city  MIT
    id       aaaaaaaaaaaaaaaa
`},
		{world.ToolType, rich, `find_flights(
        to*: string | null,
        from*: string,
        cabin: "economy" | "business",
        day: string(date),
        stops: integer | null,
        via: ("a" | "b")[])
    Finds \x1b[31mflights\x1b[0m between two cities on a day, cheapest first.
    Prices are those of the airline and hold for ten minutes.
    from*    City to leave from
    returns  {flights: object[], ref: Money}
    source   travel.json  GET /flights  MIT
    id       dddddddddddddddd
`},
		{world.DomainType, domainX, `city hotel  2 tools
    find_city
    book_hotel
    feeds
      find_city -> book_hotel  by data[].name -> city (0.75)
    id  1111111111111111
`},
		{world.ScriptType, `{"actions":[{"pattern":"x","template":"put {lamp} on {shelf}","tool":"put","values":{"lamp":["red lamp","blue lamp"],"shelf":["top shelf"]}},{"pattern":"x","template":"wait","tool":"wait","values":{}}],` +
			`"conditions":[{"says":"the red lamp is lit"}],"family":"household","id":"s1","persona":"p1","solution":["wait","put red lamp on top shelf"],"task":{"background":"A \u001b[31mcook","goal":"Light the red lamp."},"variant":"move","world":{"id":"w1","policy":"You are at home."},"written":"s0"}`,
			`script: household, 2 actions, 2 steps, variant move
    persona   A \x1b[31mcook
    scene     You are at home.
    goal      Light the red lamp.
    won when  the red lamp is lit
    action    put {lamp} on {shelf}; {lamp}: red lamp, blue lamp; {shelf}: top
              shelf
    action    wait
  1           wait
  2           put red lamp on top shelf
    world     w1
    written   s0
    id        s1
`},
		{world.PersonaType, `{"document":"a.txt","id":"p1","license":"MIT","text":"A cook who sings"}`, "A cook who sings\n    from      a.txt MIT\n    id        p1\n"},
		{world.EdgeType, `{"a":"aaaaaaaaaaaaaaaa","b":"cccccccccccccccc","id":"e","similarity":0.5}`, "find_city -- cccccccccccccccc  0.5\n"},
		{world.ScoreType, `{"id":"x","k":["\u009b1m"]}`, "{\n  \"id\": \"x\",\n  \"k\": [\n    \"\\u009b1m\"\n  ]\n}\n"},
		{world.ToolType, `{"id": 3`, "{\"id\": 3\n"},
		{world.ToolType, `{"name":"x","parameters":true,"parameter_order":["a"],"source":{}}`, "x()\n"},
	} {
		got := Pretty(c.t, []byte(c.line), names, nil)
		if got != c.want {
			t.Errorf("got\n%s\nwant\n%s", got, c.want)
		}
		if strings.ContainsFunc(strings.ReplaceAll(got, "\n", ""), unsafe) {
			t.Errorf("control characters in %q", got)
		}
	}
}
