// Package gallery gives its rows what they refer to in ways that the libraries allow, and
// starts each of its consumers in a function of its own.
package gallery

import (
	"context"
	"encoding/json"
	"errors"
	"log"

	"github.com/segmentio/kafka-go"
	"gorm.io/gorm"
)

type (
	Painter struct {
		ID   string `gorm:"primaryKey"`
		Name string
	}
	Named struct {
		ID        string `gorm:"primaryKey"`
		PainterID string
	}
	Sketch struct {
		Named
		Title string
	}
	Print struct {
		ID        string `gorm:"primaryKey"`
		PainterID string
		Title     string
	}
	PrintMade struct {
		ID        string
		PainterID string
		Title     string
	}
	ShowOpened struct {
		Title  string
		Prints []PrintMade
	}
)

type hall struct {
	db  *gorm.DB
	row func(PrintMade) *Print // makes a row of a message
}

func read[T any](m kafka.Message) (v T, err error) {
	err = json.Unmarshal(m.Value, &v)
	return v, err
}

func (h *hall) painter(m kafka.Message) error {
	p, err := read[Painter](m)
	if err != nil {
		return err
	}
	return h.db.FirstOrCreate(&p, Painter{ID: p.ID}).Error
}

// A struct of the same fields is as good as the model.
func (h *hall) converted(m kafka.Message) error {
	e, err := read[PrintMade](m)
	if err != nil {
		return err
	}
	p := Print(e)
	return h.db.Create(&p).Error // want `writes prints, whose painter_id refers to painters`
}

// The key stands in a struct that the model takes in whole.
func (h *hall) embedded(m kafka.Message) error {
	e, err := read[PrintMade](m)
	if err != nil {
		return err
	}
	return h.db.Create(&Sketch{Named: Named{ID: e.ID, PainterID: e.PainterID}, Title: e.Title}).Error // want `writes sketches, whose painter_id refers to painters`
}

// There, it is left empty.
func (h *hall) anonymous(m kafka.Message) error {
	e, err := read[PrintMade](m)
	if err != nil {
		return err
	}
	return h.db.Create(&Sketch{Named: Named{ID: e.ID}, Title: e.Title}).Error
}

// The model says no more than which table, and a map what is written.
func (h *hall) mapped(m kafka.Message) error {
	e, err := read[PrintMade](m)
	if err != nil {
		return err
	}
	return h.db.Model(&Print{}).Create(map[string]any{"id": e.ID, "painter_id": e.PainterID}).Error // want `writes prints, whose painter_id refers to painters`
}

func (h *hall) moved(m kafka.Message) error {
	e, err := read[PrintMade](m)
	if err != nil {
		return err
	}
	return h.db.Model(&Print{}).Where("id = ?", e.ID).Update("painter_id", e.PainterID).Error // want `writes prints, whose painter_id refers to painters`
}

// The key is not in it.
func (h *hall) renamed(m kafka.Message) error {
	e, err := read[PrintMade](m)
	if err != nil {
		return err
	}
	return h.db.Model(&Print{}).Where("id = ?", e.ID).Updates(map[string]any{"title": e.Title}).Error
}

// The row is made of what the query is told where it is not there.
func (h *hall) made(m kafka.Message) error {
	e, err := read[PrintMade](m)
	if err != nil {
		return err
	}
	return h.db.Where(Print{ID: e.ID}).Attrs(Print{PainterID: e.PainterID}).FirstOrCreate(&Print{}).Error // want `writes prints, whose painter_id refers to painters`
}

func (h *hall) untold(m kafka.Message) error {
	e, err := read[PrintMade](m)
	if err != nil {
		return err
	}
	return h.db.Where(Print{ID: e.ID}).Attrs(Print{Title: e.Title}).FirstOrCreate(&Print{}).Error
}

func (h *hall) find(id string) (Painter, error) {
	var p Painter
	err := h.db.First(&p, "id = ?", id).Error
	return p, err
}

// Those whose painter is not there are left out, and nobody learns of them.
func (h *hall) show(m kafka.Message) error {
	e, err := read[ShowOpened](m)
	if err != nil {
		return err
	}
	for _, made := range e.Prints {
		p, err := h.find(made.PainterID)
		if err != nil {
			log.Printf("no painter %s", made.PainterID)
			continue
		}
		if err := h.db.Create(&Print{ID: made.ID, PainterID: p.ID}).Error; err != nil { // want `writes prints, whose painter_id refers to painters, which other messages fill, but answers success where it is missing`
			return err
		}
	}
	return nil
}

// What was left out is told at the end.
func (h *hall) collected(m kafka.Message) error {
	e, err := read[ShowOpened](m)
	if err != nil {
		return err
	}
	var failed []error
	for _, made := range e.Prints {
		p, err := h.find(made.PainterID)
		if err != nil {
			failed = append(failed, err)
			continue
		}
		if err := h.db.Create(&Print{ID: made.ID, PainterID: p.ID}).Error; err != nil {
			return err
		}
	}
	return errors.Join(failed...)
}

// What the row is given is not known, but whom it is looked for.
func (h *hall) unseen(m kafka.Message) error {
	e, err := read[PrintMade](m)
	if err != nil {
		return err
	}
	if _, err := h.find(e.PainterID); err != nil {
		return nil
	}
	return h.db.Create(h.row(e)).Error // want `writes prints, whose painter_id refers to painters, which other messages fill, but answers success`
}

// Here, nothing tells.
func (h *hall) unknown(m kafka.Message) error {
	e, err := read[PrintMade](m)
	if err != nil {
		return err
	}
	return h.db.Create(h.row(e)).Error
}

func consume(topic string, r *kafka.Reader, handle func(kafka.Message) error) error {
	for {
		m, err := r.FetchMessage(context.Background())
		if err != nil {
			return err
		}
		if m.Topic != topic {
			continue
		}
		if err := handle(m); err != nil {
			return err
		}
		if err := r.CommitMessages(context.Background(), m); err != nil {
			return err
		}
	}
}

func (h *hall) run(r *kafka.Reader) {
	for topic, handle := range map[string]func(kafka.Message) error{
		"painters": h.painter, "converted": h.converted, "embedded": h.embedded, "anonymous": h.anonymous, "mapped": h.mapped, "moved": h.moved,
		"renamed": h.renamed, "made": h.made, "untold": h.untold, "shows": h.show, "collected": h.collected,
		"unseen": h.unseen, "unknown": h.unknown,
	} {
		go consume(topic, r, handle)
	}
}
