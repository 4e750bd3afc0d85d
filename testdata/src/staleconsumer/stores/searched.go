package stores

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"

	"github.com/ThreeDotsLabs/watermill/message"
)

type hymn struct {
	ID, Title, EventID string
	Version            int64
}

// searcher puts hymns into a search engine by plain HTTP.
type searcher struct {
	base, index string
	http        *http.Client
}

func decodeHymn(msg *message.Message) (hymn, []byte, error) {
	var h hymn
	err := json.Unmarshal(msg.Payload, &h)
	body, _ := json.Marshal(h)
	return h, body, err
}

func (s *searcher) do(ctx context.Context, method, path string, body io.Reader) error {
	req, err := http.NewRequestWithContext(ctx, method, s.base+path, body)
	if err != nil {
		return err
	}
	res, err := s.http.Do(req)
	if err != nil {
		return err
	}
	return res.Body.Close()
}

func (s *searcher) put(ctx context.Context, h hymn) error {
	body, err := json.Marshal(h)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPut, fmt.Sprintf("%s/%s/_doc/%s", s.base, s.index, h.ID), bytes.NewReader(body)) // want `consumer searcher.put overwrites documents by a message of type stores.hymn`
	if err != nil {
		return err
	}
	_, err = s.http.Do(req)
	return err
}

func (s *searcher) sung(msg *message.Message) error {
	h, _, err := decodeHymn(msg)
	if err != nil {
		return err
	}
	return s.put(msg.Context(), h)
}

// By the project's own function, and by a library's that is called like the method.
func (s *searcher) helped(msg *message.Message) error {
	h, body, err := decodeHymn(msg)
	if err != nil {
		return err
	}
	if err := s.do(msg.Context(), "POST", "/hymns/_update/"+h.ID, bytes.NewReader(body)); err != nil { // want `overwrites hymns`
		return err
	}
	path, err := url.JoinPath(s.base, "hymns", "_doc", h.ID)
	if err != nil {
		return err
	}
	_, err = http.Post(path, "application/json", bytes.NewReader(body)) // want `overwrites hymns`
	return err
}

// Other engines have other paths.
func (s *searcher) elsewhere(msg *message.Message) error {
	_, body, err := decodeHymn(msg)
	if err != nil {
		return err
	}
	if err := s.do(msg.Context(), "POST", "/indexes/hymns/documents?primaryKey=id", bytes.NewReader(body)); err != nil { // want `overwrites hymns`
		return err
	}
	return s.do(msg.Context(), "POST", "/collections/hymns/documents?action=upsert", bytes.NewReader(body)) // want `overwrites hymns`
}

// The engine compares the versions.
func (s *searcher) versioned(msg *message.Message) error {
	h, body, err := decodeHymn(msg)
	if err != nil {
		return err
	}
	return s.do(msg.Context(), "PUT", fmt.Sprintf("/hymns/_doc/%s?version=%d&version_type=external", h.ID, h.Version), bytes.NewReader(body))
}

func (s *searcher) told(msg *message.Message) error {
	h, body, err := decodeHymn(msg)
	if err != nil {
		return err
	}
	q := url.Values{}
	q.Set("version_type", "external")
	q.Set("version", fmt.Sprint(h.Version))
	return s.do(msg.Context(), "PUT", "/hymns/_doc/"+h.ID+"?"+q.Encode(), bytes.NewReader(body))
}

// Its script decides.
func (s *searcher) scripted(msg *message.Message) error {
	h, _, err := decodeHymn(msg)
	if err != nil {
		return err
	}
	body, err := json.Marshal(map[string]any{"script": map[string]any{"source": "if (ctx._source.version < params.version) { ctx._source.title = params.title }", "params": h}})
	if err != nil {
		return err
	}
	return s.do(msg.Context(), "POST", "/hymns/_update/"+h.ID, bytes.NewReader(body))
}

// What is only created, or added, overwrites nothing, and an event never changes.
func (s *searcher) added(msg *message.Message) error {
	h, body, err := decodeHymn(msg)
	if err != nil {
		return err
	}
	if err := s.do(msg.Context(), "PUT", "/hymns/_create/"+h.ID, bytes.NewReader(body)); err != nil {
		return err
	}
	if err := s.do(msg.Context(), "POST", "/hymns/_doc", bytes.NewReader(body)); err != nil {
		return err
	}
	if err := s.do(msg.Context(), "POST", "/collections/hymns/documents", bytes.NewReader(body)); err != nil {
		return err
	}
	return s.do(msg.Context(), "PUT", "/hymns/_doc/"+h.EventID, bytes.NewReader(body))
}

// What is looked for, or taken away, is no writing.
func (s *searcher) asked(msg *message.Message) error {
	h, body, err := decodeHymn(msg)
	if err != nil {
		return err
	}
	if err := s.do(msg.Context(), "POST", "/hymns/_search", bytes.NewReader(body)); err != nil {
		return err
	}
	return s.do(msg.Context(), "DELETE", "/hymns/_doc/"+h.ID, bytes.NewReader(body))
}
