// Package drifting makes the documents of tools untrue on purpose, which is the
// failure that action knowledge exists to repair (SynWorld §3; DESIGN §5).
//
// Agents go on to see the document as it was. What changes is what holds: the code
// and the schema of what is accepted. Every untruth is recorded ([world.Drift]),
// enforced by the code, and told by its error in words that say what is wanted
// (package roles/advice). [Draw] chooses, [Apply] changes the code, [Prove] tries
// whether the tool does the same as before for those who know, and refuses those who
// do not; [Hold] says the golden calls of a task as they hold.
package drifting
