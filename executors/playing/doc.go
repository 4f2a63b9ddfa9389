// Package playing answers the requests of chat roles as a chat model would that
// plays them well: it is the model behind the servers of tests and
// demonstrations.
//
// It finds out from a request what is asked (the name of the schema, the data in
// the prompt), has worldc's own procedures decide it, and says it in the form
// that is owed. What a role is not told it gets from elsewhere: to play a talk it
// is given the tasks and worlds of the build with their golden calls, of which
// the requests say nothing. It has the whole talk by itself first, and then
// finds in a request how far the talk is: it keeps no state but what agents were
// told about their tools, so that a request that comes twice, or from a build that
// goes on, is answered alike.
package playing
