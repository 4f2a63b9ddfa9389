package executors

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"worldc/artifact"
	"worldc/spec"
	"worldc/world"
)

// Why a line is no persona.
const (
	reasonNoPersona     = "it is no persona"
	reasonSamePersona   = "another one says the same"
	reasonLongPersona   = "it is too long"
	reasonPastTheLimit  = "the limit is reached"
	longestPersona      = 2000 // characters: a persona is a sentence or two
	personaIsNoObject   = "a line of a .jsonl file has to be a JSON object with the text in persona, text or description, or a string"
	personaIsNoUTF8     = "it is not UTF-8"
	personaIsEmpty      = "its text is empty"
	personaFileIsEmpty  = "the file holds no persona"
	noPersonaIsAccepted = "there is no persona in the files"
)

// personas reads the people for whom scripts are written. Empty lines are none;
// what else is no persona is rejected with its reason.
func personas(ctx context.Context, in *Input, out *Output) error {
	config := in.Block.Config.(*spec.Personas)
	seen := map[string]string{} // where each text stands first
	var accepted int
	for _, f := range in.Files {
		number, found := int64(0), false
		for line, err := range artifact.ReadLines(f.Path, artifact.Limits{}) {
			if err == nil {
				err = ctx.Err()
			}
			if err != nil {
				return err
			}
			number++
			if len(bytes.TrimSpace(line)) == 0 {
				continue
			}
			found = true
			place := fmt.Sprintf("%s:%d", f.Document, number)
			out.Plan(1)
			text, problem := personaText(line, isLines(f.Path))
			switch first, twice := seen[text]; {
			case problem != "":
				out.Find(world.Finding{Subject: place, Place: place, Action: world.Rejected, Reason: reasonNoPersona, Detail: problem})
				continue
			case utf8.RuneCountInString(text) > longestPersona:
				out.Find(world.Finding{Subject: place, Place: place, Action: world.Rejected, Reason: reasonLongPersona,
					Detail: fmt.Sprintf("it has %d characters, more than %d", utf8.RuneCountInString(text), longestPersona)})
				continue
			case twice:
				out.Find(world.Finding{Subject: place, Place: place, Action: world.Rejected, Reason: reasonSamePersona, Detail: first})
				continue
			}
			if config.Limit > 0 && accepted == config.Limit {
				out.Skip(1, reasonPastTheLimit)
				continue
			}
			accepted++
			seen[text] = place
			if err := out.Write(world.Persona{ID: world.PersonaID(f.Document, text, 0), Text: text, Document: f.Document, License: config.License}); err != nil {
				return err
			}
		}
		if digest, _, err := artifact.RawDigest(f.Path); err != nil {
			return err
		} else if digest != f.Digest {
			return fmt.Errorf("%s changed while the build was running: build again", f.Document)
		}
		if !found {
			out.Find(world.Finding{Subject: f.Document, Place: f.Document, Action: world.Noted, Reason: personaFileIsEmpty})
		}
	}
	if accepted == 0 {
		return fmt.Errorf("%s%s: a persona is a line of text, or a JSON object with the text in persona, text or description", noPersonaIsAccepted, firstDetail(out))
	}
	return nil
}

// personaText is what a line says of somebody, on one line and without control
// characters; or why it says nothing.
func personaText(line []byte, lines bool) (text, problem string) {
	if !utf8.Valid(line) {
		return "", personaIsNoUTF8
	}
	text = string(line)
	if lines {
		var fields struct{ Persona, Text, Description string }
		switch raw := bytes.TrimSpace(line); {
		case raw[0] == '"' && json.Unmarshal(raw, &text) == nil:
		case raw[0] == '{' && json.Unmarshal(raw, &fields) == nil:
			text = fields.Persona
			for _, t := range []string{fields.Text, fields.Description} {
				if text == "" {
					text = t
				}
			}
		default:
			return "", personaIsNoObject
		}
	}
	text = strings.Join(strings.FieldsFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError
	}), " ")
	if text == "" {
		return "", personaIsEmpty
	}
	return text, ""
}
