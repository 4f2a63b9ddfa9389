package inspect

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strings"

	"worldc/artifact"
)

// What an abridged record keeps. A world is a hundred kilobytes, of which
// nobody reviews more than this.
const (
	abridgeAbove  = 8 << 10 // bytes of the line
	abridgedItems = 2       // of a list
	abridgedText  = 600     // bytes of a text
)

// abridge shortens a long canonical line for a reader: long lists and long
// texts are cut, and end with the hash of what was cut, so that no change
// goes unseen. Short lines are left as they are.
func abridge(line []byte) (string, error) {
	if len(line) <= abridgeAbove {
		return string(line), nil
	}
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	var record any
	if err := decoder.Decode(&record); err != nil {
		return "", err
	}
	short, err := abridged(record)
	if err != nil {
		return "", err
	}
	out, err := artifact.Marshal(short)
	return string(out), err
}

func abridged(v any) (any, error) {
	var err error
	switch x := v.(type) {
	case map[string]any:
		for name, field := range x { //lint:ordered each field by itself
			if x[name], err = abridged(field); err != nil {
				return nil, err
			}
		}
	case []any:
		var rest []any
		if len(x) > abridgedItems+1 {
			x, rest = x[:abridgedItems:abridgedItems], x[abridgedItems:]
		}
		for i := range x {
			if x[i], err = abridged(x[i]); err != nil {
				return nil, err
			}
		}
		if rest == nil {
			return x, nil
		}
		raw, err := artifact.Marshal(rest)
		if err != nil {
			return nil, err
		}
		return append(x, fmt.Sprintf("… %d more, %s", len(rest), brief(raw))), nil
	case string:
		if len(x) > 2*abridgedText {
			return fmt.Sprintf("%s… %d bytes more, %s", strings.ToValidUTF8(x[:abridgedText], ""), len(x)-abridgedText, brief([]byte(x[abridgedText:]))), nil
		}
	}
	return v, nil
}

// brief is the beginning of the hash of what was cut.
func brief(cut []byte) string {
	sum := sha256.Sum256(cut)
	return "sha256 " + hex.EncodeToString(sum[:6])
}
