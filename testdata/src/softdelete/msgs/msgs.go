// Package msgs is shared.
package msgs

import "time"

type User struct {
	ID, Name  string
	IsDeleted bool
	CreatedAt time.Time
}

type Plain struct {
	ID, Name  string
	CreatedAt time.Time
}

// Head is what all messages of some producers have in common.
type Head struct {
	IsDeleted bool
	CreatedAt time.Time
}

type Company struct {
	Head
	ID, Name string
}

type Office struct {
	Head
	ID, Name string
}

// Plate tells of all changes.
type Plate struct {
	ID, Number string
	DeletedAt  *time.Time
	CreatedAt  time.Time
}

// Owner says what happened by its kind.
type Owner struct {
	Kind      string
	ID, Name  string
	CreatedAt time.Time
}

// PlateGone says no more than which.
type PlateGone struct{ ID string }

// PlatePurged says that the registry has removed the row for good.
type PlatePurged struct{ ID string }

// Colour is of an entity whose rows the registry deletes.
type Colour struct {
	Kind     string
	ID, Name string
}

// OwnerRenamed tells the key that an owner had, and the one that it has.
type OwnerRenamed struct{ ID, Old, New string }

// A Stage is how far an article has come.
type Stage int

// The stages.
const (
	Draft Stage = iota
	Published
	Deleted
)

// Article tells of an article of the registry, which keeps deleted ones.
type Article struct {
	ID, Title string
	Stage     Stage
	State     string
	Stock     int
	Op        string
	After     *Plate
	DeletedAt *time.Time
}

// Account is deleted by a number.
type Account struct {
	ID, Name string
	Level    int
	Deleted  int8
}

// Badge is deleted at a moment, in seconds.
type Badge struct {
	ID, Name  string
	DeletedAt int64
}

// OwnerChanged is what is known of an owner.
type OwnerChanged struct{ ID, Name string }

// OwnerRetired says that one has left.
type OwnerRetired struct{ ID string }

// ColourRemoved says that a colour is no more.
type ColourRemoved struct{ ID string }

// ColourChanged is what is known of a colour.
type ColourChanged struct{ ID, Name string }

// OwnerMoved tells of no deletion.
type OwnerMoved struct{ ID string }

// PlateChanged is what is known of a plate.
type PlateChanged struct{ ID, Number string }

// PlateRetired says that one is no longer in use.
type PlateRetired struct{ ID string }
