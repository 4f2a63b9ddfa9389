package model

import (
	"container/list"
	"sync"
)

// cachedBytes bounds the frames that are kept unpacked.
const cachedBytes = 64 << 20

// A frameCache keeps the frames that were read last.
type frameCache struct {
	mu    *sync.Mutex
	known map[*frame]*list.Element
	order *list.List // the latest in front
	bytes int
}

type cachedFrame struct {
	frame   *frame
	content []byte
}

func newFrameCache() frameCache {
	return frameCache{mu: &sync.Mutex{}, known: map[*frame]*list.Element{}, order: list.New()}
}

func (c *frameCache) get(f *frame) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	e := c.known[f]
	if e == nil {
		return nil
	}
	c.order.MoveToFront(e)
	return e.Value.(*cachedFrame).content
}

func (c *frameCache) put(f *frame, content []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known[f] != nil {
		return
	}
	c.known[f] = c.order.PushFront(&cachedFrame{f, content})
	c.bytes += len(content)
	for c.bytes > cachedBytes && c.order.Len() > 1 {
		last := c.order.Remove(c.order.Back()).(*cachedFrame)
		delete(c.known, last.frame)
		c.bytes -= len(last.content)
	}
}

func (c *frameCache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	clear(c.known)
	c.order.Init()
	c.bytes = 0
}
