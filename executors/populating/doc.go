// Package populating puts rows into the tables of a world that look as if
// people had put them there (AgentScaler §2.2, step 5): it finds out what each
// column means, then draws values of that meaning which agree with each other
// and with the rows to which they refer.
//
// Every row is drawn from a stream of its own, and depends on nothing but rows
// that are there at the same or a smaller size of the world. A larger world
// therefore holds the smaller one.
package populating
