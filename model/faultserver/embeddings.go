package faultserver

import (
	stdjson "encoding/json"
	"net/http"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

type embeddingRequest struct {
	Model    string                    `json:"model"`
	Input    []string                  `json:"input"`
	Encoding string                    `json:"encoding_format"`
	Extra    map[string]jsontext.Value `json:",embed"`
}

// embeddings answers a request for vectors.
func (s *Server) embeddings(w http.ResponseWriter, r *http.Request) {
	body, ok := s.receive(w, r)
	if !ok {
		return
	}
	var q embeddingRequest
	if err := json.Unmarshal(body, &q); err != nil || q.Model == "" || len(q.Input) == 0 || q.Encoding != "" && q.Encoding != "float" {
		refuse(w, http.StatusBadRequest, "invalid_request_error", "this is no request for embeddings")
		return
	}
	if s.options.Embed == nil {
		refuse(w, http.StatusNotFound, "not_found", "this model makes no embeddings")
		return
	}
	sum, fault := s.count(body)
	s.wait()
	var data []any
	tokens := 0
	for i, text := range q.Input {
		if text == "" {
			refuse(w, http.StatusBadRequest, "invalid_request_error", "input: an empty text")
			return
		}
		tokens += 1 + len(text)/4
		data = append(data, map[string]any{"object": "embedding", "index": i, "embedding": s.options.Embed(text)})
	}
	answer, err := stdjson.Marshal(map[string]any{
		"object": "list", "data": data, "model": q.Model, "usage": map[string]any{"prompt_tokens": tokens, "total_tokens": tokens},
	})
	if err != nil {
		panic("faultserver: a vector that is no JSON: " + err.Error())
	}
	s.answer(w, r, fault, sum, answer)
}
