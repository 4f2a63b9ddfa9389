// Package domaining says what a domain of tools is called and which of its
// tools feed which: the part of the domains executor that reads names, schemas
// and descriptions. Its functions are pure; results do not depend on the order
// of maps or on the machine.
package domaining
