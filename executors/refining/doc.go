// Package refining makes versions of action knowledge and chooses one (SynWorld
// §3.3): it draws the trajectories that an optimizer is shown, tells it what earlier
// modifications did, holds what it wrote against what may stand in a document, and
// has a search decide what is made of what.
//
// Rules. All versions are tried on the same scenarios. A version depends on its
// number, on the versions before it and on the seed, never on threads. No text is
// emptied, grows beyond its bound, or tells the arguments of one scenario. Of
// scenarios by which versions were made one expects too much: the choice is made on
// others.
package refining
