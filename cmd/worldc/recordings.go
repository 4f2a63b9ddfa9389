package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"worldc/compiler"
	"worldc/inspect"
	"worldc/model"
)

func newRecordings(c *console) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "recordings",
		Short: "Look after what served models have answered",
		Long: `Recordings are files of what served models have answered: with them a build makes the
same datasets without a server. Those of a model block are where its argument recordings
says, else in the store, a file for each name of a model. They are zstd files of JSON
lines, which can be committed, copied, and merged.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newRecordingsMerge(c), newRecordingsList(c), newRecordingsPrune(c), newRecordingsVerify(c))
	for _, sub := range cmd.Commands() {
		sub.ValidArgsFunction = func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return []string{"zst"}, cobra.ShellCompDirectiveFilterFileExt
		}
	}
	return cmd
}

func newRecordingsMerge(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "merge INTO FILE...",
		Short: "Add the answers of files to the file INTO",
		Long: `Merge adds to the file INTO, which is made where there is none, what the other files
hold. Where two answer one request, the answer of the earlier file is kept, that of INTO
before all. Builds may use the files meanwhile.`,
		Args: cobra.MinimumNArgs(2),
		RunE: func(_ *cobra.Command, args []string) error {
			into, sources := args[0], args[1:]
			// They are looked at first: a file that is none must not leave INTO half made.
			for _, path := range sources {
				r, err := model.OpenRecordings(path, true)
				if err != nil {
					return err
				}
				if err := r.Close(); err != nil {
					return err
				}
			}
			if !slices.Contains(sources, into) {
				r, err := model.OpenRecordings(into, false)
				if err != nil {
					return err
				}
				if err := r.Close(); err != nil {
					return err
				}
				sources = append([]string{into}, sources...)
			}
			m, err := model.MergeRecordings(into, sources...)
			if err != nil {
				return err
			}
			line := fmt.Sprintf("%s: %s, %d of the files were there already", into, inspect.Count(int64(m.Kept), "answer"), m.Dropped)
			if m.Differ > 0 {
				line += fmt.Sprintf("; %d of these were other answers to the same requests", m.Differ)
			}
			fmt.Fprintln(c.out, line)
			return nil
		},
	}
}

// listedAnswer is an answer in the JSON of `recordings list`.
type listedAnswer struct {
	File     string          `json:"file"`
	Request  string          `json:"request"`
	Ordinal  int             `json:"ordinal"`
	Answer   string          `json:"answer"`
	Role     string          `json:"role"`
	Record   string          `json:"record"`
	Served   string          `json:"served,omitempty"`
	Class    string          `json:"class,omitempty"`
	Usage    model.Usage     `json:"usage"`
	Seconds  float64         `json:"seconds,omitempty"`
	Asked    json.RawMessage `json:"asked"`
	Answered json.RawMessage `json:"answered"`
}

func newRecordingsList(c *console) *cobra.Command {
	var asJSON, answers bool
	cmd := &cobra.Command{
		Use:   "list [FILE...]",
		Short: "Say what files of recordings hold, by role",
		Long: `List says how many answers there are of each role, what they took, and how many are
outcomes such as refusals. Without FILE it lists the files of the store.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				store, err := openStore()
				if err != nil {
					return err
				}
				if args, err = filepath.Glob(filepath.Join(store.Dir(), compiler.RecordingsDir, "*.zst")); err != nil {
					return err
				}
				if len(args) == 0 {
					fmt.Fprintf(c.err, "%s holds no recordings\n", store.Dir())
				}
			}
			for _, path := range args {
				if err := c.list(cmd.Context(), path, asJSON, answers); err != nil {
					return err
				}
			}
			return nil
		},
	}
	cmd.Flags().BoolVar(&answers, "answers", false, "print a line for each answer")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print each answer as a JSON object, with what was asked")
	return cmd
}

// list prints what a file of recordings holds.
func (c *console) list(ctx context.Context, path string, asJSON, answers bool) (err error) {
	r, err := model.OpenRecordings(path, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	for _, d := range r.Damage() {
		fmt.Fprintf(c.err, "warning: %s\n", inspect.Clean(d))
	}
	encoder := json.NewEncoder(c.out)
	encoder.SetEscapeHTML(false)
	roles := map[string]*roleList{}
	err = r.Each(func(a model.Recorded) error {
		if err := ctx.Err(); err != nil {
			return err
		}
		if asJSON {
			return encoder.Encode(listedAnswer{
				path, a.Use.Request.String(), a.Ordinal, a.Answer.String(), a.Role, a.Record, a.Served, string(a.Class), a.Usage, a.Took.Seconds(), a.Request, a.Reply,
			})
		}
		if answers {
			_, err := fmt.Fprintln(c.out, inspect.Clean(answerLine(a)))
			return err
		}
		t := roles[a.Role]
		if t == nil {
			t = &roleList{}
			roles[a.Role] = t
		}
		t.add(a)
		return nil
	})
	if err != nil || asJSON || answers {
		return err
	}
	fmt.Fprintf(c.out, "%s: %s\n", path, inspect.Count(int64(r.Len()), "answer"))
	names := make([]string, 0, len(roles))
	for name := range roles { //lint:ordered sorted below
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		fmt.Fprintln(c.out, inspect.Clean(roles[name].line(name)))
	}
	return nil
}

// answerLine is an answer as a line: its request, and what is known of it.
func answerLine(a model.Recorded) string {
	line := fmt.Sprintf("%.16s %d  %s of %s: %d tokens in, %d out", a.Use.Request, a.Ordinal, a.Role, a.Record, a.Usage.PromptTokens, a.Usage.CompletionTokens)
	if a.Took > 0 {
		line += fmt.Sprintf(", %.2f s", a.Took.Seconds())
	}
	if a.Class != "" {
		line += ", " + string(a.Class)
	}
	return line
}

// A roleList adds up the answers of a role.
type roleList struct {
	answers int64
	usage   model.Usage
	took    time.Duration
	classes map[model.Class]int64
}

func (t *roleList) add(a model.Recorded) {
	t.answers++
	t.usage.Add(a.Usage)
	t.took += a.Took
	if a.Class != "" {
		if t.classes == nil {
			t.classes = map[model.Class]int64{}
		}
		t.classes[a.Class]++
	}
}

func (t *roleList) line(role string) string {
	line := fmt.Sprintf("%10s  %s of %s: %s tokens in, %s out", inspect.Thousands(t.answers), plainNoun(t.answers, "answer"), role,
		inspect.Thousands(t.usage.PromptTokens), inspect.Thousands(t.usage.CompletionTokens))
	if t.took > 0 && t.usage.Calls > 0 {
		line += fmt.Sprintf(", %.2f s a call", t.took.Seconds()/float64(t.usage.Calls))
	}
	var classes []string
	for class, n := range t.classes { //lint:ordered sorted below
		classes = append(classes, fmt.Sprintf("%s %s", inspect.Thousands(n), class))
	}
	slices.Sort(classes)
	if len(classes) > 0 {
		line += " (" + strings.Join(classes, ", ") + ")"
	}
	return line
}

func newRecordingsPrune(c *console) *cobra.Command {
	var specs []string
	cmd := &cobra.Command{
		Use:   "prune --for SPEC FILE...",
		Short: "Leave in files what the builds of specs are made of",
		Long: `Prune removes from the files every answer that is not part of what the specs named by
--for come to now. These have to be built: answers that an unfinished build has paid for
are not known to be needed, and would be lost.`,
		Args: cobra.MinimumNArgs(1),
	}
	flags := addSpecFlags(cmd)
	cmd.Flags().StringArrayVar(&specs, "for", nil, "keep what this `SPEC` is made of")
	cmd.RunE = func(_ *cobra.Command, args []string) error {
		if len(specs) == 0 {
			return usageError{errors.New("name the specs whose answers are to be kept: --for SPEC")}
		}
		store, err := openStore()
		if err != nil {
			return err
		}
		kept := map[model.Use]bool{}
		for _, path := range specs {
			p, err := c.plan(path, flags)
			if err != nil {
				return err
			}
			if err := p.Used(store, func(u model.Use) { kept[u] = true }); err != nil {
				return fmt.Errorf("%s: %w", path, err)
			}
		}
		for _, path := range args {
			r, err := model.OpenRecordings(path, true) // prune makes none
			if err != nil {
				return err
			}
			if err := r.Close(); err != nil {
				return err
			}
			m, err := model.PruneRecordings(path, func(u model.Use) bool { return kept[u] })
			if err != nil {
				return err
			}
			fmt.Fprintf(c.out, "%s: %s kept, %d removed\n", path, inspect.Count(int64(m.Kept), "answer"), m.Dropped)
		}
		return nil
	}
	return cmd
}

func newRecordingsVerify(c *console) *cobra.Command {
	return &cobra.Command{
		Use:   "verify FILE...",
		Short: "Read files of recordings whole and say what is damaged",
		Long: `Verify reads every answer and compares it with its digests. What is damaged is asked
again by the next build that needs it, and is missing in a replay.`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(_ *cobra.Command, args []string) error {
			problems := int64(0)
			for _, path := range args {
				r, err := model.OpenRecordings(path, true)
				if err != nil {
					return err
				}
				right := r.Verify(func(problem string) {
					problems++
					fmt.Fprintln(c.out, inspect.Clean(problem))
				})
				if err := r.Close(); err != nil {
					return err
				}
				fmt.Fprintf(c.out, "%s: %s whole\n", path, inspect.Count(int64(right), "answer"))
			}
			if problems > 0 {
				fmt.Fprintf(c.err, "%s\n", inspect.Count(problems, "problem"))
				return errFailed
			}
			return nil
		},
	}
}
