package beside

import (
	"encoding/json"

	"github.com/nats-io/nats.go"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Rows that are written many at once.

type badgeRow struct {
	ID       string `gorm:"column:id"`
	Employee string `gorm:"column:employee"`
	Note     string `gorm:"column:note"`
}

func (badgeRow) TableName() string { return "badges" }

type badgeEvent struct{ ID, Owner, Note string }

type badges struct{ db *gorm.DB }

func (b *badges) put(rows []badgeRow) error {
	return b.db.Model(&badgeRow{}).Clauses(clause.OnConflict{UpdateAll: true}).CreateInBatches(rows, 100).Error
}

func rowsOf(events []badgeEvent) []badgeRow {
	rows := make([]badgeRow, len(events))
	for i, e := range events {
		rows[i] = badgeRow{ID: e.ID, Employee: e.Owner, Note: e.Note}
	}
	return rows
}

// All brings them with their owners.
func (b *badges) All(m *nats.Msg) {
	var events []badgeEvent
	if json.Unmarshal(m.Data, &events) != nil {
		return
	}
	_ = b.put(rowsOf(events)) // want `consumer badges.All writes badges, whose employee refers to employees, which other messages fill, without making sure that it is there`
}

// Appended lists them one by one.
func (b *badges) Appended(m *nats.Msg) {
	var events []badgeEvent
	if json.Unmarshal(m.Data, &events) != nil {
		return
	}
	var rows []badgeRow
	for _, e := range events {
		rows = append(rows, badgeRow{ID: e.ID, Employee: e.Owner})
	}
	_ = b.put(rows) // want `consumer badges.Appended writes badges, whose employee refers to employees, which other messages fill, without making sure that it is there`
}

// Unowned leaves the owner empty.
func (b *badges) Unowned(m *nats.Msg) {
	var events []badgeEvent
	if json.Unmarshal(m.Data, &events) != nil {
		return
	}
	var rows []badgeRow
	for _, e := range events {
		rows = append(rows, badgeRow{ID: e.ID, Note: e.Note})
	}
	_ = b.put(rows)
}

// Decoded takes them as they come.
func (b *badges) Decoded(m *nats.Msg) {
	var rows []badgeRow
	if json.Unmarshal(m.Data, &rows) != nil {
		return
	}
	_ = b.put(rows) // want `consumer badges.Decoded writes badges, whose employee refers to employees, which other messages fill, without making sure that it is there`
}

// Marked marks those that are there.
func (b *badges) Marked(m *nats.Msg) {
	var rows []badgeRow
	if b.db.Where("note = ?", m.Subject).Find(&rows).Error != nil {
		return
	}
	for i := range rows {
		rows[i].Note = string(m.Data)
	}
	_ = b.put(rows)
}

// Listen subscribes them.
func (b *badges) Listen(js nats.JetStreamContext) {
	_, _ = js.Subscribe("all", b.All)
	_, _ = js.Subscribe("appended", b.Appended)
	_, _ = js.Subscribe("unowned", b.Unowned)
	_, _ = js.Subscribe("decoded", b.Decoded)
	_, _ = js.Subscribe("marked", b.Marked)
}
