package sandbox

import (
	"errors"
	"fmt"
	"time"

	"worldc/world/engine"
)

// A Job is work in a loaded world whose calls depend on what calls before them
// came to: the tests of a tool, the search for tasks. It runs in the worker, so
// that a question answers it whole, and depends on the question alone. What it
// does beside its calls is the program's own code.
type Job func(e *engine.Engine, question []byte) (answer []byte, err error)

// Jobs are what a program's workers can be asked to do, by name. They are a part
// of the program: what starts workers gives them to [Main].
type Jobs map[string]Job

// Do has the worker do a job, which may take as much time as so many calls. An
// error of the job itself is returned as it is; a worker that dies is a
// *[DiedError].
func (k *Worker) Do(name string, question []byte, calls int) ([]byte, error) {
	m := k.ask(opJob)
	defer k.mu.Unlock()
	m.putNumber(uint64(calls))
	m.putText(name)
	m.putBytes(question)
	if k.failed != nil {
		return nil, k.failed
	}
	k.patience = calls
	_, err := k.answer(nil)
	k.patience = 0
	if err != nil {
		return nil, err
	}
	wrong := k.m.text()
	answer := append([]byte(nil), k.m.bytes()...)
	if err := k.done(); err != nil {
		return nil, err
	}
	if wrong != "" {
		return nil, errors.New(wrong)
	}
	return answer, nil
}

// wall is how long an answer may take.
func (k *Worker) wall(calls int) time.Duration {
	return k.limits.Wall * time.Duration(max(1, calls, k.patience))
}

// job answers a question with a job.
func (c *child) job() (status int) {
	m := &c.m
	calls, name := m.number(), m.text()
	question := append([]byte(nil), m.bytes()...)
	if err := m.done(); err != nil {
		return lastWords(exitRefused, err)
	}
	job := c.jobs[name]
	if job == nil {
		return lastWords(exitRefused, fmt.Errorf("a job %q, which this program does not know", name))
	}
	seconds := c.time.seconds
	c.time.seconds *= max(1, calls)
	err := c.time.allow()
	c.time.seconds = seconds
	if err != nil {
		return lastWords(exitRefused, err)
	}
	answer, err := job(c.engine, question)
	m.begin(opAnswer)
	wrong := ""
	if err != nil {
		if wrong = err.Error(); wrong == "" {
			wrong = "it failed"
		}
	}
	m.putText(wrong)
	m.putBytes(answer)
	return exitDone
}
