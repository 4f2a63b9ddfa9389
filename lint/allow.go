package main

import "strings"

// An allowance lets one package break one rule in one way, for a reason.
type allowance struct {
	rule   string
	pkg    string // the package's path
	name   string // what may be used, as the message names it, such as os.Getenv
	reason string
}

// covers reports whether the finding in p is what a allows.
func (a allowance) covers(p *pkg, f finding, message string) bool {
	return a.rule == f.rule && a.pkg == p.path && strings.HasPrefix(message, a.name+" ")
}

// allowances is everything in worldc that may see the machine it runs on.
// Nothing here may reach a record, a key or a manifest.
var allowances = []allowance{
	{"environment", "worldc/artifact", "os.Getenv", "WORLDC_STORE says where the store is"},
	{"environment", "worldc/artifact", "os.UserCacheDir", "where the store is otherwise"},
	{"environment", "worldc/artifact", "runtime.GOMAXPROCS", "how many frames are compressed at once; their bytes do not depend on it"},
	{"random", "worldc/artifact", "rand.Read", "names of scratch files that no other process uses"},
	{"environment", "worldc/cmd/worldc", "os.Getenv", "NO_COLOR and TERM, for how messages look"},
	{"environment", "worldc/cmd/worldc", "runtime.GOMAXPROCS", "how many workers there are unless --jobs says so"},
	{"environment", "worldc/inspect", "runtime.GOMAXPROCS", "how many files are checked at once"},
	{"environment", "worldc/inspect", "os.TempDir", "a message names the directory that is full"},
	{"environment", "worldc/executors", "os.Getenv", "the PATH in which a command block's program is looked up, which --allow-commands lets run"},

	{"clock", "worldc/model", "time.Now", "when a call is sent and sent again, never what is asked or taken for an answer"},

	{"environment", "worldc/shareddata", "os.Getenv", "WORLDC_DATA says where tests find real data"},

	{"environment", "worldc/bench", "os.Executable", "it starts itself for each case"},
	{"environment", "worldc/bench", "os.Environ", "what the programs that are measured inherit"},
	{"unchecked", "worldc/bench", "fmt.Printf", "a table for whoever is watching"},
	{"unchecked", "worldc/bench/calls", "fmt.Printf", "figures for whoever is watching"},
	{"clock", "worldc/bench/calls", "time.Now", "how long calls take"},
	{"clock", "worldc/bench/calls", "time.Since", "how long calls take"},

	{"clock", "worldc/scripts/prove", "time.Now", "how long a build takes, so that kills land in it"},
	{"clock", "worldc/scripts/prove", "time.Since", "how long a build takes, so that kills land in it"},
	{"environment", "worldc/scripts/prove", "os.Environ", "what the builds under test inherit"},
}
