package audit

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"worldc/world"
)

// The columns of the file. Reading needs the first three; people may move columns,
// and add their own.
const (
	trajectoryColumn = "trajectory"
	turnColumn       = "turn"
	labelColumn      = "label"
)

var columns = []string{trajectoryColumn, turnColumn, labelColumn, "note", "before", "the_turn", "after"}

// Write writes the turns that were drawn as CSV that a spreadsheet opens: a row for
// each, with what came before it, the turn, and what came back, and an empty cell
// for the label. Turns are numbered from 1, as `worldc cat --pretty` numbers them.
func Write(to io.Writer, drawn []Sample) error {
	w := csv.NewWriter(to)
	if err := w.Write(columns); err != nil {
		return err
	}
	for _, s := range drawn {
		for _, i := range s.Turns {
			turns, next := s.Trajectory.Turns, i+1
			for next < len(turns) && turns[next].Role != world.AssistantRole {
				next++
			}
			err := w.Write([]string{
				cell(s.Trajectory.ID), strconv.Itoa(i + 1), "", "", cell(shown(turns[:i])),
				cell(shown(turns[i : i+1])), cell(shown(turns[i+1 : next])),
			})
			if err != nil {
				return err
			}
		}
	}
	w.Flush()
	return w.Error()
}

// longest is how many bytes of a cell's text are shown. A spreadsheet takes 32,767
// characters in a cell.
const longest = 24_000

// shown are turns in a cell: all of them, or the first, which tells what it is
// about, and the last ones.
func shown(turns []world.Turn) string {
	texts := make([]string, len(turns))
	size, left := 0, 0
	for i := range turns {
		texts[i] = told(&turns[i])
		size += len(texts[i])
	}
	for size > longest && len(texts)-left > 2 {
		left++
		size -= len(texts[left])
	}
	if left > 0 {
		texts = slices.Replace(texts, 1, 1+left, fmt.Sprintf("(%d turns are left out here.)", left))
	}
	return strings.Join(texts, "\n\n")
}

// told is a turn in words.
func told(t *world.Turn) string {
	parts := []string{string(t.Role) + ":"}
	if t.Reasoning != "" {
		parts = append(parts, "("+t.Reasoning+")")
	}
	if t.Content != "" {
		parts = append(parts, t.Content)
	}
	text := strings.Join(parts, " ")
	for _, c := range t.Calls {
		text += "\n-> " + c.Tool + " " + string(c.Arguments)
	}
	if most := longest / 2; len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + " …"
	}
	return text
}

// cell is a text that a spreadsheet shows and does not compute: what begins as a
// formula would be run on the machine of the person who opens the file. Characters
// that control a terminal are taken out.
func cell(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0x7f {
			return -1
		}
		return r
	}, text)
	if text != "" && strings.ContainsRune("=+-@\t", rune(text[0])) {
		return "'" + text
	}
	return text
}

// A Row is a row of a file that came back.
type Row struct {
	Line       int // of the file, from 1
	Trajectory string
	Turn       int // from 0
	Label      Label
}

// Read reads a file that people filled in. Spreadsheets save with commas,
// semicolons or tabs, and some put a mark of byte order first.
func Read(from io.Reader) ([]Row, error) {
	buffered := bufio.NewReader(from)
	if mark, _ := buffered.Peek(3); string(mark) == "\ufeff" {
		_, _ = buffered.Discard(3) // they were peeked
	}
	r := csv.NewReader(buffered)
	start, _ := buffered.Peek(buffered.Size()) // a shorter file is no error
	header, _, _ := strings.Cut(string(start), "\n")
	for _, comma := range []rune{';', '\t'} {
		if strings.ContainsRune(header, comma) && !strings.ContainsRune(header, ',') {
			r.Comma = comma
		}
	}
	r.FieldsPerRecord = -1
	names, err := r.Read()
	if errors.Is(err, io.EOF) {
		return nil, errors.New("it is empty")
	}
	if err != nil {
		return nil, err
	}
	var at [3]int
	for i, name := range []string{trajectoryColumn, turnColumn, labelColumn} {
		if at[i] = slices.Index(names, name); at[i] < 0 {
			return nil, fmt.Errorf("it has no column %q: the first row names the columns, as worldc audit wrote them", name)
		}
	}
	var rows []Row
	lines := map[string]int{}
	for {
		fields, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		if len(fields) <= slices.Max(at[:]) {
			return nil, fmt.Errorf("line %d: it has %d cells, too few for its label", line, len(fields))
		}
		x := Row{Line: line, Trajectory: strings.TrimPrefix(strings.TrimSpace(fields[at[0]]), "'")}
		number, err := strconv.Atoi(strings.TrimSpace(fields[at[1]]))
		if err != nil || number < 1 {
			return nil, fmt.Errorf("line %d: %q is no number of a turn", line, fields[at[1]])
		}
		x.Turn = number - 1
		switch label := Label(strings.ToLower(strings.TrimSpace(fields[at[2]]))); label {
		case Correct, Wrong, "":
			x.Label = label
		default:
			return nil, fmt.Errorf("line %d: the label is %q; expected correct, wrong, or nothing", line, fields[at[2]])
		}
		key := x.Trajectory + " " + strconv.Itoa(number)
		if first, twice := lines[key]; twice {
			return nil, fmt.Errorf("line %d: turn %d of trajectory %s is on line %d already", line, number, x.Trajectory, first)
		}
		lines[key] = line
		rows = append(rows, x)
	}
}
