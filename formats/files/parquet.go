package files

import (
	"fmt"
	"io"
	"iter"
	"os"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/uncompressed"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"worldc/artifact"
)

// Memory holds a row group, and the rows that are taken in at once.
const (
	groupBytes = 16 << 20 // of rows, as text
	batchBytes = 1 << 20

	// A dictionary that grows beyond this is given up: its column says little
	// twice.
	dictionaryBytes = 4 << 20
)

// writeParquet writes rows into the columns of the format. Row groups are closed
// by the size of their rows, so that the memory does not depend on how many rows
// there are, and neither do the bytes on the machine.
func writeParquet(path string, s Shape, rows iter.Seq2[[]byte, error]) (artifact.FileInfo, error) {
	sum := newSum()
	err := artifact.Replace(path, func(out io.Writer) error {
		tree := newTree(s.Format.Columns)
		options := []parquet.WriterOption{
			parquet.NewSchema("row", tree.schema()),
			parquet.CreatedBy("worldc", "", ""),
			parquet.Compression(codec(s)),
			parquet.DataPageStatistics(false),
			parquet.DictionaryMaxBytes(dictionaryBytes),
		}
		for _, c := range tree.texts() {
			options = append(options, parquet.SkipPageBounds(c...)) // bounds of long texts help nobody
		}
		w := parquet.NewWriter(out, options...)
		shredder := tree.shredder()
		var group, batch int64
		flush := func() error {
			if _, err := w.WriteRows(shredder.rows); err != nil {
				return err
			}
			shredder.reset()
			if group += batch; group >= groupBytes {
				group = 0
				if err := w.Flush(); err != nil {
					return err
				}
			}
			batch = 0
			return nil
		}
		for row, err := range rows {
			if err == nil {
				err = shredder.add(row)
			}
			if err != nil {
				return fmt.Errorf("row %d: %w", sum.records+1, err)
			}
			sum.add(row)
			if batch += int64(len(row)); batch >= batchBytes {
				if err := flush(); err != nil {
					return err
				}
			}
		}
		if err := flush(); err != nil {
			return err
		}
		return w.Close()
	})
	if err != nil {
		return artifact.FileInfo{}, err
	}
	return sum.info(), nil
}

// codec compresses pages.
func codec(s Shape) compressor {
	switch {
	case s.Bare:
		return &uncompressed.Codec{}
	case s.Level <= 2:
		return &zstd.Codec{Level: zstd.SpeedFastest, Concurrency: 1}
	case s.Level <= 5:
		return &zstd.Codec{Level: zstd.SpeedDefault, Concurrency: 1}
	case s.Level <= 9:
		return &zstd.Codec{Level: zstd.SpeedBetterCompression, Concurrency: 1}
	}
	return &zstd.Codec{Level: zstd.SpeedBestCompression, Concurrency: 1}
}

// rowsAtOnce is how many rows are read at a time.
const rowsAtOnce = 64

// parquetRows yields the rows of a Parquet file as canonical JSON.
func parquetRows(path string, limits artifact.Limits) iter.Seq2[[]byte, error] {
	return func(yield func([]byte, error) bool) {
		file, err := os.Open(path)
		if err != nil {
			yield(nil, err)
			return
		}
		defer file.Close() //lint:unchecked it was only read
		stopped := false
		err = readParquet(file, limits, func(row []byte) bool {
			stopped = !yield(row, nil)
			return !stopped
		})
		if err != nil && !stopped {
			yield(nil, fmt.Errorf("%s: %w", path, err))
		}
	}
}

// readParquet calls yield with the rows of a file until it returns false. A
// file may come from anyone, and the library panics on some that are damaged.
func readParquet(file *os.File, limits artifact.Limits, yield func([]byte) bool) (err error) {
	inside := true // the library, not yield
	defer func() {
		if !inside {
			return
		}
		if r := recover(); r != nil {
			err = fmt.Errorf("it is damaged: %v", r)
		}
	}()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if !info.Mode().IsRegular() {
		return fmt.Errorf("it is not a regular file")
	}
	f, err := parquet.OpenFile(file, info.Size(), parquet.SkipBloomFilters(true), parquet.SkipPageIndex(true))
	if err != nil {
		return err
	}
	tree, err := treeOf(f.Schema())
	if err != nil {
		return err
	}
	reader := parquet.NewReader(f)
	defer reader.Close() //lint:unchecked it was only read
	batch := make([]parquet.Row, rowsAtOnce)
	var text []byte
	var size int64
	for {
		n, err := reader.ReadRows(batch)
		for _, row := range batch[:n] {
			if text, err = tree.assemble(text[:0], row); err != nil {
				return err
			}
			if size += int64(len(text)); size > limits.Bytes || len(text) > limits.Line {
				return fmt.Errorf("its rows take more than the %d bytes that they may", limits.Bytes)
			}
			inside = false
			more := yield(text)
			inside = true
			if !more {
				return nil
			}
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}
