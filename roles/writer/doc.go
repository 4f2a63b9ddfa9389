// Package writer is the procedural writer: it tells a task as the person would
// who wants it done (AgentScaler §2.3; roles.Writer).
//
// It is a small grammar, not a set of templates. A teller goes through the
// steps of a story and decides, as a speaker does, what to say first, what to
// put into one sentence, what to call a thing the first time and the next, and
// in which words a date, a price or a state is said. Around it stand who the
// person is, why they come and how they behave.
//
// Three things hold of every instruction. Each value of the story stands in
// the text exactly enough to form the argument from it; [Contains] checks that
// by reading. No name of a tool or a parameter stands in it, since labels are
// taken apart into words; [Leaks] checks that. And whatever a value holds is
// quoted as data: control characters are escaped, and text that is no plain
// name stands in quotation marks.
package writer
