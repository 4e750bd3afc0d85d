package stores

import (
	"encoding/json"
	"time"

	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

type tally struct {
	ID     string
	Likes  int64
	Last   string
	SentAt int64
	Utime  int64
}

type tallies struct{ db *gorm.DB }

func readTally(msg *message.Message) (t tally, err error) {
	err = json.Unmarshal(msg.Payload, &t)
	return t, err
}

// The present time beside a number that is added to may come in any order, as a number too.
func (s *tallies) liked(msg *message.Message) error {
	t, err := readTally(msg)
	if err != nil {
		return err
	}
	now := time.Now().UnixMilli()
	return s.db.Model(&tally{}).Where("id = ?", t.ID).Updates(map[string]any{"likes": gorm.Expr("likes + 1"), "utime": now}).Error
}

func (s *tallies) added(msg *message.Message) error {
	t, err := readTally(msg)
	if err != nil {
		return err
	}
	now := time.Now().UnixMilli()
	return s.db.Clauses(clause.OnConflict{
		DoUpdates: clause.Assignments(map[string]any{"likes": gorm.Expr("likes + 1"), "utime": now}),
	}).Create(&tally{ID: t.ID, Likes: 1, Utime: now}).Error
}

func (s *tallies) likedLast(msg *message.Message) error {
	t, err := readTally(msg)
	if err != nil {
		return err
	}
	return s.db.Model(&tally{}).Where("id = ?", t.ID).Updates(map[string]any{"likes": gorm.Expr("likes + 1"), "last": t.Last}).Error // want `overwrites tallies`
}

func (s *tallies) likedThen(msg *message.Message) error {
	t, err := readTally(msg)
	if err != nil {
		return err
	}
	return s.db.Model(&tally{}).Where("id = ?", t.ID).Updates(map[string]any{"likes": gorm.Expr("likes + 1"), "sent_at": t.SentAt}).Error // want `overwrites tallies`
}
