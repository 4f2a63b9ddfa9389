package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"

	"github.com/spf13/cobra"

	"worldc/artifact"
	"worldc/audit"
	"worldc/compiler"
	"worldc/inspect"
	"worldc/world"
)

func newAudit(c *console) *cobra.Command {
	o := &auditOptions{}
	cmd := &cobra.Command{
		Use:   "audit SPEC kind.name (-o FILE | --labels FILE)",
		Short: "Have people judge turns, and say how far they agree with the judge",
		Long: `Audit draws trajectories of a node and, of each, a turn of the agent that was judged
correct and one that was judged wrong, and writes them to FILE: CSV, which any
spreadsheet opens. People write correct or wrong in the column label. How a turn was
judged is not in the file, so that nobody is led to agree. What is there already is
not overwritten.

With --labels it reads the file again, when people have filled it in, and prints how
often they agree where the judge said correct, and where it said wrong.

A turn was judged wrong if it is flagged as a mistake: by what the world says, or
by a game master. It is the same judgement that keeps mistakes out of the loss.`,
		Args: cobra.ExactArgs(2),
	}
	flags := addSpecFlags(cmd)
	cmd.Flags().StringVarP(&o.to, "output", "o", "", "write turns to `FILE`")
	cmd.Flags().StringVar(&o.labels, "labels", "", "read the labels of `FILE`")
	cmd.Flags().IntVar(&o.trajectories, "trajectories", 50, "draw turns of `N` trajectories")
	cmd.Flags().Uint64Var(&o.seed, "seed", 1, "draw others with another `SEED`")
	cmd.Flags().BoolVar(&o.json, "json", false, "print the table as a JSON object")
	cmd.MarkFlagFilename("labels", "csv")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		switch {
		case (o.to == "") == (o.labels == ""):
			return usageError{errors.New("audit either writes -o FILE or reads --labels FILE")}
		case o.trajectories < 1:
			return usageError{fmt.Errorf("--trajectories %d: expected 1 or more", o.trajectories)}
		}
		b, err := c.builtAt(args[0], args[1], flags, func(n *compiler.Node) error {
			if n.Emits != world.TrajectoryType {
				return fmt.Errorf("%s makes records of type %s; turns of trajectories are judged", n.Address, n.Emits)
			}
			return nil
		})
		if err != nil {
			return err
		}
		if o.labels != "" {
			return c.auditTable(b, args[1], o)
		}
		return c.auditFile(b, args[1], o)
	}
	return cmd
}

// auditOptions are what to draw, and what to do with it.
type auditOptions struct {
	to, labels   string
	trajectories int
	seed         uint64
	json         bool
}

// trajectoriesOf are the trajectories of nodes.
func trajectoriesOf(b *built) iter.Seq2[*world.Trajectory, error] {
	return func(yield func(*world.Trajectory, error) bool) {
		for _, n := range b.nodes {
			for line, err := range inspect.First(b.store.Lines(b.entries[n].Info), n.Records(b.entries[n])) {
				t := new(world.Trajectory)
				if err == nil {
					err = json.Unmarshal(line, t)
				}
				if !yield(t, err) || err != nil {
					return
				}
			}
		}
	}
}

// auditFile draws turns and writes them.
func (c *console) auditFile(b *built, address string, o *auditOptions) (err error) {
	drawn, able, err := audit.Draw(trajectoriesOf(b), o.seed, o.trajectories)
	if err != nil {
		return err
	}
	if len(drawn) == 0 {
		return fmt.Errorf("nothing to ask people: %s has no trajectory in which a turn was judged correct and another wrong", address)
	}
	if able < int64(o.trajectories) {
		fmt.Fprintf(c.err, "worldc: trajectories of %s in which a turn was judged correct and another wrong: only %d\n", address, able)
	}
	file, err := os.OpenFile(o.to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s is there already: give another name, or remove it first", o.to)
	}
	if err != nil {
		return err
	}
	if err := errors.Join(audit.Write(file, drawn), file.Close()); err != nil {
		return errors.Join(fmt.Errorf("writing %s: %w", o.to, err), os.Remove(o.to))
	}
	_, err = fmt.Fprintf(c.out, "%s: %d turns, two of each trajectory\n", o.to, 2*len(drawn))
	return err
}

// auditTable reads what people say and prints how far they agree.
func (c *console) auditTable(b *built, address string, o *auditOptions) error {
	file, err := os.Open(o.labels)
	if err != nil {
		return err
	}
	rows, err := audit.Read(file)
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("%s: %w", o.labels, err)
	}
	wanted := map[string][]audit.Row{}
	for _, r := range rows {
		wanted[r.Trajectory] = append(wanted[r.Trajectory], r)
	}
	var table audit.Table
	for t, err := range trajectoriesOf(b) {
		if err != nil {
			return err
		}
		for _, r := range wanted[t.ID] {
			judge, judged := audit.Judged(t, r.Turn)
			if !judged {
				return fmt.Errorf("%s: line %d: turn %d of trajectory %s is not one that was judged", o.labels, r.Line, r.Turn+1, t.ID)
			}
			table.Add(judge, r.Label)
		}
		delete(wanted, t.ID)
	}
	for _, r := range rows {
		if _, left := wanted[r.Trajectory]; left {
			return fmt.Errorf("%s: line %d: %s has no trajectory %q: it is of another build, or the spec was changed since", o.labels, r.Line, address, r.Trajectory)
		}
	}
	if table.Correct.Of()+table.Wrong.Of() == 0 {
		return fmt.Errorf("%s: no turn has a label yet: people write correct or wrong in the column label", o.labels)
	}
	if o.json {
		line, err := artifact.Marshal(&table)
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(c.out, "%s\n", line)
		return err
	}
	text := table.String()
	if table.Unlabelled > 0 {
		text += inspect.Count(int64(table.Unlabelled), "turn") + " of the file without a label\n"
	}
	_, err = c.out.WriteString(text)
	return err
}
