package populating

import "strings"

// neutralWords are what people call variants of anything. A column of which
// nothing is known keeps to a few of them, and other columns to others.
var neutralWords = strings.Fields(`amber north delta core edge lite full partial early late dual single hybrid open inline batch live static dynamic compact wide deep flat round matte upper lower inner outer
	alpha beta gamma major minor automatic fixed variable annual daily hourly urban rural coastal alpine retail wholesale domestic export legacy current next stable final standard primary secondary external internal shared manual
	regional custom default seasonal extended local basic advanced premium light heavy short long fast slow warm cold soft hard plain mixed bulk sample master replica remote direct indirect active passive global central eastern western
	southern left right front rear top bottom simple complex strict loose public private temporary permanent original revised digital analog mobile stationary prepaid postpaid gross net optional mandatory pilot trial classic modern`)

// neutral is one of the few words that a column keeps to.
func (r *row) neutral(c *column) string {
	n := uint64(len(neutralWords))
	seed := r.p.style + r.f.flavour
	for _, b := range []byte(c.Name) {
		seed = seed*131 + uint64(b)
	}
	return neutralWords[(seed+uint64(min(r.s.IntN(6), r.s.IntN(6)))*37)%n]
}
