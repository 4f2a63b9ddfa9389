// Package graph breaks the rule of its name.
package graph

import (
	"reflect"
	"sync"

	"github.com/dominikbraun/graph"
)

func walk(g graph.Graph[string, string], m any, s *sync.Map) []string {
	order, _ := graph.TopologicalSort(g)   // want "graph: graph.TopologicalSort gives another order"
	_, _ = graph.ShortestPath(g, "a", "b") // want "graph: graph.ShortestPath gives another path"
	stable, _ := graph.StableTopologicalSort(g, func(a, b string) bool { return a < b })
	_ = reflect.ValueOf(m).MapKeys()                   // want "graph: reflect.MapKeys gives the keys in any order"
	s.Range(func(key, value any) bool { return true }) // want "graph: sync.Range gives the entries in any order"
	return append(order, stable...)
}
