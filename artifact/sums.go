package artifact

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// SumsName is the name of the file of sums in a dataset directory.
const SumsName = "SHA256SUMS"

// WriteSums writes DIR/SHA256SUMS: the SHA-256 of every file under dir as it
// lies there, in order of name, in the form that `sha256sum -c` reads.
func WriteSums(dir string) error {
	names, err := filesUnder(dir)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	for _, name := range names {
		if name == SumsName {
			continue
		}
		if err := checkSumName(name); err != nil {
			return fmt.Errorf("%s: %w", filepath.Join(dir, SumsName), err)
		}
		d, _, err := RawDigest(filepath.Join(dir, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%s  %s\n", d, name)
	}
	return ReplaceFile(filepath.Join(dir, SumsName), b.Bytes())
}

// CheckSums compares the files under dir with DIR/SHA256SUMS and reports each
// problem: a file that differs, is missing, or is not listed. It returns the
// number of files it compared. An error says that it could not compare.
func CheckSums(ctx context.Context, dir string, report func(problem string)) (files int64, err error) {
	listed, err := readSums(dir)
	if err != nil {
		return 0, err
	}
	for _, s := range listed {
		if err := ctx.Err(); err != nil {
			return files, err
		}
		d, _, err := RawDigest(filepath.Join(dir, filepath.FromSlash(s.name)))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			report(s.name + ": it is missing")
		case err != nil:
			report(err.Error())
		case d != s.digest:
			report(fmt.Sprintf("%s: it has changed: its SHA-256 is %s and should be %s", s.name, d, s.digest))
		}
		files++
	}
	unlisted, err := unlisted(dir, listed)
	for _, name := range unlisted {
		report(name + ": it is not listed in " + SumsName)
	}
	return files, err
}

// Unlisted names the files under dir that DIR/SHA256SUMS does not list, sorted:
// those that worldc did not write.
func Unlisted(dir string) ([]string, error) {
	listed, err := readSums(dir)
	if err != nil {
		return nil, err
	}
	return unlisted(dir, listed)
}

func unlisted(dir string, sums []sum) ([]string, error) {
	listed := map[string]bool{SumsName: true}
	for _, s := range sums {
		listed[s.name] = true
	}
	names, err := filesUnder(dir)
	return slices.DeleteFunc(names, func(name string) bool { return listed[name] }), err
}

// ReadSums reads DIR/SHA256SUMS: what it says of each file, by its name. It looks
// at no other file.
func ReadSums(dir string) (map[string]Digest, error) {
	listed, err := readSums(dir)
	if err != nil {
		return nil, err
	}
	sums := make(map[string]Digest, len(listed))
	for _, s := range listed {
		sums[s.name] = s.digest
	}
	return sums, nil
}

func readSums(dir string) ([]sum, error) {
	path := filepath.Join(dir, SumsName)
	data, err := ReadFile(path, maxEntry)
	if err != nil {
		return nil, err
	}
	sums, err := decodeSums(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return sums, nil
}

type sum struct {
	digest Digest
	name   string
}

// decodeSums reads a file of sums; names must stay inside the directory.
func decodeSums(data []byte) (sums []sum, err error) {
	seen := map[string]bool{}
	number := 0
	for line := range bytes.Lines(data) {
		number++
		digest, name, ok := strings.Cut(strings.TrimSuffix(string(line), "\n"), "  ")
		if !ok {
			return nil, fmt.Errorf("line %d: expected a digest, two spaces and a name", number)
		}
		d, err := ParseDigest(digest)
		if err == nil {
			err = checkSumName(name)
		}
		if err == nil && seen[name] {
			err = fmt.Errorf("%s is listed twice", name)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", number, err)
		}
		seen[name] = true
		sums = append(sums, sum{d, name})
	}
	return sums, nil
}

// checkSumName refuses names that leave the directory or that a line of sums
// would have to escape.
func checkSumName(name string) error {
	if !filepath.IsLocal(filepath.FromSlash(name)) || strings.ContainsAny(name, "\\\n\r") {
		return fmt.Errorf("%q is not the name of a file in the directory", name)
	}
	return nil
}

// filesUnder lists the files under dir by their paths with slashes, sorted.
func filesUnder(dir string) (names []string, err error) {
	err = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		name, err := filepath.Rel(dir, path)
		names = append(names, filepath.ToSlash(name))
		return err
	})
	slices.Sort(names)
	return names, err
}

// RawDigest returns the digest of a file's bytes as they lie there, compressed
// or not, and their number. It takes regular files only: a pipe has no digest
// before it is read. [DigestFile] is that of what the bytes say.
func RawDigest(path string) (digest Digest, size int64, err error) {
	f, err := os.Open(path)
	if err != nil {
		return digest, 0, err
	}
	defer f.Close() // it is only read
	info, err := f.Stat()
	if err != nil {
		return digest, 0, err
	}
	if !info.Mode().IsRegular() {
		return digest, 0, fmt.Errorf("%s is not a regular file", path)
	}
	h := sha256.New()
	if size, err = io.Copy(h, bufio.NewReaderSize(f, 1<<20)); err != nil {
		return digest, 0, err
	}
	return Digest(h.Sum(nil)), size, nil
}
