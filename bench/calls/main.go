// Command calls measures what calls of a chat model cost: a server that takes
// its time, in a process of its own, and a client that asks it many things at
// once and records every answer. bench/calls.sh runs it beside aiohttp.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"runtime"
	"runtime/pprof"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sys/unix"
	"worldc/model"
	"worldc/model/faultserver"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "calls:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) == 0 {
		return errors.New("use serve, ask or replay")
	}
	flags := flag.NewFlagSet(args[0], flag.ContinueOnError)
	address := flags.String("address", "127.0.0.1:18080", "where the server is")
	latency := flags.Duration("latency", 100*time.Millisecond, "of the server")
	concurrency := flags.Int("concurrency", 512, "calls at once")
	calls := flags.Int("calls", 46080, "in all")
	file := flags.String("file", "calls.zst", "the recordings")
	profile := flags.String("profile", "", "where a profile of the processor goes")
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	if *profile != "" {
		f, err := os.Create(*profile)
		if err != nil {
			return err
		}
		if err := pprof.StartCPUProfile(f); err != nil {
			return err
		}
		defer pprof.StopCPUProfile()
	}
	switch args[0] {
	case "serve":
		return serve(*address, *latency)
	case "ask":
		return ask(*address, model.Auto, *file, *concurrency, *calls)
	case "replay":
		return ask(*address, model.Replay, *file, 1, *calls)
	}
	return fmt.Errorf("there is no %s", args[0])
}

// reply is what the server says to everything.
var reply = strings.Repeat("All work and no play makes a long day. ", 8)

func serve(address string, latency time.Duration) error {
	s, err := faultserver.StartAt(address, faultserver.Options{
		Latency: latency,
		Reply: func(faultserver.Ask) faultserver.Answer {
			return faultserver.Answer{Reply: &model.Reply{Content: reply}}
		},
	})
	if err != nil {
		return err
	}
	done := make(chan os.Signal, 1)
	signal.Notify(done, os.Interrupt, unix.SIGTERM)
	<-done
	fmt.Printf("server: %d requests, %.1f us of processor each\n", s.Requests(), perCall(processor(), int(s.Requests())))
	return s.Close()
}

func ask(address string, mode model.Mode, file string, concurrency, calls int) (err error) {
	recordings, err := model.OpenRecordings(file, mode == model.Replay)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, recordings.Close()) }()
	temperature := 0.7
	client, err := model.Open(model.Settings{
		BaseURL: "http://" + address + "/v1", Model: "m", Key: func() string { return "sk-0123456789abcdef0123456789" }, Mode: mode,
		Sampling: model.Sampling{Temperature: &temperature}, MaxTokens: 512, MaxConcurrency: concurrency,
		Retries: model.DefaultRetries(), Recordings: recordings,
	})
	if err != nil {
		return err
	}
	defer client.Close()
	session := client.Session()
	headroom := make([]byte, 256<<20) // which the command gives the collector: see cmd/worldc
	defer runtime.KeepAlive(headroom)
	system := strings.Repeat("You are one who answers questions about orders, returns and deliveries, politely. ", 10)
	var next atomic.Int64
	var failed atomic.Pointer[error]
	var all sync.WaitGroup
	cpu, start := processor(), time.Now()
	for range concurrency {
		all.Go(func() {
			for {
				n := next.Add(1)
				if n > int64(calls) || failed.Load() != nil {
					return
				}
				_, err := session.Ask(context.Background(), model.Request{
					Purpose:  model.Purpose{Role: "agent", Record: fmt.Sprint(n)},
					Messages: []model.Message{{Role: "system", Content: system}, {Role: "user", Content: fmt.Sprintf("Where is order %d?", n)}},
				})
				if err != nil {
					failed.Store(&err)
				}
			}
		})
	}
	all.Wait()
	took, used := time.Since(start), processor()-cpu
	if e := failed.Load(); e != nil {
		return *e
	}
	fmt.Printf("worldc %s: %d calls, %d at once, %.0f calls/s, %.1f us of processor a call, %.0f calls a second and core\n",
		mode, calls, concurrency, float64(calls)/took.Seconds(), perCall(used, calls), float64(calls)/used.Seconds())
	return nil
}

// processor is the time that this process has had of processors, user and system.
func processor() time.Duration {
	var u unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &u); err != nil {
		panic(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func perCall(d time.Duration, calls int) float64 {
	return float64(d.Microseconds()) / float64(max(calls, 1))
}
