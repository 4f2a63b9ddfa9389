package model_test

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"worldc/model"
	. "worldc/model/faultserver"
)

// classes is what each fault comes to when it stays. Sound is a reply: what is
// odd about it is no fault.
const sound model.Class = "sound"

var classes = map[model.Class][]Fault{
	sound:           {MissingIDs},
	model.Transport: {ResetBefore, ResetInHead, ResetInBody, CloseEarly, Stall, StallInBody, SlowBody},
	model.Provider: {
		Status408, Status409, Status429, RetrySeconds, RetryFraction, RetryDate, RetryMillis, RetryHuge, RetryNegative, RetryNaN, RetryWords,
		Status500, Status500HTML, Status501, Status502, Status503, Status504, Status529, ErrorIn200,
	},
	model.Rejected: {Status401, Status403, Status404, Status429Quota, Redirect, RedirectSame},
	model.Parse: {
		Status201, Status204, PlainText, NoType, HTML, Gzip, GzipBomb, EventText, Empty, EmptyObject, NullBody, ListBody, NoChoices, ChoicesObject,
		NoMessage, NullMessage, WrongRole, ContentNumber, ContentParts, NoFinish, NullFinish, OddFinish, CallsWithout, OldFunction, InvalidUTF8,
		HalfSurrogate, DuplicateKeys, TwoValues, DeepJSON, NegativeUsage, WordUsage, HugeUsage, HugeBody, HugeChunked, CutHalf, NaNNumber,
		ByteOrderMark, EchoesKey, EchoesKeyBase64, ArgumentsObject, DuplicateIDs, NumberID, OddCallType, NoFunction,
	},
	model.Validation:    {EmptyReply, UnknownTool, ArgumentsCut, ArgumentsList, ArgumentsTwice, AgainstTheSchema},
	model.Length:        {Length},
	model.ContextLength: {TooLong, TooLongLlama},
	model.ContentFilter: {ContentFilter, Filtered400},
	model.Refusal:       {Refuses},
}

// waits are what the server asks for, of a fault that asks.
var waits = map[Fault]time.Duration{
	RetrySeconds: 7 * time.Second, RetryFraction: 1500 * time.Millisecond, RetryMillis: 250 * time.Millisecond, RetryHuge: time.Minute, RetryDate: 20 * time.Second,
}

func requestFor(f Fault) model.Request {
	r := user("add")
	switch {
	case f == AgainstTheSchema:
		r.Schema = &model.Schema{Name: "answer", JSON: json.RawMessage(`{"type":"object","properties":{"answer":{"type":"string"}},"required":["answer"],"additionalProperties":false}`)}
	case f != Length && f != ContentFilter:
		r.Tools = []model.Tool{adder}
	}
	return r
}

// TestFaults: each fault alone. One that stays is a failure of its class after
// as many attempts as that class has retries; one that goes away leaves the
// reply that would have come without it. What is broken is never recorded, what
// is final always, and the key is nowhere.
func TestFaults(t *testing.T) {
	known := map[Fault]bool{}
	dir := t.TempDir()
	stolen := make(chan string, 1)
	elsewhere := thief(t, stolen)
	for class, faults := range classes {
		for _, f := range faults {
			known[f] = true
			t.Run(string(f), func(t *testing.T) {
				t.Parallel()
				for _, times := range []int{1, 1000} {
					path := filepath.Join(dir, fmt.Sprintf("%x-%d", sha256.Sum256([]byte(f)), times))
					oneFault(t, f, class, times, path, elsewhere)
				}
			})
		}
	}
	for _, f := range All() {
		if !known[f] {
			t.Errorf("there is no test of %q", f)
		}
	}
	t.Cleanup(func() {
		select {
		case what := <-stolen:
			t.Errorf("a redirect was followed to another host: %s", what)
		default:
		}
		scan(t, dir)
	})
}

func oneFault(t *testing.T, f Fault, class model.Class, times int, path, elsewhere string) {
	server := start(t, Options{Fault: Always(f, times), Elsewhere: elsewhere})
	clock := &fakeClock{now: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)}
	set := settings(t, server)
	set.Clock = clock
	set.Retries = model.Retries{Transport: 2, Provider: 3, Parse: 4, Validation: 1}
	slow := f == Stall || f == StallInBody || f == SlowBody
	if slow {
		set.Timeouts = model.Timeouts{Connect: time.Second, FirstByte: 300 * time.Millisecond, Idle: 300 * time.Millisecond, Total: 600 * time.Millisecond}
	}
	set.Recordings = recordings(t, path)
	s := open(t, set)
	reply, err := s.Ask(context.Background(), requestFor(f))
	retries := map[model.Class]int{model.Transport: 2, model.Provider: 3, model.Parse: 4, model.Validation: 1}[class]
	var failure *model.Failure
	switch {
	case class == sound || retries > 0 && times == 1:
		if err != nil {
			t.Fatalf("%d times: %v", times, err)
		}
		if len(reply.Calls) != 2 && f != AgainstTheSchema {
			t.Errorf("%d times: reply %+v", times, reply)
		}
		if n, want := server.Requests(), int64(2); class != sound && n != want && !slow { // a busy machine may be slow as well
			t.Errorf("%d requests, want %d", n, want)
		}
		if server.Twice() > 0 && !slow {
			t.Error("a sound answer was asked for again")
		}
		return
	case !errors.As(err, &failure):
		t.Fatalf("%d times: accepted %+v, error %v", times, reply, err)
	}
	if failure.Class != class || failure.Detail == "" {
		t.Errorf("class %q, want %q: %v", failure.Class, class, err)
	}
	if n := int(server.Requests()); n != 1+retries {
		t.Errorf("%d requests, want %d", n, 1+retries)
	}
	if class != model.Validation && len(clock.slept()) < retries {
		t.Errorf("slept %v for %d retries", clock.slept(), retries)
	}
	if want, ok := waits[f]; ok && clock.slept()[0] != want {
		t.Errorf("slept %v first, want %v", clock.slept()[0], want)
	}
	if n := set.Recordings.Len(); (n == 1) != class.Final() {
		t.Errorf("%d recorded answers of class %s", n, class)
	}
	text := fmt.Sprintf("%v %+v", err, failure)
	for _, form := range forms(testKey) {
		if strings.Contains(text, form) {
			t.Errorf("the key stands in %s", text)
		}
	}
	if times == 1 || testing.Verbose() {
		t.Log(err)
	}
	if !class.Final() {
		return
	}
	before := server.Requests()
	set.Mode = model.Replay
	_, again := open(t, set).Ask(context.Background(), requestFor(f))
	if again == nil || again.Error() != err.Error() || server.Requests() != before {
		t.Errorf("replayed %v, was %v", again, err)
	}
}

// thief is a server of another host that says what it is sent.
func thief(t *testing.T, stolen chan<- string) string {
	s := start(t, Options{Reply: func(a Ask) Answer {
		select {
		case stolen <- fmt.Sprintf("%+v", a):
		default:
		}
		return parrot(a)
	}})
	return strings.Replace(s.URL(), "127.0.0.1", "localhost", 1)
}

// TestEveryOffset: an answer that ends properly after any number of bytes but
// all of them is no reply.
func TestEveryOffset(t *testing.T) {
	var mu sync.Mutex
	cut := 0
	server := start(t, Options{Fault: func([sha256.Size]byte, int) Fault {
		mu.Lock()
		defer mu.Unlock()
		return CutAt(cut)
	}})
	set := settings(t, server)
	set.Mode, set.Retries = model.Live, model.Retries{}
	s := open(t, set)
	r := requestFor(None)
	for ; ; cut++ {
		reply, err := s.Ask(context.Background(), r)
		var failure *model.Failure
		if errors.As(err, &failure) && failure.Class == model.Parse {
			continue
		}
		if err != nil {
			t.Fatalf("cut at %d: %v", cut, err)
		}
		if len(reply.Calls) != 2 || cut < 500 {
			t.Fatalf("accepted what was cut at %d: %+v", cut, reply)
		}
		break
	}
	t.Logf("%d offsets refused", cut)
}

// scan looks for the key in files, unpacked, in every form.
func scan(t *testing.T, dir string) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		texts := []string{string(raw)}
		r, err := model.OpenRecordings(path, true)
		if err != nil {
			return err
		}
		if err := r.Each(func(x model.Recorded) error {
			texts = append(texts, fmt.Sprintf("%+v", x), string(x.Request), string(x.Reply))
			return nil
		}); err != nil {
			return err
		}
		for _, form := range forms(testKey) {
			if strings.Contains(strings.Join(texts, "\n"), form) {
				t.Errorf("%s holds the key", path)
			}
		}
		return r.Close()
	})
	if err != nil || files == 0 {
		t.Errorf("scanned %d files: %v", files, err)
	}
}
