package harmless

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"io"
	"net/http"

	"github.com/nats-io/nats.go"
)

// Many a consumer asks another process for something that the message lacks. What the
// message says itself is then as old as the message.

type article struct {
	ID       string
	Title    string
	Body     string
	TopicIDs []string
}

type indexed struct {
	ID, Title, Body string
	Topics          []string
}

func get(ctx context.Context, url string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

func labels(ctx context.Context, ids []string) ([]string, error) {
	b, err := get(ctx, fmt.Sprint("http://topics/", ids))
	if err != nil {
		return nil, err
	}
	var list []string
	return list, json.Unmarshal(b, &list)
}

// model is made of both.
func model(ctx context.Context, a article) (*indexed, error) {
	topics, err := labels(ctx, a.TopicIDs)
	if err != nil {
		return nil, err
	}
	return &indexed{ID: a.ID, Title: a.Title, Body: a.Body, Topics: topics}, nil
}

func (s *sync) store(ctx context.Context, x *indexed) error {
	_, err := s.db.ExecContext(ctx, "UPDATE articles SET title = $1, body = $2, topics = $3 WHERE id = $4", x.Title, x.Body, x.Topics, x.ID)
	return err
}

func (s *sync) enriched(ctx context.Context, m *nats.Msg) error {
	var a article
	if err := json.Unmarshal(m.Data, &a); err != nil {
		return err
	}
	x, err := model(ctx, a)
	if err != nil {
		return err
	}
	return s.store(ctx, x) // want `consumer sync.enriched overwrites articles`
}

// whole is what the owner says of an article.
func whole(ctx context.Context, id string) (*indexed, error) {
	b, err := get(ctx, "http://articles/"+id)
	if err != nil {
		return nil, err
	}
	x := new(indexed)
	return x, json.Unmarshal(b, x)
}

// touched only tells which article it is, and what happened to it.
func (s *sync) touched(ctx context.Context, m *nats.Msg) error {
	var e struct{ Project, ArticleID, Kind string }
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	x, err := whole(ctx, e.Project+"/"+e.ArticleID)
	if err != nil {
		return err
	}
	return s.store(ctx, x)
}

// refresh is told of which article.
func (s *sync) refresh(ctx context.Context, project string) error {
	x, err := whole(ctx, project)
	if err != nil {
		return err
	}
	_, err = s.db.ExecContext(ctx, "UPDATE projects SET title = $1, body = $2 WHERE project = $3", x.Title, x.Body, project)
	return err
}

func (s *sync) refreshed(ctx context.Context, m *nats.Msg) error {
	var e struct{ Project, ArticleID, Kind string }
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return s.refresh(ctx, e.Project)
}

// receiving takes from a channel what was packed twice.
func (s *sync) receiving(ctx context.Context, msgs <-chan *nats.Msg) {
	for m := range msgs {
		packed, err := base64.StdEncoding.DecodeString(string(m.Data))
		if err != nil {
			continue
		}
		var a article
		if err := json.Unmarshal(packed, &a); err != nil {
			continue
		}
		x, err := model(ctx, a)
		if err != nil {
			continue
		}
		_ = s.store(ctx, x) // want `consumer sync.receiving overwrites articles`
	}
}

// asking receives no more than whom to ask about.
func (s *sync) asking(ctx context.Context, msgs <-chan *nats.Msg) {
	for m := range msgs {
		var a article
		if err := json.Unmarshal(m.Data, &a); err != nil {
			continue
		}
		x, err := whole(ctx, a.ID)
		if err != nil {
			continue
		}
		_ = s.store(ctx, x)
	}
}
