// Package util breaks the rule of its parent's name.
package util // want "packagename: a package called util may hold anything"

func anything() {}
