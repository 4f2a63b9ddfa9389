// Package environment breaks the rule of its name.
package environment

import (
	"os"
	"os/user"
	"runtime"
)

func ambient() []string {
	_, _ = os.LookupEnv("LANG")                  // want "environment: os.LookupEnv reads the environment"
	host, _ := os.Hostname()                     // want "environment: os.Hostname names this machine"
	dir, _ := os.Getwd()                         // want "environment: os.Getwd"
	who, _ := user.Current()                     // want "environment: user.Current depends on who runs it"
	workers := make(chan bool, runtime.NumCPU()) // want "environment: runtime.NumCPU depends on the machine"
	_ = workers
	_ = runtime.NumGoroutine()
	return append(os.Environ(), os.Getenv("HOME"), host, dir, who.Name) // want "os.Environ" "os.Getenv"
}
