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
