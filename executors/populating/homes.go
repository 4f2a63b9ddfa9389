package populating

// A home is a property that is let or sold.
type home struct {
	beds int64
	what string
}

var homeTypes = []string{"apartment", "apartment", "studio", "townhouse", "house", "loft", "bungalow"}

// dwelling is the property that the row is.
func (r *row) dwelling() *home {
	if r.home == nil && !r.done {
		r.home = &home{beds: 1 + int64(r.s.Weighted([]int64{3, 5, 4, 2})), what: homeTypes[r.s.IntN(len(homeTypes))]}
		if r.home.what == "studio" {
			r.home.beds = 1
		}
		// A column of types settles it, if there is one.
		for _, c := range r.p.columns {
			if c.Meaning == Kind && len(c.enum) > 0 {
				if text, ok := c.enum[r.s.Weighted(c.weigh)].(string); ok {
					r.home.what = text
				}
			}
		}
	}
	return r.home
}

var bedroomWords = [...]string{"One-bedroom", "Two-bedroom", "Three-bedroom", "Four-bedroom"}
