package taubench

import (
	"testing"

	"worldc/shareddata"
)

// A Talk is a recorded trajectory of tau-bench.
type Talk struct {
	TaskID int `json:"task_id"`
	Trial  int
	Reward float64 // 0 or 1
	Info   struct {
		Reward *struct {
			Info struct {
				Outputs *float64 `json:"r_outputs"`
			} `json:"info"`
		} `json:"reward_info"`
	} `json:"info"`
	Traj []struct {
		Role, Content string
		Name          string
		CallID        string `json:"tool_call_id"`
		Calls         []struct {
			ID       string
			Function struct{ Name, Arguments string }
		} `json:"tool_calls"`
	}
}

// Talks are what gpt-4o did in the airline world.
func Talks(t testing.TB) []Talk {
	t.Helper()
	return shareddata.ParseLines[Talk](t, shareddata.Read(t, "taubench/airline.gpt-4o.trajectories.jsonl.zst"))
}
