// Package roles says what is asked of those who take part in making data, and
// what they answer: typed decisions, not chat. A role may be played by
// worldc's own procedures or by a chat model; whoever plays it is judged by
// executing what was decided.
//
// The procedures live in packages of their own below this one; each makes the
// same decision of the same question, on every machine.
package roles
