// Package speech is what writers, users and agents have in common: sentence
// patterns of which no two talks make the same choices, the words of names, the
// nouns that labels of fields are, the forms of verbs, and how people say values.
//
// Rules. What is said depends on the random stream and on what is to be said
// alone. A pattern is text of worldc; what fills it is data, and is not looked
// at: no bracket or dollar sign in a value means anything.
package speech
