package world

// A Placement puts a trajectory into a stage of a curriculum. It points at the
// trajectory; it does not copy it.
type Placement struct {
	ID         string `json:"id"`
	Trajectory string `json:"trajectory"`

	// Stage is the name of the stage.
	Stage string `json:"stage"`

	// Rank is the place in the stage, from 0: the order in which it is meant to
	// be trained on.
	Rank int `json:"rank"`
}

// PlacementID is the id of the placement of a trajectory in a stage.
func PlacementID(stage, trajectory string) string { return ID(PlacementType, stage, trajectory) }

// Validate returns the rules that the record breaks.
func (p *Placement) Validate() []Problem {
	var l problemList
	if p.ID == "" {
		l.add("id", "is missing")
	}
	if p.Trajectory == "" {
		l.add("trajectory", "is missing: a placement is that of a trajectory")
	}
	if p.Stage == "" {
		l.add("stage", "is missing")
	}
	if p.Rank < 0 {
		l.add("rank", "is %d, below 0", p.Rank)
	}
	return l
}
