// Package artifact keeps what worldc makes: immutable streams of canonical
// JSON lines, named by the digest of their bytes.
//
// An artifact is an ordered stream of records, one canonical JSON line each
// (canonical.go). Its Digest is the SHA-256 of those lines, before
// compression, so that it outlives any change of compressor (digest.go). A Key
// hashes what was asked for; the Store maps a Key to an Entry and an Entry to
// the object that holds the stream (key.go, entry.go, store.go). An object is
// a zstd file that every zstd tool reads straight through; behind the frames
// lie an index of record ids and a seek table (frame.go, trailer.go, writer.go,
// reader.go, indexed.go).
//
// The rules of the store:
//
//   - What is acknowledged is durable: a file is written aside, synced, renamed
//     into place, and its directory is synced, the object before the entry that
//     points at it. A crash at any point leaves the old state or the new one.
//   - No byte is used unverified. Whatever is wrong with an entry is a miss;
//     whatever is wrong with an object is a *DamagedError that names the file.
//     Both heal by making the node again.
//   - Any number of processes may use one store at once (lock.go). Only GC
//     wants the store to itself.
//   - Nothing that a machine could change (time, host, paths, number of
//     workers) reaches a stored byte.
//
// Beside the store the package holds what else touches files: bounded reading
// of inputs that others wrote (input.go), the files of a dataset directory
// (file.go, manifest.go, sums.go) and worldc.lock (lockfile.go).
package artifact
