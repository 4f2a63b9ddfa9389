// Package globals breaks the rule of its name.
package globals

import "net/http"

var count int

var names = map[string]int{"a": 1}

var settings struct{ verbose bool }

func init() { // want "globals: init runs unasked"
	count = 1 // want "globals: count is a variable of the whole package"
}

func change(c *http.Client) int {
	count++                 // want "globals: count is a variable"
	names["b"] = 2          // want "globals: names is a variable"
	settings.verbose = true // want "globals: settings is a variable"
	http.DefaultClient = c  // want "globals: DefaultClient is a variable"
	local := names["a"]
	local++
	c.Timeout = 0
	return local
}
