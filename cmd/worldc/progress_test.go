package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"worldc/compiler"
)

// TestDescribeStopped: a node that was interrupted did not fail.
func TestDescribeStopped(t *testing.T) {
	node := &compiler.Node{Address: "tool_pool.apis"}
	for _, c := range []struct {
		err  error
		want string
	}{
		{fmt.Errorf("asking: %w", context.Canceled), "stopped tool_pool.apis"},
		{errors.New("no more disk"), "failed  tool_pool.apis: no more disk"},
	} {
		got := describe(&compiler.Result{Node: node, Status: compiler.Broken, Err: c.err})
		if !slices.Equal(got, []string{c.want}) {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
