// Package chat plays the roles by asking a chat model: it writes the question
// from a template that a person can read and replace, reads the answer
// strictly, holds it against the schema and against the world, and sends it back
// with what is wrong a bounded number of times.
package chat
