package stores

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/elastic/go-elasticsearch/v7/esutil"
	"github.com/nats-io/nats.go"

	"example.com/fixtures/staleconsumer/msgs"
)

type bulkSync struct {
	indexer esutil.BulkIndexer
	queue   chan msgs.CustomerChanged
}

func (s *bulkSync) indexed(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return s.indexer.Add(ctx, esutil.BulkIndexerItem{Index: "customers", Action: "index", DocumentID: e.ID, Body: bytes.NewReader(m.Data)}) // want `consumer bulkSync.indexed overwrites customers`
}

// The index is the indexer's.
func (s *bulkSync) updated(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	body, err := json.Marshal(map[string]any{"doc": map[string]any{"name": e.Name}, "doc_as_upsert": true})
	if err != nil {
		return err
	}
	return s.indexer.Add(ctx, esutil.BulkIndexerItem{Action: "update", DocumentID: e.ID, Body: bytes.NewReader(body)}) // want `consumer bulkSync.updated overwrites a table`
}

func (s *bulkSync) versioned(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return s.indexer.Add(ctx, esutil.BulkIndexerItem{Index: "customers", Action: "index", DocumentID: e.ID, Version: &e.Version, VersionType: "external", Body: bytes.NewReader(m.Data)})
}

// A script may compare.
func (s *bulkSync) scripted(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	body := fmt.Sprintf(`{"script": {"source": "if (ctx._source.version < params.v) {…}", "params": {"v": %d}}}`, e.Version)
	return s.indexer.Add(ctx, esutil.BulkIndexerItem{Index: "customers", Action: "update", DocumentID: e.ID, Body: strings.NewReader(body)})
}

// What is created or appended overwrites nothing.
func (s *bulkSync) appended(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if err := s.indexer.Add(ctx, esutil.BulkIndexerItem{Index: "changes", Action: "index", Body: bytes.NewReader(m.Data)}); err != nil {
		return err
	}
	if err := s.indexer.Add(ctx, esutil.BulkIndexerItem{Index: "customers", Action: "create", DocumentID: e.ID, Body: bytes.NewReader(m.Data)}); err != nil {
		return err
	}
	return s.indexer.Add(ctx, esutil.BulkIndexerItem{Index: "customers", Action: "delete", DocumentID: e.ID})
}

// mirrored is put into every index that is configured, each by one function that is given
// which: what it checks there counts, and it is reported there once.
func (s *bulkSync) mirrored(indexes []string) func(context.Context, *nats.Msg) error {
	return func(ctx context.Context, m *nats.Msg) error {
		var e msgs.CustomerChanged
		if err := json.Unmarshal(m.Data, &e); err != nil {
			return err
		}
		for _, index := range indexes {
			if err := s.into(ctx, index, e, m.Data); err != nil {
				return err
			}
			if err := s.intoOlder(ctx, index, e, m.Data); err != nil {
				return err
			}
		}
		return nil
	}
}

func (s *bulkSync) into(ctx context.Context, index string, e msgs.CustomerChanged, body []byte) error {
	return s.indexer.Add(ctx, esutil.BulkIndexerItem{Index: index, Action: "index", DocumentID: e.ID, Body: bytes.NewReader(body)}) // want `consumer bulkSync.into overwrites a table`
}

func (s *bulkSync) intoOlder(ctx context.Context, index string, e msgs.CustomerChanged, body []byte) error {
	return s.indexer.Add(ctx, esutil.BulkIndexerItem{Index: index, Action: "index", DocumentID: e.ID, Version: &e.Version, VersionType: "external", Body: bytes.NewReader(body)})
}

// logged goes into the index of its month: a log.
func (s *bulkSync) logged(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	return s.indexer.Add(ctx, esutil.BulkIndexerItem{Index: s.monthly(e), Action: "index", DocumentID: e.ID, Body: bytes.NewReader(m.Data)})
}

func (s *bulkSync) monthly(e msgs.CustomerChanged) string { return "changes-" + e.ID[:7] }

// queued hands the message to whoever fills the indexer.
func (s *bulkSync) queued(m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	s.queue <- e
	return nil
}

func (s *bulkSync) run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case e := <-s.queue:
			body, err := json.Marshal(e)
			if err != nil {
				return err
			}
			item := esutil.BulkIndexerItem{Index: "customers", Action: "index", DocumentID: e.ID, Body: bytes.NewReader(body)}
			if err := s.indexer.Add(ctx, item); err != nil { // want `consumer bulkSync.run overwrites customers`
				return err
			}
		}
	}
}
