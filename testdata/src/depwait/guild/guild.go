// Package guild ties members to guilds by a table of pairs, which gorm keeps.
package guild

import (
	"context"
	"encoding/json"
	"errors"
	"log"

	"github.com/segmentio/kafka-go"
	"gorm.io/gorm"
)

type (
	// A Member is there from the start.
	Member struct {
		ID     string `gorm:"primaryKey"`
		Name   string
		Guilds []*Guild `gorm:"many2many:member_guilds"`
	}
	Guild struct {
		ID      string    `gorm:"primaryKey"`
		Members []*Member `gorm:"many2many:member_guilds"`
	}
	// A Badge has no pairs.
	Badge struct {
		ID   string `gorm:"primaryKey"`
		Text string
	}
	Founded struct{ ID string }
	Joined  struct{ Member, Guild string }
	Renamed struct{ Member, Guild, Name string }
)

func (m *Member) join(g *Guild) { m.Guilds = append(m.Guilds, g) }

var errNone = errors.New("there is none")

type store struct{ db *gorm.DB }

func (s *store) member(id string) (*Member, error) {
	var m Member
	s.db.Preload("Guilds").First(&m, "id = ?", id)
	if m.ID == "" {
		return nil, errNone
	}
	return &m, nil
}

func (s *store) guild(id string) (*Guild, error) {
	var g Guild
	s.db.First(&g, "id = ?", id)
	if g.ID == "" {
		return nil, errNone
	}
	return &g, nil
}

// lossy commits what it has read, whatever comes of it.
func (s *store) lossy(ctx context.Context, from *kafka.Reader) error {
	for {
		m, err := from.ReadMessage(ctx)
		if err != nil {
			return err
		}
		switch string(m.Key) {
		case "founded":
			err = s.founded(m)
		case "joined":
			err = s.joined(m)
		case "renamed":
			err = s.renamed(m)
		case "listed":
			err = s.listed(m)
		case "honoured":
			err = s.honoured(m)
		}
		if err != nil {
			log.Print(err)
		}
	}
}

func (s *store) founded(m kafka.Message) error {
	var v Founded
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	return s.db.Create(&Guild{ID: v.ID}).Error
}

func (s *store) joined(m kafka.Message) error {
	var v Joined
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	g, err := s.guild(v.Guild)
	if err != nil {
		return err
	}
	who, err := s.member(v.Member)
	if err != nil {
		return err
	}
	who.join(g)
	return s.db.Save(who).Error // want `writes members, whose Guilds refers to guilds, which other messages fill, but acknowledges the message where it is missing`
}

// renamed ties nobody to anything.
func (s *store) renamed(m kafka.Message) error {
	var v Renamed
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	return s.db.Save(&Member{ID: v.Member, Name: v.Name}).Error
}

// listed changes the row without a new pair.
func (s *store) listed(m kafka.Message) error {
	var v Renamed
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	g, err := s.guild(v.Guild)
	if err != nil {
		return err
	}
	who, err := s.member(v.Member)
	if err != nil {
		return err
	}
	log.Print(g.ID)
	who.Name = v.Name
	return s.db.Save(who).Error
}

// honoured makes what has no pairs.
func (s *store) honoured(m kafka.Message) error {
	var v Joined
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	g, err := s.guild(v.Guild)
	if err != nil {
		return err
	}
	return s.db.Create(&Badge{ID: v.Member, Text: g.ID}).Error
}

// careful has it come again.
func (s *store) careful(ctx context.Context, from *kafka.Reader) error {
	for {
		m, err := from.FetchMessage(ctx)
		if err != nil {
			return err
		}
		if err := s.late(m); err != nil {
			return err
		}
		if err := from.CommitMessages(ctx, m); err != nil {
			return err
		}
	}
}

func (s *store) late(m kafka.Message) error {
	var v Joined
	if err := json.Unmarshal(m.Value, &v); err != nil {
		return err
	}
	g, err := s.guild(v.Guild)
	if err != nil {
		return err
	}
	who, err := s.member(v.Member)
	if err != nil {
		return err
	}
	who.join(g)
	return s.db.Save(who).Error
}
