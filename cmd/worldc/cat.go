package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"worldc/artifact"
	"worldc/compiler"
	"worldc/executors"
	"worldc/inspect"
	"worldc/world"
)

func newCat(c *console) *cobra.Command {
	o := &catOptions{}
	cmd := &cobra.Command{
		Use:   "cat SPEC kind.name | DIR",
		Short: "Print the records of a node, or of a dataset",
		Long: `Cat prints one JSON line a record: those of a node as they are in the store, of all
instances of a for_each block in order, or the data of a dataset directory.
With --select rejected it prints what the node rejected and why, with --select
all the records and then that.`,
		Args: cobra.RangeArgs(1, 2),
	}
	flags := addSpecFlags(cmd)
	cmd.ValidArgsFunction = nil // a spec or a directory
	cmd.Flags().Int64Var(&o.limit, "limit", 0, "print at most `N` lines")
	cmd.Flags().StringVar(&o.what, "select", selectAccepted, "accepted, rejected or all")
	cmd.Flags().BoolVar(&o.pretty, "pretty", false, "print records for reading: tools as signatures, trajectories turn by turn, verdicts with what they judge, versions of action knowledge as a tree")
	cmd.RegisterFlagCompletionFunc("select", cobra.FixedCompletions([]string{selectAccepted, selectRejected, selectAll}, cobra.ShellCompDirectiveNoFileComp))
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		switch o.what {
		case selectAccepted, selectRejected, selectAll:
		default:
			return usageError{fmt.Errorf("--select %q: expected accepted, rejected or all", o.what)}
		}
		if cmd.Flags().Changed("limit") && o.limit < 1 {
			return usageError{fmt.Errorf("--limit %d: expected 1 or more lines", o.limit)}
		}
		p := &recordPrinter{c: c, options: o}
		var err error
		switch {
		case len(args) == 1 && meantAsSpec(args[0]):
			return usageError{fmt.Errorf("%s is a spec: say which of its nodes, as in worldc cat %s kind.name", args[0], args[0])}
		case len(args) == 1:
			err = p.dataset(cmd.Context(), args[0])
		case isDataset(args[0]):
			return usageError{fmt.Errorf("%s is a dataset, which has no nodes: worldc cat %s prints its data", args[0], args[0])}
		default:
			err = c.catNodes(cmd.Context(), p, args[0], args[1], flags)
		}
		if errors.Is(err, errEnough) {
			return nil
		}
		return err
	}
	return cmd
}

// catOptions are what to print of a node, and how.
type catOptions struct {
	what   string
	limit  int64
	pretty bool
}

// The values of --select.
const (
	selectAccepted = "accepted"
	selectRejected = "rejected"
	selectAll      = "all"
)

// meantAsSpec reports whether path is meant as a spec: a file, or a directory of
// spec files.
func meantAsSpec(path string) bool {
	info, err := os.Stat(path)
	if err != nil || isDataset(path) {
		return strings.HasSuffix(path, ".hcl") || strings.HasSuffix(path, ".hcl.json")
	}
	found, _ := filepath.Glob(filepath.Join(path, "*.hcl"))
	return !info.IsDir() || len(found) > 0
}

// catNodes prints the nodes at an address. It builds nothing.
func (c *console) catNodes(ctx context.Context, p *recordPrinter, path, address string, flags *specFlags) error {
	b, err := c.builtAt(path, address, flags, nil)
	if err != nil {
		return err
	}
	for _, n := range b.nodes {
		entry := b.entries[n]
		lines := inspect.First(b.store.Lines(entry.Info), n.Records(entry))
		// What a filter rejected has a verdict, which is a record.
		judged := n.Emits == world.VerdictType
		if judged {
			lines = verdicts(lines, p.options.what)
		}
		if judged || p.options.what != selectRejected {
			upstream := openLibrary(b.store, b.plan.Upstream([]*compiler.Node{n}), b.entries)
			if n.Emits == world.KnowledgeType && p.options.pretty {
				err = p.tree(lines, upstream.document)
			} else {
				err = p.records(n.Emits, lines, upstream.name, upstream.record)
			}
			upstream.close()
			if err != nil {
				return err
			}
		}
		if !judged && p.options.what != selectAccepted {
			raw, err := b.store.Report(entry)
			if err != nil {
				return err
			}
			var report executors.Report
			if err := json.Unmarshal(raw, &report); err != nil {
				return fmt.Errorf("the report of %s: %w", n.Address, err)
			}
			if err := p.findings(report); err != nil {
				return err
			}
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	return nil
}

// verdicts are those of the lines that are asked for.
func verdicts(lines iter.Seq2[[]byte, error], what string) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		for line, err := range lines {
			var v world.Verdict
			if err == nil {
				err = json.Unmarshal(line, &v)
			}
			if err == nil && what != selectAll && v.Accepted != (what == selectAccepted) {
				continue
			}
			if !yield(line, err) {
				return
			}
		}
	}
}

// A recordPrinter prints records, and stops with errEnough at its limit.
type recordPrinter struct {
	c       *console
	options *catOptions
	printed int64
}

var errEnough = errors.New("enough lines")

// dataset prints the data of a dataset directory, all of which was accepted.
func (p *recordPrinter) dataset(ctx context.Context, dir string) error {
	d, err := inspect.OpenDataset(dir)
	if err != nil {
		return err
	}
	if p.options.what == selectRejected {
		return nil
	}
	var names inspect.Names
	for _, s := range d.Streams() {
		if !s.IsData() {
			continue
		}
		if p.options.pretty && names == nil && s.Type != world.ToolType {
			if names, err = d.Names(ctx); err != nil {
				return err
			}
		}
		lines := func(yield func([]byte, error) bool) {
			for line, err := range d.Lines(ctx, s.Files) {
				if !yield(line.Text, err) {
					return
				}
			}
		}
		if s.Type == world.KnowledgeType && p.options.pretty {
			var documents inspect.Documents
			if documents, err = d.Documents(ctx); err == nil {
				err = p.tree(lines, documents)
			}
		} else {
			err = p.records(s.Type, lines, names, nil)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (p *recordPrinter) records(t world.Type, lines iter.Seq2[[]byte, error], names inspect.Names, records inspect.Records) error {
	for line, err := range lines {
		if err != nil {
			return cleaned(err)
		}
		text := string(line) + "\n"
		if p.options.pretty {
			text = inspect.Pretty(t, line, names, records)
			if p.printed > 0 && t != world.EdgeType && t != world.ScoreType {
				text = "\n" + text
			}
		}
		if err := p.print(text); err != nil {
			return err
		}
	}
	return nil
}

// tree prints versions of action knowledge as the tree that they are.
func (p *recordPrinter) tree(lines iter.Seq2[[]byte, error], documents inspect.Documents) error {
	var versions []world.Knowledge
	for line, err := range lines {
		if err != nil {
			return cleaned(err)
		}
		var v world.Knowledge
		if err := json.Unmarshal(line, &v); err != nil {
			return cleaned(err)
		}
		if versions = append(versions, v); p.options.limit > 0 && p.printed+int64(len(versions)) == p.options.limit {
			break
		}
	}
	if len(versions) == 0 {
		return nil
	}
	text := inspect.KnowledgeTree(versions, documents)
	if p.printed > 0 {
		text = "\n" + text
	}
	p.printed += int64(len(versions)) - 1
	return p.print(text)
}

// findings prints what a node rejected or failed to make, and, with --select
// all, what it left out. Where that was counted and not listed, the numbers go
// to standard error.
func (p *recordPrinter) findings(report executors.Report) error {
	missing := []world.Action{world.Rejected, world.Failed}
	if p.options.what == selectAll {
		missing = append(missing, world.Skipped)
	}
	counted := maps.Clone(report.Reasons)
	for _, f := range report.Findings {
		counted[string(f.Action)+": "+f.Reason]--
	}
	for _, reason := range slices.Sorted(maps.Keys(counted)) {
		action, _, _ := strings.Cut(reason, ": ")
		if n := counted[reason]; n > 0 && slices.Contains(missing, world.Action(action)) {
			fmt.Fprintf(p.c.err, "%s, counted and not listed: %s\n", inspect.Count(n, "record"), inspect.Clean(reason))
		}
	}
	for _, f := range report.Findings {
		if !slices.Contains(missing, f.Action) {
			continue
		}
		line, err := artifact.Marshal(f)
		if err != nil {
			return err
		}
		text := string(line) + "\n"
		if p.options.pretty {
			text = prettyFinding(f)
		}
		if err := p.print(text); err != nil {
			return err
		}
	}
	return nil
}

func prettyFinding(f world.Finding) string {
	text := fmt.Sprintf("%s %s: %s", f.Action, f.Subject, f.Reason)
	if f.Detail != "" {
		text += " (" + f.Detail + ")"
	}
	if f.Place != "" {
		text += ", at " + f.Place
	}
	return inspect.Clean(text) + "\n"
}

// print writes one line or record; the first error of the output ends the work.
func (p *recordPrinter) print(text string) error {
	if _, err := p.c.out.WriteString(text); err != nil {
		return fmt.Errorf("writing standard output: %w", err)
	}
	p.printed++
	if p.options.limit > 0 && p.printed == p.options.limit {
		return errEnough
	}
	return nil
}

// arguments are the flags as they would be given again.
func (f *specFlags) arguments() string {
	var b strings.Builder
	for _, list := range []struct {
		name   string
		values []string
	}{{"--var", f.vars}, {"--var-file", f.varFiles}, {"--allow-path", f.allowPaths}} {
		for _, v := range list.values {
			b.WriteString(" " + list.name + " " + quoteArg(v))
		}
	}
	if f.allowCommands {
		b.WriteString(" --allow-commands")
	}
	if f.trustCode {
		b.WriteString(" --trust-code")
	}
	return b.String()
}

// quoteArg quotes an argument for a shell where it has to be.
func quoteArg(s string) string {
	const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-./=,:+@%"
	if s != "" && strings.Trim(s, plain) == "" {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}
