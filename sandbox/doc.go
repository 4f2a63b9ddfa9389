// Package sandbox runs the tools of a world in a process of their own, for code
// that worldc did not write.
//
// A step limit bounds neither the memory nor the time of one step of Starlark:
// `l = l + l` takes a few hundred steps to fill any machine, and no goroutine
// can be stopped from outside. So a [Worker] is another process of the same
// binary. It takes a whole world once, and then whole sequences of calls, over
// two pipes; what it answers is what package engine answers in this process,
// byte for byte. [IsWorker] and [Main] are the first thing that a command has
// to ask and to do. [Workers] let a process serve one world after another,
// since starting it takes longer than loading a world: some ten milliseconds, in
// which the system maps the binary and all packages of the program begin, a library
// of JSON Schema for four of them. Other people's packages cannot be left out in a
// process of the same binary, so who knows that a worker will be needed has one
// prepared ([Workers.Prepare]), and then waits a millisecond for a small world.
//
// # What a worker may do
//
// It computes, and talks to the process that started it. It has
//
//   - so much memory and no more (RLIMIT_DATA; a limit on address space is of no
//     use with Go),
//   - so much processor time for a call (RLIMIT_CPU), and so much time in all,
//     after which it is killed,
//   - no files (Landlock) but its own executable and the libraries of the system
//     that this is linked with, which it may read,
//   - no sockets, no tracing, no keys, no shared memory, no changes to the
//     metadata of files, which Landlock leaves open (seccomp),
//   - nothing of the environment, no open file but its pipes, no terminal and no
//     core dumps.
//
// These hold for every thread of the worker from its first instruction on: the
// thread that starts it is confined first, and the worker inherits. That also
// works where a program is linked with C, which cannot confine threads that run
// already. The worker is killed when the process that started it ends, however
// that ends.
//
// # Two kinds of limits
//
// What the engine counts (steps, bytes, rows, tokens) is the same everywhere,
// and a call that reaches such a limit has a result like any other. Memory and
// time differ between machines, so they never become a result: the worker dies,
// and every question to it from then on is answered by a [DiedError]. Who asks
// decides what that means: a tool that kills its self-test is no tool, a death
// in a rollout fails the build.
package sandbox
