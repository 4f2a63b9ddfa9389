package inspect

import (
	"errors"
	"io/fs"
	"path/filepath"

	"worldc/artifact"
	"worldc/formats"
)

// CardName is the name of a dataset's card.
const CardName = "README.md"

// maxText is the longest card or metadata that is read.
const maxText = 64 << 20

// checkTexts compares the card and the metadata with the manifest, with the sums
// and with each other: both repeat what is said elsewhere, and each is read by
// somebody who reads nothing else. Of the files in told a problem is known
// already.
func (d *Dataset) checkTexts(told map[string]bool, problem func(string, ...any)) {
	card := d.text(CardName, told, problem)
	metadata := d.text(formats.CroissantName, told, problem)
	var says *stated
	if card != nil {
		says = d.checkCard(card, problem)
	}
	if metadata != nil {
		d.checkCroissant(metadata, told, says, problem)
	}
}

// text reads a text of the dataset; nil where it is not as it was made, which is
// told.
func (d *Dataset) text(name string, told map[string]bool, problem func(string, ...any)) []byte {
	switch {
	case told[name]:
		return nil
	case missing(filepath.Join(d.Dir, name)):
		problem("%s: it is missing: build the dataset again", name)
		return nil
	}
	path, err := d.file(name)
	if err == nil {
		var data []byte
		if data, err = artifact.ReadFile(path, maxText); err == nil {
			return data
		}
	}
	if !errors.Is(err, fs.ErrNotExist) {
		problem("%s: it cannot be used: %v", name, within(d.Dir, name, err))
	}
	return nil
}
