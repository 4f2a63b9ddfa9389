// Package unchecked breaks the rule of its name.
package unchecked

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"io"
	"os"
)

func lossy(path string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close()          // want "unchecked: the error of Close is dropped"
	f.Write([]byte("a"))     // want "unchecked: the error of Write is dropped"
	_, _ = f.WriteString("") // want "unchecked: the error of WriteString is dropped"
	f.Sync()                 // want "unchecked: the error of Sync is dropped"
	fmt.Fprintln(f, "b")     // want "unchecked: fmt.Fprintln drops the error of what is being written"
	z := gzip.NewWriter(f)
	z.Close() // want "unchecked: the error of Close is dropped"
	b := bufio.NewWriter(f)
	b.Flush() // want "unchecked: the error of Flush is dropped"
	g, err := os.OpenFile(path, os.O_WRONLY, 0o666)
	_ = g.Close()       // want "unchecked: the error of Close is dropped"
	fmt.Println("done") // want "unchecked: fmt.Println drops the error of standard output"
	return err
}

func sound(path string, out io.Writer) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer f.Close() // cleans up where the checked one was not reached
	b := bufio.NewWriter(f)
	b.WriteString("kept until Flush")
	fmt.Fprintln(b, "kept until Flush")
	if err := b.Flush(); err != nil {
		f.Close()
		return err
	}
	var memory bytes.Buffer
	memory.WriteString("a")
	h := sha256.New()
	h.Write(memory.Bytes())
	fmt.Fprintln(os.Stderr, "a message")
	fmt.Fprintln(out, "whoever made it knows")
	r, err := os.Open(path)
	if err != nil {
		return err
	}
	defer r.Close()
	return f.Close()
}

func excused(f *os.File) {
	f.Close() //lint:unchecked it was only read
}
