package world

// A Persona is somebody for whom a script is written: a sentence or two about
// who they are and what they do (AgentRefine §3.1).
type Persona struct {
	ID   string `json:"id"`
	Text string `json:"text"`

	// Document is the file that the persona stands in, as the spec names it, and
	// License under which it may be used.
	Document string `json:"document"`
	License  string `json:"license,omitempty"`
}

// PersonaID is the id of a persona: its document and its text, and how many
// equal ones stand before it there.
func PersonaID(document, text string, n int) string {
	return ID(PersonaType, document, text, ordinal(n))
}

// Validate returns the rules that the record breaks.
func (p *Persona) Validate() []Problem {
	var l problemList
	if p.ID == "" {
		l.add("id", "is missing")
	}
	if p.Text == "" {
		l.add("text", "is empty: a persona is somebody")
	}
	return l
}
