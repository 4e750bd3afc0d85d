package stores

import (
	"encoding/json"
	"errors"

	"github.com/ThreeDotsLabs/watermill/message"
	"gorm.io/gorm"
)

// A Lodger is saved as it was found.
type Lodger struct {
	gorm.Model
	Mail, Picture string
}

type lodgers struct{ db *gorm.DB }

// byMail fills what a pointer points to, by a pointer to that.
func (l *lodgers) byMail(mail string) (*Lodger, error) {
	found := &Lodger{}
	l.db.Where("mail = ?", mail).Find(&found)
	if found.ID == 0 {
		return nil, errors.New("no such lodger")
	}
	return found, nil
}

func (l *lodgers) pictured(msg *message.Message) error {
	var c cabin
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	found, err := l.byMail(c.Guest)
	if err != nil {
		return err
	}
	found.Picture = c.Session
	return l.db.Save(found).Error // want `consumer lodgers.pictured overwrites lodgers by a message of type stores.cabin`
}

// movedIn keeps somebody of whom nothing was known.
func (l *lodgers) movedIn(msg *message.Message) error {
	var c cabin
	if err := json.Unmarshal(msg.Payload, &c); err != nil {
		return err
	}
	var known *Lodger
	if err := l.db.Where("mail = ?", c.Guest).First(&known).Error; err == nil {
		return nil
	}
	known = &Lodger{Mail: c.Guest, Picture: c.Session}
	return l.db.Save(known).Error
}
