package main

import (
	"encoding/json"
	"fmt"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"worldc/artifact"
	"worldc/compiler"
	"worldc/executors"
)

func newBuild(c *console) *cobra.Command {
	var (
		out     string
		targets []string
		locked  bool
		jobs    int
		verify  bool
		preview int64
		asJSON  bool
	)
	cmd := &cobra.Command{
		Use:   "build SPEC",
		Short: "Build the datasets of a spec",
		Long: `Build makes what the spec asks for and the store does not have, then writes each
dataset block to DIR/NAME. A second build of an unchanged spec runs nothing.
An interrupted build goes on where it was. What served models answered is recorded
and is not asked again.`,
		Args: cobra.ExactArgs(1),
	}
	flags, modelFlags := addSpecFlags(cmd), addModelFlags(cmd)
	cmd.Flags().StringVarP(&out, "output", "o", "out", "write datasets below this `directory`")
	cmd.Flags().StringArrayVar(&targets, "target", nil, "build only this node, `kind.name`, and what it depends on")
	cmd.Flags().BoolVar(&locked, "locked", false, "refuse inputs that differ from the lock")
	cmd.Flags().IntVar(&jobs, "jobs", runtime.GOMAXPROCS(0), "how many nodes, and records, to work on at once")
	cmd.Flags().BoolVar(&verify, "verify", false, "run every node again and compare")
	cmd.Flags().Int64Var(&preview, "preview", 0, "make at most `N` records a node, apart from the real build")
	cmd.Flags().BoolVar(&asJSON, "json", false, "print the result as one JSON object")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if jobs < 1 || jobs > 1024 {
			return usageError{fmt.Errorf("--jobs %d: expected 1 to 1024", jobs)}
		}
		if preview < 0 || cmd.Flags().Changed("preview") && preview == 0 {
			return usageError{fmt.Errorf("--preview %d: expected 1 or more records", preview)}
		}
		if _, err := modelFlags.mode(); err != nil {
			return err
		}
		var models *compiler.Models
		b, err := func() (b *compiler.Build, err error) {
			p, err := c.plan(args[0], flags)
			if err != nil {
				return nil, err
			}
			nodes, err := findNodes(p, targets)
			if err != nil {
				return nil, err
			}
			if locked {
				if err := p.CheckLock(); err != nil {
					return nil, err
				}
			}
			store, err := openStore()
			if err != nil {
				return nil, err
			}
			if models, err = modelFlags.openModels(p, nodes, store, false); err != nil {
				return nil, err
			}
			defer c.closeModels(models, &err)
			progress := newProgress(c, p)
			b = p.Build(cmd.Context(), compiler.Options{
				Store: store, Output: out, Jobs: jobs, Targets: nodes, Verify: verify,
				Preview: preview, Models: models, Allowed: flags.permissions(), Events: progress.event,
			})
			progress.close()
			c.damage(store)
			return b, nil
		}()
		if asJSON {
			if jsonErr := c.printBuild(b, models); jsonErr != nil {
				return jsonErr
			}
		}
		if err != nil {
			return err
		}
		if ctxErr := cmd.Context().Err(); ctxErr != nil && b.Failed() {
			c.spent(b, models)
			return ctxErr
		}
		c.summarize(b, verify)
		c.spent(b, models)
		if b.Failed() {
			return errFailed
		}
		return nil
	}
	return cmd
}

// damage tells what the store found wrong with its own entries.
func (c *console) damage(store *artifact.Store) {
	for _, d := range store.Damage() {
		fmt.Fprintf(c.err, "warning: the store was damaged and is healed by building again: %s\n", d)
	}
}

// summarize ends a build for a reader: what ran, what failed, where it is.
func (c *console) summarize(b *compiler.Build, verified bool) {
	counts := map[compiler.Status]int{}
	for _, r := range b.Results {
		counts[r.Status]++
	}
	var parts []string
	for _, s := range []compiler.Status{compiler.Ran, compiler.Hit, compiler.Broken, compiler.Blocked} {
		if counts[s] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[s], statusWord(s)))
		}
	}
	line := fmt.Sprintf("%s: %s", plural(len(b.Results), "node"), strings.Join(parts, ", "))
	if counts[compiler.Hit] == len(b.Results) {
		line = fmt.Sprintf("%s: nothing to run, all in the store", plural(len(b.Results), "node"))
	}
	if verified && !b.Failed() {
		line += "; every node is reproducible"
	}
	fmt.Fprintln(c.err, line)
	for _, r := range b.Results {
		if r.Dataset == "" {
			continue
		}
		how := "is up to date"
		if r.Written {
			how = "written"
		}
		fmt.Fprintf(c.err, "%s %s\n", r.Dataset, how)
	}
}

func statusWord(s compiler.Status) string {
	if s == compiler.Hit {
		return "from the store"
	}
	return string(s)
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// builtNode and the types below are the JSON of `build --json`.
type builtNode struct {
	Address string          `json:"address"`
	Status  compiler.Status `json:"status"`
	Key     string          `json:"key"`
	Digest  string          `json:"digest"`
	Records int64           `json:"records"`
	artifact.Counts
	Reasons []string     `json:"reasons,omitempty"`
	Models  []builtUsage `json:"models,omitempty"`
	Error   string       `json:"error,omitempty"`
}

// builtUsage is what a node asked a model in one role. The cost is null where the
// model declares no price.
type builtUsage struct {
	executors.ModelUsage
	CostUSD *float64 `json:"cost_usd"`
}

type builtDataset struct {
	Address string `json:"address"`
	Dir     string `json:"dir"`
}

// printBuild prints one object, also for a build that did not begin (nil).
func (c *console) printBuild(b *compiler.Build, models *compiler.Models) error {
	result := struct {
		Nodes    []builtNode        `json:"nodes"`
		Datasets []builtDataset     `json:"datasets"`
		Asked    *compiler.Spending `json:"asked,omitempty"` // of models, in this build
	}{Nodes: []builtNode{}, Datasets: []builtDataset{}}
	if models != nil && models.Any() {
		s := models.Spent()
		result.Asked = &s
	}
	if b != nil {
		for _, r := range b.Results {
			n := builtNode{Address: r.Node.Address, Status: r.Status, Reasons: r.Reasons, Counts: r.Entry.Counts}
			if r.Status != compiler.Blocked {
				n.Key = r.Key.String()
			}
			if r.Status == compiler.Hit || r.Status == compiler.Ran {
				n.Digest, n.Records = r.Entry.Info.Digest.String(), r.Node.Records(r.Entry)
				for _, u := range r.Report.Models {
					n.Models = append(n.Models, builtUsage{u, r.Node.Cost(u)})
				}
			}
			if r.Err != nil {
				n.Error = r.Err.Error()
			}
			result.Nodes = append(result.Nodes, n)
			if r.Dataset != "" {
				result.Datasets = append(result.Datasets, builtDataset{r.Node.Address, r.Dataset})
			}
		}
	}
	encoder := json.NewEncoder(c.out)
	encoder.SetEscapeHTML(false)
	return encoder.Encode(result)
}
