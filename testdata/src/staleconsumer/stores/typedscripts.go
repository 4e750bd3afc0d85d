package stores

import (
	"encoding/json"

	"github.com/ThreeDotsLabs/watermill/message"
	elasticsearch "github.com/elastic/go-elasticsearch/v8"
	"github.com/elastic/go-elasticsearch/v8/typedapi/types"
)

// typedHymns are changed by scripts of the typed client.
type typedHymns struct{ es *elasticsearch.TypedClient }

func (t *typedHymns) titled(msg *message.Message) error {
	h, _, err := decodeHymn(msg)
	if err != nil {
		return err
	}
	title, err := json.Marshal(h.Title)
	if err != nil {
		return err
	}
	source := "ctx._source.title = params.title;"
	req := t.es.UpdateByQuery("hymns"). // want `consumer typedHymns.titled overwrites hymns by a message of type stores.hymn`
						Query(&types.Query{Term: map[string]types.TermQuery{"id": {Value: h.ID}}}).
						Script(&types.Script{Source: &source, Params: map[string]json.RawMessage{"title": title}})
	_, err = req.Do(msg.Context())
	return err
}

// The script compares.
func (t *typedHymns) newer(msg *message.Message) error {
	h, _, err := decodeHymn(msg)
	if err != nil {
		return err
	}
	title, err := json.Marshal(h)
	if err != nil {
		return err
	}
	source := "if (ctx._source.version < params.hymn.version) { ctx._source.title = params.hymn.title }"
	_, err = t.es.UpdateByQuery("hymns").
		Query(&types.Query{Term: map[string]types.TermQuery{"id": {Value: h.ID}}}).
		Script(&types.Script{Source: &source, Params: map[string]json.RawMessage{"hymn": title}}).
		Do(msg.Context())
	return err
}
