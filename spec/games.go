package spec

import "worldc/world"

// plays reports whether all trajectories that a block emits are games of scripts.
// seen are the blocks on the way here, where a cycle may come back.
func (b *Block) plays(seen map[*Block]bool) bool {
	switch c := b.Config.(type) {
	case *Roleplay:
		return true
	case *Rollouts:
		return c.Protocol == "react"
	case *Perturb:
		return b.Emits() == world.TrajectoryType
	case *Command:
		return b.onlyGames(seen)
	}
	return false
}

// onlyGames reports whether a block reads games with `from`, and nothing else.
func (b *Block) onlyGames(seen map[*Block]bool) bool {
	games := false
	seen[b] = true
	for _, r := range b.References {
		if r.Attribute != "from" {
			continue
		}
		if seen[r.Target] || !r.Target.plays(seen) {
			return false
		}
		games = true
	}
	delete(seen, b)
	return games
}

// checkJudgedGames refuses checks that would let every game pass: nobody has to be
// told anything in a game, and no script is only read.
func (l *loader) checkJudgedGames() {
	for _, b := range l.spec.Blocks {
		f, ok := b.Config.(*Filter)
		if !ok || !b.onlyGames(map[*Block]bool{}) {
			continue
		}
		refuse := func(at Range, check, why string) {
			if len(f.Policy) > 0 { // it stands in another block
				at = b.Range
			}
			l.add(Errorf(at, "Superfluous block", "%s judges games here, and %s", check, why))
		}
		const told = "a game is about what holds in the end: state_alignment asks whether it is won. Leave the block out."
		if f.RequiredOutputs != nil {
			refuse(f.RequiredOutputs.Range, "required_outputs", told)
		}
		if f.Answer != nil {
			refuse(f.Answer.Range, "answer", told)
		}
		if f.ExactMatch != nil && f.ExactMatch.ApplyTo == "read_only" {
			refuse(f.ExactMatch.Range, "exact_match", "no game is won by reading alone, so that it would let all of them pass: set apply_to = \"all\" to keep those that follow their solution step by step, or leave the block out.")
		}
	}
}
