package config

import (
	"reflect"
	"time"

	"gopkg.in/yaml.v3"
)

// A Pos is a place in the config file; zero where there is none.
type Pos struct{ Line, Column int }

// A Pattern is a text of the config, a pattern or a plain name, and its place.
type Pattern struct {
	Text string
	Pos
}

// MarshalText returns the text alone, so that a config prints as it is written.
func (p Pattern) MarshalText() ([]byte, error) { return []byte(p.Text), nil }

// IsZero reports whether the text is absent.
func (p Pattern) IsZero() bool { return p.Text == "" }

func (p *Pattern) decodeNode(d *decoder, n *yaml.Node, path string) {
	if text, ok := d.text(n, path); ok {
		*p = Pattern{text, posOf(n)}
	}
}

// OneOrMany is a list that may be written as a single text.
type OneOrMany []Pattern

func (l *OneOrMany) decodeNode(d *decoder, n *yaml.Node, path string) {
	switch n.Kind {
	case yaml.SequenceNode:
		d.list(n, reflect.ValueOf(l).Elem(), path)
	case yaml.ScalarNode:
		var one Pattern
		if one.decodeNode(d, n, path); one.Text != "" {
			*l = OneOrMany{one}
		}
	default:
		d.errorf(posOf(n), path, "must be a text or a list of texts, not %s", kindName(n))
	}
}

// Access is what a grant allows: AccessRead or AccessWrite.
type Access string

// The values of Access. Writing implies reading.
const (
	AccessRead  Access = "read"
	AccessWrite Access = "write"
)

func (a *Access) decodeNode(d *decoder, n *yaml.Node, path string) {
	text, ok := d.text(n, path)
	switch Access(text) {
	case AccessRead, AccessWrite:
		*a = Access(text)
	default:
		if ok {
			d.errorf(posOf(n), path, "must be read or write, not %q", text)
		}
	}
}

// A Date is a day without a time.
type Date struct {
	Time time.Time // midnight UTC; zero where absent
	Pos
}

// IsZero reports whether the date is absent.
func (t Date) IsZero() bool { return t.Time.IsZero() }

// String returns the date as it is written, 2027-03-31.
func (t Date) String() string { return t.Time.Format(time.DateOnly) }

// MarshalText returns the date as it is written.
func (t Date) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// Passed reports whether the day is over at now, by the calendar of now's
// location: the day itself still counts.
func (t Date) Passed(now time.Time) bool {
	year, month, day := now.Date()
	return !t.IsZero() && time.Date(year, month, day, 0, 0, 0, 0, time.UTC).After(t.Time)
}

func (t *Date) decodeNode(d *decoder, n *yaml.Node, path string) {
	text, ok := d.scalar(n, path)
	if !ok {
		return
	}
	day, err := time.Parse(time.DateOnly, text)
	if err != nil {
		d.errorf(posOf(n), path, "must be a date like 2027-03-31, not %q", text)
		return
	}
	*t = Date{day, posOf(n)}
}
