package populating

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestLook prints worlds to be read: WORLDC_LOOK=all, or a list of trades.
func TestLook(t *testing.T) {
	want := os.Getenv("WORLDC_LOOK")
	if want == "" {
		t.Skip("set WORLDC_LOOK to the trades to print")
	}
	for i, trade := range slices.Sorted(maps.Keys(trades)) {
		if want != "all" && !slices.Contains(strings.Split(want, ","), trade) {
			continue
		}
		list := tables(trades[trade])
		Mean(list)
		rows := Fill(list, Options{Rows: 10, Clock: clock, Stream: stream(uint64(i) + 100)})
		fmt.Printf("\n######## %s\n", trade)
		for _, table := range list {
			fmt.Printf("== %s (%d)\n  ", table.Name, len(rows[table.Name]))
			for _, c := range table.Columns {
				fmt.Printf("%s:%s ", c.Name, c.Meaning)
			}
			fmt.Println()
			for n, raw := range rows[table.Name] {
				if n == 7 {
					break
				}
				var row map[string]json.RawMessage
				if err := json.Unmarshal(raw, &row); err != nil {
					t.Fatal(err)
				}
				var cells []string
				for _, c := range table.Columns {
					cells = append(cells, strings.Trim(string(row[c.Name]), `"`))
				}
				fmt.Println("  " + strings.Join(cells, " · "))
			}
		}
		for _, p := range Check(list, rows) {
			t.Error(trade, p)
		}
	}
}
