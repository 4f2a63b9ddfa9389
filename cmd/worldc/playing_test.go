package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"worldc/executors/playing"
	"worldc/model"
	"worldc/model/faultserver"
	"worldc/roles"
	"worldc/roles/agent"
	"worldc/world"
)

// The example in which a model plays every role, and what it was told.
const (
	chatExample    = "../../examples/agentscaler-chat.hcl"
	chatRecordings = "../../examples/recordings/agentscaler-chat.zst"
	chatSeed       = 1000
	chatKeyName    = "WORLDC_EXAMPLE_KEY"
	chatKey        = "sk-canary-5f1c0b7e9d3a4c21b8e76f00"
)

// command runs the command in this process, and returns what it printed.
func command(t *testing.T, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	dir := t.TempDir()
	var files [2]*os.File
	for i, name := range []string{"stdout", "stderr"} {
		f, err := os.Create(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		files[i] = f
	}
	status = run(args, files[0], files[1])
	var text [2]string
	for i, f := range files {
		raw, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		text[i] = string(raw)
	}
	return status, text[0], text[1]
}

// records are those of a node that was built.
func records[T any](t *testing.T, args ...string) ([]*T, error) {
	status, stdout, stderr := command(t, append([]string{"cat"}, args...)...)
	if status != 0 {
		return nil, fmt.Errorf("cat %v: %s", args, stderr)
	}
	var list []*T
	lines := bufio.NewScanner(strings.NewReader(stdout))
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		x := new(T)
		if err := json.Unmarshal(lines.Bytes(), x); err != nil {
			return nil, err
		}
		list = append(list, x)
	}
	return list, lines.Err()
}

// A staged is a spec with a server that plays the model in it.
type staged struct {
	spec   string
	server *faultserver.Server
	stop   func() error
	args   []string
}

// stageChat starts a server for a spec; fault, where given, is how it misbehaves.
func stageChat(t *testing.T, spec, recordings string, fault func([sha256.Size]byte, int) faultserver.Fault) *staged {
	t.Helper()
	return stageChanged(t, spec, recordings, fault, func(_ model.Request, reply *model.Reply) {})
}

// stageChanged is stageChat with a model whose replies are changed.
func stageChanged(t *testing.T, spec, recordings string, fault func([sha256.Size]byte, int) faultserver.Fault, change func(model.Request, *model.Reply)) *staged {
	t.Helper()
	s := &staged{spec: spec}
	player := playing.New(playing.Options{
		Seed: chatSeed,
		Agent: agent.Options{RecoveryRate: 0.7, Errors: map[roles.Mistake]float64{
			roles.WrongArgument: 0.2, roles.MissingArgument: 0.2, roles.EarlyStop: 0.1, roles.UnfaithfulAnswer: 0.1,
		}},
		Talks: func() ([]*world.World, []*world.Task, error) {
			worlds, err := records[world.World](t, append([]string{spec, "worlds.services"}, s.args...)...)
			if err != nil {
				return nil, nil, err
			}
			tasks, err := records[world.Task](t, append([]string{spec, "tasks.errands"}, s.args...)...)
			return worlds, tasks, err
		},
	})
	server, err := faultserver.Start(faultserver.Options{Fault: fault, Key: chatKey, Elsewhere: "http://127.0.0.1:9/v1", Reply: func(a faultserver.Ask) faultserver.Answer {
		reply, err := player.Answer(a.Request, a.Seed)
		if err != nil {
			t.Errorf("the player: %v", err)
			return faultserver.Answer{Status: 400, Message: err.Error()}
		}
		change(a.Request, &reply)
		return faultserver.Answer{Reply: &reply}
	}})
	if err != nil {
		t.Fatal(err)
	}
	s.server, s.stop = server, sync.OnceValue(server.Close)
	t.Cleanup(func() { s.stop() })
	s.args = []string{"--var", "base_url=" + server.URL(), "--var", "recordings=" + recordings, "--allow-path", filepath.Dir(recordings)}
	s.args = append(s.args, vouched()...)
	return s
}

// vouched are the arguments with which code that a model wrote runs in this
// process where no worker can be confined.
func vouched() []string {
	if underRace {
		return []string{"--trust-code"}
	}
	return nil
}

// files are the files below a directory, by name.
func files(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(name)
		sub, _ := filepath.Rel(dir, name)
		all[sub] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// sameFiles says in which files two directories differ.
func sameFiles(t *testing.T, what string, want, got map[string]string) {
	t.Helper()
	for name, text := range want {
		if got[name] != text {
			t.Errorf("%s: %s differs", what, name)
		}
	}
	if len(got) != len(want) {
		t.Errorf("%s: %d files, want %d", what, len(got), len(want))
	}
}

// TestChatExample builds the example in which a model plays every role, live and from
// recordings.
func TestChatExample(t *testing.T) {
	builtAnywhere(t, "TestChatExample", chatExample, chatRecordings, func(recordings string) *staged { return stageChat(t, chatExample, recordings, nil) })
}

// builtAnywhere builds an example against a server, asks nothing twice, and builds it
// again byte for byte from what was recorded, with the server gone: from the recordings
// just made, and from those that lie beside the example. WORLDC_RECORD=1 writes these
// anew.
func builtAnywhere(t *testing.T, test, example, committed string, stage func(recordings string) *staged) {
	t.Helper()
	t.Setenv(chatKeyName, chatKey)
	dir := t.TempDir()
	recordings := filepath.Join(dir, "recorded.zst")
	t.Setenv("WORLDC_STORE", filepath.Join(dir, "store"))
	s := stage(recordings)
	status, stdout, stderr := command(t, append([]string{"build", example, "-o", filepath.Join(dir, "live")}, s.args...)...)
	t.Logf("%s%s", stdout, stderr)
	if status != 0 {
		t.FailNow()
	}
	if n := s.server.Twice(); n > 0 {
		t.Errorf("%d requests were paid for twice", n)
	}
	asked := s.server.Requests()
	if err := s.stop(); err != nil {
		t.Fatal(err)
	}
	t.Setenv(chatKeyName, "")
	live := files(t, filepath.Join(dir, "live"))
	for name, text := range live {
		if strings.Contains(text, s.server.URL()) {
			t.Errorf("%s tells where the server is", name)
		}
	}

	if os.Getenv("WORLDC_RECORD") != "" {
		if err := os.MkdirAll(filepath.Dir(committed), 0o777); err != nil {
			t.Fatal(err)
		}
		os.Remove(committed)
		if _, err := model.MergeRecordings(committed, recordings); err != nil {
			t.Fatal(err)
		}
	}
	for name, args := range map[string][]string{"replayed": s.args, "committed": vouched()} {
		t.Setenv("WORLDC_STORE", filepath.Join(dir, name+"-store"))
		status, stdout, stderr := command(t, append([]string{"build", example, "-o", filepath.Join(dir, name), "--model-calls=replay"}, args...)...)
		if status != 0 {
			t.Fatalf("%s: if prompts or procedures have changed, record anew: WORLDC_RECORD=1 go test ./cmd/worldc -run %s$\n%s%s", name, test, stdout, stderr)
		}
		sameFiles(t, name, live, files(t, filepath.Join(dir, name)))
	}
	if s.server.Requests() != asked {
		t.Error("a replay has asked the server")
	}
}

// chatSpec is the example beside the documents that it reads, with a model block that
// asks 32 at once and waits for an answer as timeouts say: "" is worldc's own patience.
// Only who has the server stall sets them: a busy machine is not a fault, and an answer
// that nobody waited for is paid for twice.
func chatSpec(t *testing.T, dir, timeouts string) string {
	t.Helper()
	text, err := os.ReadFile(chatExample)
	if err != nil {
		t.Fatal(err)
	}
	changed := bytes.Replace(text, []byte("  max_observation = 4096\n"), []byte(`  max_observation = 4096
  max_concurrency = 32
`+timeouts), 1)
	if bytes.Equal(changed, text) {
		t.Fatal("the example has changed: where do the timeouts go?")
	}
	if err := os.CopyFS(filepath.Join(dir, "tools"), os.DirFS("../../examples/tools")); err != nil {
		t.Fatal(err)
	}
	spec := filepath.Join(dir, "agentscaler-chat.hcl")
	if err := os.WriteFile(spec, changed, 0o666); err != nil {
		t.Fatal(err)
	}
	return spec
}

// hasty is what makes a model block wait for nobody.
const hasty = `  timeouts {
    first_byte = 1
    idle       = 1
    total      = 3
  }
`

// passing and stalling are faults that go away when the request is made again;
// lasting are those that end a build, and the next one goes on.
var (
	passing = []faultserver.Fault{
		faultserver.ResetBefore, faultserver.ResetInHead, faultserver.ResetInBody, faultserver.CloseEarly, faultserver.Status408, faultserver.Status429,
		faultserver.RetryMillis, faultserver.RetryNaN, faultserver.Status500, faultserver.Status500HTML, faultserver.Status502, faultserver.Status503,
		faultserver.ErrorIn200, faultserver.PlainText, faultserver.HTML, faultserver.Empty, faultserver.EmptyObject, faultserver.NoChoices,
		faultserver.NullMessage, faultserver.NoFinish, faultserver.InvalidUTF8, faultserver.DuplicateKeys, faultserver.CutHalf, faultserver.HugeBody,
		faultserver.EchoesKey, faultserver.DuplicateIDs, faultserver.EmptyReply, faultserver.UnknownTool, faultserver.ArgumentsCut, faultserver.AgainstTheSchema,
	}
	stalling = []faultserver.Fault{faultserver.Stall, faultserver.StallInBody, faultserver.SlowBody} // which take a second or more each
	lasting  = []faultserver.Fault{faultserver.Status401, faultserver.Status403, faultserver.Redirect, faultserver.Status429Quota}
)

// TestChatExampleFaults builds the example against a server that misbehaves at
// random. Builds fail with a message, and go on where they were; what comes in
// the end is what comes without faults, nothing was paid for twice, and the key
// is nowhere.
func TestChatExampleFaults(t *testing.T) {
	seeds, faults, often, timeouts := []uint64{1}, passing, 60, ""
	if os.Getenv("WORLDC_MEASURE") != "" {
		seeds, faults, often = []uint64{1, 2, 3, 4, 5}, append(slices.Clone(passing), stalling...), 200
		timeouts = hasty
	}
	t.Setenv(chatKeyName, chatKey)
	dir := t.TempDir()
	spec := chatSpec(t, dir, timeouts)

	t.Setenv("WORLDC_STORE", filepath.Join(dir, "sound-store"))
	sound := stageChat(t, spec, filepath.Join(dir, "sound.zst"), nil)
	if status, stdout, stderr := command(t, append([]string{"build", spec, "-o", filepath.Join(dir, "sound")}, sound.args...)...); status != 0 {
		t.Fatalf("%s%s", stdout, stderr)
	}
	want := files(t, filepath.Join(dir, "sound"))

	for _, seed := range seeds {
		t.Setenv("WORLDC_STORE", filepath.Join(dir, fmt.Sprint("store-", seed)))
		some, seldom := faultserver.Mixed(seed, often, 2, faults), faultserver.Mixed(seed+100, 10, 1, lasting)
		s := stageChat(t, spec, filepath.Join(dir, fmt.Sprint("faulty-", seed, ".zst")), func(body [sha256.Size]byte, n int) faultserver.Fault {
			if f := seldom(body, n); f != faultserver.None {
				return f
			}
			return some(body, n)
		})
		out := filepath.Join(dir, fmt.Sprint("out-", seed))
		builds := 0
		for status := 1; status != 0; {
			if builds++; builds > 40 {
				t.Fatal("forty builds did not come to an end")
			}
			var stdout, stderr string
			status, stdout, stderr = command(t, append([]string{"build", spec, "-o", out}, s.args...)...)
			if strings.Contains(stdout+stderr, chatKey) {
				t.Fatalf("the key is shown:\n%s%s", stdout, stderr)
			}
			if status != 0 && !strings.Contains(stderr, "rejected: ") {
				t.Fatalf("build %d:\n%s%s", builds, stdout, stderr)
			}
		}
		t.Logf("seed %d: %d builds, %d requests, faults %v", seed, builds, s.server.Requests(), s.server.Faults())
		sameFiles(t, fmt.Sprint("seed ", seed), want, files(t, out))
		if n := s.server.Twice(); n > 0 {
			t.Errorf("seed %d: %d requests were paid for twice", seed, n)
		}
	}
	for name, text := range files(t, dir) {
		if strings.Contains(text, chatKey) {
			t.Errorf("the key is in %s", name)
		}
	}
}

// TestChatExampleOutcomes: a model that declines, is cut short or is filtered now
// and then loses records, and no record vanishes: the build ends, and every one
// that is lost has its class.
func TestChatExampleOutcomes(t *testing.T) {
	t.Setenv(chatKeyName, chatKey)
	dir := t.TempDir()
	spec := chatSpec(t, dir, "")
	t.Setenv("WORLDC_STORE", filepath.Join(dir, "store"))
	s := stageChat(t, spec, filepath.Join(dir, "recorded.zst"), faultserver.Mixed(5, 60, 1, []faultserver.Fault{
		faultserver.Length, faultserver.ContentFilter, faultserver.Refuses, faultserver.TooLong,
	}))
	before := time.Now()
	status, stdout, stderr := command(t, append([]string{"build", spec, "-o", filepath.Join(dir, "out"), "--target", "filter.funnel", "--json"}, s.args...)...)
	t.Logf("%v, status %d\n%s%s", time.Since(before), status, stdout, stderr)
	if status != 0 {
		t.FailNow()
	}
	accounted(t, stdout)
}

// A counted node is what a build says became of its records.
type countedNode struct {
	Address                                      string
	Planned, Accepted, Rejected, Failed, Skipped int64
}

// accounted are the nodes of a build by what it prints with --json; no record of them
// has vanished.
func accounted(t *testing.T, stdout string) []countedNode {
	t.Helper()
	var result struct{ Nodes []countedNode }
	if err := json.Unmarshal([]byte(stdout), &result); err != nil {
		t.Fatal(err)
	}
	for _, n := range result.Nodes {
		if n.Planned != n.Accepted+n.Rejected+n.Failed+n.Skipped {
			t.Errorf("%s: %+v", n.Address, n)
		}
	}
	return result.Nodes
}

// TestChatToolsmithBombs: code that a model writes and that would take all memory,
// or never end, takes a worker down and nothing else: its tool is left out with
// the reason, the others make a world.
func TestChatToolsmithBombs(t *testing.T) {
	if underRace {
		t.Skip("the memory of a confined worker has no room for the race detector")
	}
	t.Setenv(chatKeyName, chatKey)
	dir := t.TempDir()
	t.Setenv("WORLDC_STORE", filepath.Join(dir, "store"))
	bombs := map[string]string{
		"def snooze_reminder(": "    l = [0]\n    for _ in range(60):\n        l = l + l\n    return len(l)\n",
		"def delete_reminder(": "    n = 0\n    for i in range(1 << 40):\n        n += i\n    return n\n",
	}
	spec := chatSpec(t, dir, "")
	text, err := os.ReadFile(spec)
	if err != nil {
		t.Fatal(err)
	}
	text = bytes.Replace(text, []byte("  rows_per_table = 8\n"), []byte("  rows_per_table = 8\n  repair_rounds  = 1\n"), 1)
	if err := os.WriteFile(spec, text, 0o666); err != nil {
		t.Fatal(err)
	}
	s := stageChanged(t, spec, filepath.Join(dir, "recorded.zst"), nil, func(r model.Request, reply *model.Reply) {
		if r.Schema == nil || r.Schema.Name != "toolsmith_tool" {
			return
		}
		var tool map[string]any
		if json.Unmarshal([]byte(reply.Content), &tool) != nil {
			return
		}
		code, _ := tool["code"].(string)
		for function, body := range bombs {
			if at := strings.Index(code, function); at >= 0 {
				head, _, _ := strings.Cut(code[at:], ":\n")
				tool["code"] = head + ":\n" + body
				raw, _ := json.Marshal(tool)
				reply.Content = string(raw)
			}
		}
	})
	status, stdout, stderr := command(t, append([]string{"build", spec, "-o", filepath.Join(dir, "out"), "--target", "worlds.services"}, s.args...)...)
	if status != 0 || !strings.Contains(stdout+stderr, "2  noted: tool left out of its world: its tests fail") {
		t.Errorf("status %d\n%s%s", status, stdout, stderr)
	}
	worlds, err := records[world.World](t, append([]string{spec, "worlds.services"}, s.args...)...)
	if err != nil || len(worlds) == 0 {
		t.Fatalf("%d worlds, %v", len(worlds), err)
	}
	for _, w := range worlds {
		if w.Author != "author" {
			t.Errorf("the world %s was written by %q", w.Name, w.Author)
		}
		for _, tool := range w.Tools {
			if bombs["def "+tool.Tool.Name+"("] != "" {
				t.Errorf("%s is a tool of %s", tool.Tool.Name, w.Name)
			}
		}
	}
}
