package main

import (
	"bytes"
	"errors"
	"go/format"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// machinePath matches a path that exists on one machine only: a home, a
// checkout, a temporary directory. The character before it must not be one
// that could continue a longer path or an address.
var machinePath = regexp.MustCompile(`(?:^|[^A-Za-z0-9_./~$})-])((?:/(?:work|farm|root|tmp|var/tmp)/[A-Za-z0-9_.]|/(?:home|Users)/[a-z][a-z0-9_.-]*/|[A-Z]:\\Users\\)\S{0,40})`)

// mark matches words that stand where something is missing, in any text.
var mark = regexp.MustCompile(`\b(?:TO` + `DO|FIX` + `ME|X` + `XX)\b`)

// excuseWords matches more of them, in the comments of Go files.
var excuseWords = regexp.MustCompile(`(?i)\b(?:not ` + `implemented|unimple` + `mented|for ` + `now,?|in a real ` + `(?:system|implementation))\b`)

// checkTexts looks at every text file under dir, whatever its language, for
// what no file may hold.
func checkTexts(dir string) ([]finding, error) {
	var findings []finding
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	err = filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel := relative(dir, name)
		if d.IsDir() {
			if rel != "." && (slices.Contains([]string{".git", "out", "node_modules"}, d.Name()) || rel == "lint/testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if !d.Type().IsRegular() || strings.HasSuffix(name, ".sum") || strings.HasSuffix(name, ".test") {
			return nil
		}
		data, err := os.ReadFile(name)
		if errors.Is(err, fs.ErrNotExist) {
			return nil // a scratch file of another process
		}
		if err != nil {
			return err
		}
		findings = append(findings, checkText(rel, data)...)
		return nil
	})
	return findings, err
}

// checkText looks at one file. Binary files have nothing to say.
func checkText(name string, data []byte) []finding {
	if bytes.IndexByte(data, 0) >= 0 || !utf8.Valid(data) {
		return nil
	}
	var findings []finding
	if strings.HasSuffix(name, ".go") {
		if formatted, err := format.Source(data); err == nil && !bytes.Equal(formatted, data) {
			findings = append(findings, finding{name, 1, 1, "gofmt", "not formatted; run gofmt -w " + name})
		}
	}
	line := 0
	for text := range strings.Lines(string(data)) {
		line++
		text = strings.TrimRight(text, "\n")
		if at := machinePath.FindStringSubmatchIndex(text); at != nil {
			findings = append(findings, finding{name, line, at[2] + 1, "machinepath", text[at[2]:at[3]] + " is a path of one machine"})
		}
		if at := mark.FindStringIndex(text); at != nil {
			findings = append(findings, finding{name, line, at[0] + 1, "unfinished", "finish it, or write an issue"})
		}
		if strings.HasSuffix(name, ".go") {
			if _, comment, ok := strings.Cut(text, "//"); ok {
				if at := excuseWords.FindStringIndex(comment); at != nil {
					findings = append(findings, finding{name, line, len(text) - len(comment) + at[0] + 1, "unfinished", "these words stand where something is missing"})
				}
			}
		}
	}
	return findings
}
