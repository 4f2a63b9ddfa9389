// Package populating puts rows into the tables of a world that look as if
// people had put them there (AgentScaler §2.2, step 5): it finds out what each
// column means, then draws values of that meaning which agree with each other
// and with the rows to which they refer.
//
// A row is somebody or something before it has values: a person with a name,
// an age and a place where they live; a product of a maker with its weight and
// price; sums that add up. Columns show parts of it. What a row refers to is
// asked first: the e-mail address on an order is the customer's, its total that
// of its lines, and it was placed after the customer signed up. The state of a
// row says which steps it has taken, and so which dates it has.
//
// Every row is drawn from a stream of its own, and depends on nothing but rows
// that are there at the same or a smaller size of the world. A larger world
// therefore holds the smaller one.
//
// Nobody is meant: names are put together by chance, mail goes to the domains
// that RFC 2606 keeps free, IP addresses are those of RFC 5737, and telephone
// numbers are of ranges kept for fiction where there are such.
//
// The words are in tables of this package: kinds of things (kinds.go), phrases
// (phrases.go), people, places, products. There is more to write where they show
// too often.
package populating
