//go:build unix

package formats_test

import (
	"encoding/json"
	"fmt"
	"iter"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"worldc/artifact"
	"worldc/formats"
	"worldc/formats/files"
	"worldc/world"
)

// benchTools are tools of a usual size, such as documents declare.
func benchTools() []world.Tool {
	var tools []world.Tool
	for i := range 12 {
		name := fmt.Sprintf("search_hotels_%d", i)
		tools = append(tools, world.Tool{
			ID: world.ToolID("hotels.json", name, 0), Name: name,
			Description: "Find hotels near a place that have a free room for the whole stay, with the lowest price of a night. At most 30 nights. \"Near\" is 50 km.",
			Parameters:  json.RawMessage(`{"additionalProperties":false,"properties":{"check_in":{"description":"The first night.","format":"date","type":"string"},"check_out":{"description":"The morning of departure.","format":"date","type":"string"},"guests":{"default":1,"description":"How many people.","maximum":9,"minimum":1,"type":"integer"},"location":{"description":"Where to look.","properties":{"city":{"type":"string"},"near":{"type":"string"}},"type":"object"}},"required":["check_in","check_out"],"type":"object"}`),
		})
	}
	return tools
}

// benchTalk is a talk of twenty turns, of which one is a mistake, or if learned
// is set, none.
func benchTalk(learned bool) *world.Trajectory {
	t := &world.Trajectory{ID: "6ee51b81eb641aca", Task: "5621284c8d78ec5d", World: "2774525efd70a120", Model: "clerk", Outcome: world.Done}
	say := func(role world.Role, text string) {
		t.Turns = append(t.Turns, world.Turn{Role: role, Kind: "say", Content: text, Train: world.Mask{Content: role == world.AssistantRole}})
	}
	say(world.SystemRole, "# Rooms\n\nYou help people with rooms, itineraries and more.\n\n"+strings.Repeat("- Take ids from what people tell you, or from what a tool returned. Before you change anything, say what you are about to do.\n", 8)+"\nThe current time is 2025-06-02T09:00:00Z.")
	for i := range 5 {
		id := fmt.Sprintf("call_%02d", i)
		say(world.UserRole, "Hi there! I can't seem to find the room type and the total price of the hotel \"Löwen\" with the check in December 16, 2023.")
		call := world.Turn{
			Role: world.AssistantRole, Kind: "call", Reasoning: "search_hotels takes the check in, and the user said 2023-12-16. Then the room type is known.",
			Calls: []world.Call{{ID: id, Tool: "search_hotels_3", Arguments: json.RawMessage(`{"check_in":"2023-12-16","check_out":"2023-12-17","guests":2,"location":{"city":"Boston"}}`)}},
			Train: world.Mask{Reasoning: true, Calls: true},
		}
		if i == 2 && !learned {
			call.Flags, call.Train = []string{world.MistakeFlag + "wrong_argument"}, world.Mask{}
		}
		t.Turns = append(t.Turns, call, world.Turn{Role: world.ToolRole, Kind: "result", CallID: id,
			Content: `{"hotels":[{"distance_km":48.3,"hotel_id":"htl_92594","lowest_nightly_price":{"amount":97.9,"currency":"USD"},"name":"Boston Lighthouse Hotel","review_score":5,"stars":1}],"next":null}`})
		say(world.AssistantRole, "The room type is single. As for the total price amount, it's 97.90 USD, breakfast not included.")
	}
	return t
}

// benchTask is a task of three calls.
func benchTask(tools []world.Tool) *world.Task {
	t := &world.Task{
		ID: "5621284c8d78ec5d", World: "2774525efd70a120", Kind: "walk", Difficulty: "medium",
		Background: "Others know you as the founder of a company of four. You like to know what is done in your name.",
		Goal:       "It is all about the itinerary called \"Denver and the coast\". You are getting in touch about checking its start date, as you need it for your records. You hesitate at the title, but get it right.",
		Known:      []world.Fact{{Name: "traveler's e-mail", Value: json.RawMessage(`"alice.foster@example.com"`)}, {Name: "guests", Value: json.RawMessage(`2`)}},
		Outputs:    []string{"2025-04-28"}, State: world.State{Digest: strings.Repeat("0193cfe69a41f7aa", 4)},
	}
	for i := range tools {
		t.Tools = append(t.Tools, tools[i].ID)
		if i < 3 {
			t.Calls = append(t.Calls, world.Call{Tool: tools[i].Name, Arguments: json.RawMessage(`{"check_in":"2023-12-16","check_out":"2023-12-17"}`), Result: json.RawMessage(`{"hotels":[]}`), Effect: world.Read})
		}
	}
	return t
}

// BenchmarkRows measures how fast each format makes rows of records as they lie,
// one record after the other, in bytes of rows; of Parquet, until the rows are in
// a file. MB/cpu-s is what matters: it counts the time of the processor, and not
// what others on the machine took of it.
//
//	go test ./formats -run '^$' -bench Rows -cpu 1
func BenchmarkRows(b *testing.B) {
	tools := benchTools()
	policy := benchTalk(true).Turns[0].Content
	for _, f := range formats.All {
		b.Run(f.Name+"/"+string(f.Of), func(b *testing.B) {
			var rendered [][]byte
			names := map[string]string{}
			for i := range tools {
				names[tools[i].ID] = tools[i].Name
				if f.Tool == nil {
					continue
				}
				text, err := f.Tool(&tools[i])
				if err != nil {
					b.Fatal(err)
				}
				rendered = append(rendered, text)
			}
			var record any = benchTalk(false)
			switch f.Of {
			case world.TaskType:
				record = benchTask(tools)
			case world.ToolType:
				record = &tools[0]
			}
			line, err := artifact.Marshal(record)
			if err != nil {
				b.Fatal(err)
			}
			whole, err := artifact.Marshal(benchTalk(true))
			if err != nil {
				b.Fatal(err)
			}
			rows := func(line []byte) ([][]byte, error) {
				switch f.Of {
				case world.TaskType:
					t := new(world.Task)
					if err := json.Unmarshal(line, t); err != nil {
						return nil, err
					}
					row, err := f.TaskRow(&formats.TaskExample{Task: t, Policy: policy, Domain: "hotels", Opening: "Hello! Is the room free?", Tools: rendered, Names: names})
					return [][]byte{row}, err
				case world.ToolType:
					t := new(world.Tool)
					if err := json.Unmarshal(line, t); err != nil {
						return nil, err
					}
					row, err := f.Tool(t)
					return [][]byte{row}, err
				}
				t := new(world.Trajectory)
				if err := json.Unmarshal(line, t); err != nil {
					return nil, err
				}
				return f.Rows(&formats.Example{Trajectory: t, Tools: rendered, Masks: formats.Masking{Errors: true, Reasoning: true}.Masks(t)})
			}
			if _, err := rows(line); err != nil {
				line = whole // no turn can be left out of the loss
			}
			made, err := rows(line)
			if err != nil || len(made) != 1 || len(made[0]) == 0 {
				b.Fatal(len(made), err)
			}
			b.SetBytes(int64(len(made[0])))
			b.ReportAllocs()
			b.ResetTimer()
			before := processor(b)
			defer func() {
				b.ReportMetric(float64(len(made[0]))*float64(b.N)/1e6/(processor(b)-before).Seconds(), "MB/cpu-s")
			}()
			if f.File != formats.Parquet {
				for range b.N {
					if _, err := rows(line); err != nil {
						b.Fatal(err)
					}
				}
				return
			}
			if _, err := files.Write(filepath.Join(b.TempDir(), "a.parquet"), files.Shape{Format: f, Level: 3}, times(b.N, line, rows)); err != nil {
				b.Fatal(err)
			}
		})
	}
}

// processor is the time that the process has had of processors.
func processor(b *testing.B) time.Duration {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		b.Fatal(err)
	}
	return time.Duration(use.Utime.Nano() + use.Stime.Nano())
}

// times yields the rows of a record again and again.
func times(n int, line []byte, rows func([]byte) ([][]byte, error)) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for range n {
			made, err := rows(line)
			if err != nil {
				yield(nil, err)
				return
			}
			if !yield(made[0], nil) {
				return
			}
		}
	}
}
