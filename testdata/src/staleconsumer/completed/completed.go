// Package completed keeps what messages say in hashes, and completes some messages by what
// is kept.
package completed

import (
	"context"
	"encoding/json"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/redis/go-redis/v9"
)

type event struct {
	Kind, ID, Group string
	State           string
	Payload         map[string]any
}

type snapshots struct {
	rdb *redis.Client
	ttl time.Duration
}

func groupsKey() string { return "groups" }

func membersKey(group string) string { return "members:" + group }

func (s *snapshots) put(ctx context.Context, key, field string, e *event) error {
	body, err := json.Marshal(e.Payload)
	if err != nil {
		return err
	}
	return s.rdb.HSet(ctx, key, field, body).Err()
}

func (s *snapshots) putGroup(ctx context.Context, e *event) error {
	return s.put(ctx, groupsKey(), e.ID, e)
}

func (s *snapshots) putMember(ctx context.Context, e *event) error {
	return s.put(ctx, membersKey(e.Group), e.ID, e) // want `overwrites members by a message`
}

func (s *snapshots) group(ctx context.Context, id string) (map[string]any, error) {
	kept := map[string]any{}
	body, err := s.rdb.HGet(ctx, groupsKey(), id).Bytes()
	if err != nil {
		return kept, err
	}
	return kept, json.Unmarshal(body, &kept)
}

// An enricher knows nobody here.
type enricher interface {
	Enrich(e *event, group map[string]any) error
}

type projection struct {
	kept   *snapshots
	enrich enricher
}

func (p *projection) handle(ctx context.Context, m *nats.Msg) error {
	e := new(event)
	if err := json.Unmarshal(m.Data, e); err != nil {
		return err
	}
	return p.process(ctx, e)
}

func (p *projection) process(ctx context.Context, e *event) error {
	switch e.Kind {
	case "group":
		return p.kept.putGroup(ctx, e) // want `overwrites groups by a message`
	case "member":
		return p.kept.putMember(ctx, e)
	case "told":
		group, err := p.kept.group(ctx, e.Group)
		if err != nil {
			return err
		}
		return p.enrich.Enrich(e, group)
	}
	return nil
}

// What was put there before decides.
func (p *projection) completed(ctx context.Context, m *nats.Msg) error {
	e := new(event)
	if err := json.Unmarshal(m.Data, e); err != nil {
		return err
	}
	return p.decide(ctx, e)
}

func (p *projection) decide(ctx context.Context, e *event) error {
	group, err := p.kept.group(ctx, e.Group)
	if err != nil {
		return err
	}
	if err := p.enrich.Enrich(e, group); err != nil {
		return err
	}
	if e.State != "open" {
		return nil
	}
	return p.kept.putGroup(ctx, e)
}
