package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"github.com/spf13/cobra"

	"worldc/compiler"
	"worldc/world"
	"worldc/world/export"
)

func newExport(c *console) *cobra.Command {
	o := &exportOptions{}
	cmd := &cobra.Command{
		Use:   "export SPEC kind.name (--sqlite FILE | --python DIR)",
		Short: "Write worlds as SQLite databases, or as Python that runs",
		Long: `Export writes the worlds of a node, as they are in the store. One world is written to
FILE or DIR; of several, each is written beside its name with its id in it: FILE
shop.db becomes shop-ID.db, DIR becomes DIR/ID. --world chooses one of them.

With --sqlite a world is one ordinary SQLite file. With --python it is a directory in
which the code of the tools runs unchanged: python3 DIR/run.py. What is there already
is not overwritten.`,
		Args: cobra.ExactArgs(2),
	}
	flags := addSpecFlags(cmd)
	cmd.Flags().StringVar(&o.sqlite, "sqlite", "", "write an SQLite database to `FILE`")
	cmd.Flags().StringVar(&o.python, "python", "", "write a directory of Python to `DIR`")
	cmd.Flags().StringVar(&o.world, "world", "", "export only the world with this `ID` or name")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if (o.sqlite == "") == (o.python == "") {
			return usageError{errors.New("export writes either --sqlite FILE or --python DIR")}
		}
		worlds, err := c.worldsOf(args[0], args[1], flags)
		if err != nil {
			return err
		}
		return c.export(worlds, args[1], o)
	}
	return cmd
}

// exportOptions are what to export, and where.
type exportOptions struct {
	sqlite, python, world string
}

// worldsOf are the worlds of the nodes at an address. It builds nothing.
func (c *console) worldsOf(path, address string, flags *specFlags) ([]*world.World, error) {
	b, err := c.builtAt(path, address, flags, func(n *compiler.Node) error {
		if n.Emits != world.WorldType {
			return fmt.Errorf("%s makes records of type %s; worlds can be exported", n.Address, n.Emits)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	var worlds []*world.World
	for _, n := range b.nodes {
		for line, err := range b.store.Lines(b.entries[n].Info) {
			if err != nil {
				return nil, err
			}
			w := new(world.World)
			if err := json.Unmarshal(line, w); err != nil {
				return nil, fmt.Errorf("a world of %s: %w", n.Address, err)
			}
			worlds = append(worlds, w)
		}
	}
	return worlds, nil
}

// fileName is what an id has to be to stand in the name of a file.
var fileName = regexp.MustCompile(`^[0-9A-Za-z][0-9A-Za-z_.@-]*$`)

// export writes worlds and prints where each is.
func (c *console) export(worlds []*world.World, address string, o *exportOptions) error {
	if o.world != "" {
		var chosen []*world.World
		for _, w := range worlds {
			if w.ID == o.world || w.Name == o.world {
				chosen = append(chosen, w)
			}
		}
		if len(chosen) == 0 {
			return fmt.Errorf("%s has no world with the id or name %q", address, o.world)
		}
		worlds = chosen
	}
	if len(worlds) == 0 {
		return fmt.Errorf("%s has no worlds", address)
	}
	write, target := export.SQLite, o.sqlite
	if o.python != "" {
		write, target = export.Python, o.python
		if len(worlds) > 1 {
			if err := os.Mkdir(target, 0o777); err != nil {
				if errors.Is(err, os.ErrExist) {
					return fmt.Errorf("%s is there already: give another name, or remove it first", target)
				}
				return err
			}
		}
	}
	for _, w := range worlds {
		name := target
		if len(worlds) > 1 {
			if !fileName.MatchString(w.ID) {
				return fmt.Errorf("the world %q has an id that cannot name a file: export it alone, with --world", w.ID)
			}
			if o.python != "" {
				name = filepath.Join(target, w.ID)
			} else {
				extension := filepath.Ext(target)
				name = strings.TrimSuffix(target, extension) + "-" + w.ID + extension
			}
		}
		if err := write(w, name); err != nil {
			return err
		}
		if _, err := fmt.Fprintln(c.out, name); err != nil {
			return fmt.Errorf("writing standard output: %w", err)
		}
	}
	return nil
}
