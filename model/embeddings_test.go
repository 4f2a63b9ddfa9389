package model_test

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"worldc/model"
	"worldc/model/faultserver"
)

// TestEmbeddingsTogether: nodes that want vectors of the same texts at the same
// time wait for each other instead of paying twice, in whatever order they ask,
// and whoever is called off or fails leaves the others alone.
func TestEmbeddingsTogether(t *testing.T) {
	for _, c := range []struct {
		name       string
		mode       model.Mode
		calledOffs bool
	}{{"auto", model.Auto, false}, {"called off", model.Auto, true}, {"live", model.Live, false}} {
		t.Run(c.name, func(t *testing.T) {
			var mu sync.Mutex
			times := map[string]int{}
			server := start(t, faultserver.Options{Latency: 5 * time.Millisecond, Embed: func(text string) []float32 {
				mu.Lock()
				defer mu.Unlock()
				times[text]++
				return []float32{float32(len(text)), 1}
			}})
			set := settings(t, server)
			set.Mode, set.Recordings = c.mode, recordings(t, filepath.Join(t.TempDir(), "calls"))
			client, err := model.Open(set)
			if err != nil {
				t.Fatal(err)
			}
			defer client.Close()

			var texts []string
			for i := range 200 {
				texts = append(texts, strings.Repeat("x", i+1))
			}
			var done sync.WaitGroup
			begin := make(chan struct{})
			for node := range 12 {
				mine := slices.Clone(texts)
				switch node % 3 {
				case 1:
					slices.Reverse(mine)
				case 2:
					mine = slices.Concat(mine[17*node:], mine[:17*node])
				}
				ctx, cancel := context.WithCancel(context.Background())
				calledOff := c.calledOffs && (node == 4 || node == 5)
				done.Add(1)
				go func() {
					defer done.Done()
					defer cancel()
					<-begin
					if calledOff {
						time.AfterFunc(3*time.Millisecond, cancel)
					}
					vectors, err := client.Session().Embed(ctx, model.EmbedRequest{Purpose: model.Purpose{Role: "embedding", Record: fmt.Sprint(node)}, Texts: mine})
					if calledOff {
						return
					}
					if err != nil {
						t.Errorf("node %d: %v", node, err)
						return
					}
					for i, v := range vectors {
						if int(v[0]) != len(mine[i]) {
							t.Errorf("node %d: the vector of a text of %d is %v", node, len(mine[i]), v)
						}
					}
				}()
			}
			close(begin)
			done.Wait()
			twice := 0
			for _, text := range texts {
				if times[text] == 0 {
					t.Errorf("nobody asked for the text of %d", len(text))
				}
				twice += times[text] - 1
			}
			// The server may have answered those who are called off, a batch each.
			if !c.calledOffs && twice > 0 || twice > 2*64 {
				t.Errorf("%d vectors were made twice, in %d requests", twice, server.Requests())
			}
		})
	}
}
