package corpus

import (
	"strings"

	"worldc/rng"
)

// Names are put together of parts. The places and people are invented; that
// somebody is really called so is chance.
var (
	stems    = words("Ald Ash Bram Brin Cald Carn Dun Eld Fen Garth Hald Harl Ister Kel Lind Mar Nor Oster Pell Quen Rav Sel Thorn Ulv Var Wend Yar Zell Tamm Orl Gries Holm Lor Mond Perr")
	towns    = words("burg by dale field ford ham haven holt mere minster mouth port stead ton wick worth bridge")
	regions  = words("Vale Moor Marches Coast Uplands Fens Reach Heights")
	firsts   = words("Ada Anselm Beatrix Bruno Carla Casper Dagmar Edvin Elin Emeric Fabian Greta Hanne Ivo Jonna Karel Leona Magda Niklas Odile Pavel Ragna Silvan Tilda Ulrik Vera Wanda Xaver Yvo Zora Marit Oskar Ines Tomas Livia Henrik")
	lasts    = words("Abendroth Bellwether Corvin Drayle Engstrand Falk Grauer Halloran Imhof Jessen Kestner Lindgren Moravec Nyland Ostrander Pellham Quist Rosing Strand Thorsby Ulmer Vintner Westerholt Yarrow Zander Oakley Marsh Fenwick Hollis Brandt Sorrel Tarn Uhl Veld")
	trades   = words("Instruments Shipping Mills Press Glassworks Tramways Optics Foundry Textiles Brewery Papers Clocks")
	schools  = words("Academy Gymnasium College Institute")
	things   = words("Lantern Orchard Ferryman Winter Bell Cartographer Harvest Mirror Clockmaker Salt Lighthouse Garden Stair Ledger Compass Tide Quarry Apprentice Kiln Meadow")
	manners  = words("Silent Last Broken Hidden Distant Green Hollow Patient Second Northern Borrowed Copper")
	openings = []string{"The %m %t", "The %t of %p", "A %m %t", "The %t and the %u"}
)

func words(list string) []string { return strings.Fields(list) }

// called is a name for an entity of a kind.
func called(kind string, s *rng.Stream) string {
	town := func() string { return rng.Pick(s, stems) + rng.Pick(s, towns) }
	switch kind {
	case "region":
		return rng.Pick(s, stems) + "er " + rng.Pick(s, regions)
	case "river":
		return "the " + rng.Pick(s, stems) + rng.Pick(s, words("a e en wash ach ell"))
	case "town":
		return town()
	case "person":
		return rng.Pick(s, firsts) + " " + rng.Pick(s, lasts)
	case "school":
		return town() + " " + rng.Pick(s, schools)
	case "firm":
		if s.Chance(1, 3) {
			return rng.Pick(s, lasts) + " & " + rng.Pick(s, lasts)
		}
		return rng.Pick(s, stems) + rng.Pick(s, words("is or an ex ia")) + " " + rng.Pick(s, trades)
	}
	title := rng.Pick(s, openings)
	for _, part := range []struct {
		mark string
		of   []string
	}{{"%m", manners}, {"%t", things}, {"%u", things}, {"%p", []string{town()}}} {
		if strings.Contains(title, part.mark) {
			title = strings.Replace(title, part.mark, rng.Pick(s, part.of), 1)
		}
	}
	return title
}
