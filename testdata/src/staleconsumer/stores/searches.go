package stores

import (
	"context"
	"encoding/json"

	"github.com/nats-io/nats.go"
	"github.com/olivere/elastic/v7"

	"example.com/fixtures/staleconsumer/msgs"
)

type searchSync struct {
	es    *elastic.Client
	index string
}

func (s *searchSync) indexes(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := s.es.Index().Index("customers").Id(e.ID).BodyJson(e).Do(ctx) // want `consumer searchSync.indexes overwrites customers`
	return err
}

func (s *searchSync) updates(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	_, err := s.es.Update().Id(e.ID).Index(s.index).Doc(map[string]any{"name": e.Name}).DocAsUpsert(true).Do(ctx) // want `consumer searchSync.updates overwrites`
	return err
}

func (s *searchSync) bulks(ctx context.Context, m *nats.Msg) error {
	var list []msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &list); err != nil {
		return err
	}
	bulk := s.es.Bulk().Index("customers")
	for _, e := range list {
		bulk.Add(elastic.NewBulkIndexRequest().Index("customers").Id(e.ID).Doc(e)) // want `consumer searchSync.bulks overwrites customers`
	}
	_, err := bulk.Do(ctx)
	return err
}

// versions let the newest win, whichever comes last; a script may compare.
func (s *searchSync) versions(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if _, err := s.es.Index().Index("customers").Id(e.ID).Version(e.Version).VersionType("external").BodyJson(e).Do(ctx); err != nil {
		return err
	}
	if _, err := s.es.Index().Version(e.Version).VersionType("external_gte").Id(e.ID).Index("customers").BodyJson(e).Do(ctx); err != nil {
		return err
	}
	bulk := s.es.Bulk()
	bulk.Add(elastic.NewBulkIndexRequest().Index("customers").Id(e.ID).VersionType("external").Version(e.Version).Doc(e))
	if _, err := bulk.Do(ctx); err != nil {
		return err
	}
	script := elastic.NewScript("if (ctx._source.version < params.version) { ctx._source.name = params.name }").Param("version", e.Version).Param("name", e.Name)
	_, err := s.es.Update().Index("customers").Id(e.ID).Script(script).Do(ctx)
	return err
}

// scripts that do nothing but set what they are given compare nothing.
func (s *searchSync) scripts(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	sets := elastic.NewScript("ctx._source.name = params.name; ctx._source.state = 'named';").Params(map[string]any{"name": e.Name})
	if _, err := s.es.Update().Index("customers").Id(e.ID).Script(sets).Do(ctx); err != nil { // want `consumer searchSync.scripts overwrites customers`
		return err
	}
	if _, err := s.es.Update().Index("customers").Id(e.ID).Script(elastic.NewScript("ctx._source.visits += params.n").Param("n", 1)).Do(ctx); err != nil {
		return err
	}
	chosen := elastic.NewScript("ctx._source.name = ctx._source.version < params.version ? params.name : ctx._source.name").Param("version", e.Version).Param("name", e.Name)
	if _, err := s.es.Update().Index("customers").Id(e.ID).Script(chosen).Do(ctx); err != nil {
		return err
	}
	_, err := s.es.Update().Index("customers").Id(e.ID).Script(elastic.NewScriptStored("rename").Param("name", e.Name)).Do(ctx)
	return err
}

// appends have the store make the id, creations fail where the document is there, and
// removals are softdelete's.
func (s *searchSync) appends(ctx context.Context, m *nats.Msg) error {
	var e msgs.CustomerChanged
	if err := json.Unmarshal(m.Data, &e); err != nil {
		return err
	}
	if _, err := s.es.Index().Index("changes").BodyJson(e).Do(ctx); err != nil {
		return err
	}
	if _, err := s.es.Index().Index("customers").OpType("create").Id(e.ID).BodyJson(e).Do(ctx); err != nil {
		return err
	}
	bulk := s.es.Bulk()
	bulk.Add(elastic.NewBulkIndexRequest().Index("changes").Doc(e))
	bulk.Add(elastic.NewBulkCreateRequest().Index("customers").Id(e.ID).Doc(e))
	bulk.Add(elastic.NewBulkDeleteRequest().Index("customers").Id(e.ID))
	_, err := bulk.Do(ctx)
	return err
}
