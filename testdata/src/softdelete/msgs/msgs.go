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
