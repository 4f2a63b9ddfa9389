package main

import (
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"worldc/executors"
	"worldc/model/faultserver"
	"worldc/sandbox"
)

// The scripts run the command itself: each file of testdata/script is a
// behaviour, named by its subject first.
func TestMain(m *testing.M) {
	if sandbox.IsWorker(os.Args) { // of a command under test, which is this binary
		sandbox.Main(executors.Jobs())
	}
	testscript.Main(m, map[string]func(){
		"worldc": main,
	})
}

func TestScripts(t *testing.T) {
	// main ignores SIGPIPE for its own process, not for the test's.
	defer signal.Reset(syscall.SIGPIPE)
	testscript.Run(t, testscript.Params{
		Dir:           "testdata/script",
		UpdateScripts: os.Getenv("UPDATE_SCRIPTS") != "",
		Cmds:          modelCommands(),
		Condition: func(name string) (bool, error) {
			if name == "race" {
				return underRace, nil
			}
			return false, fmt.Errorf("%q is no condition", name)
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("WORLDC_STORE", env.WorkDir+"/store")
			env.Setenv("NO_COLOR", "1")
			env.Values[serversKey{}] = map[string]*faultserver.Server{}
			examples, err := os.Getwd()
			env.Setenv("EXAMPLES", examples+"/../../examples")
			return err
		},
	})
}
