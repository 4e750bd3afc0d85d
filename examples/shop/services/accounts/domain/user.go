// Package domain holds the entities of the accounts service.
package domain

import (
	"errors"
	"strings"
	"time"

	"example.com/shop/contracts"
)

// What a user may be.
const (
	StatusActive  = "active"
	StatusBlocked = "blocked"
)

// ErrEmail is returned for an address that cannot receive mail.
var ErrEmail = errors.New("invalid email address")

// User is somebody who can sign in.
type User struct {
	ID        string     `json:"id"`
	CompanyID *string    `json:"company_id,omitempty"`
	Country   string     `json:"country"`
	Name      string     `json:"name"`
	Email     string     `json:"email"`
	Status    string     `json:"status"`
	UpdatedAt time.Time  `json:"updated_at"`
	DeletedAt *time.Time `json:"deleted_at,omitempty"`
}

// Validate reports what is wrong with the user.
func (u User) Validate() error {
	if !strings.Contains(u.Email, "@") {
		return ErrEmail
	}
	return nil
}

// Changed is the message that tells other services about the user.
func (u User) Changed() contracts.UserChanged {
	msg := contracts.UserChanged{
		ID:             u.ID,
		Name:           u.Name,
		Email:          u.Email,
		IsDeleted:      u.DeletedAt != nil,
		CreatedUtcDate: u.UpdatedAt.UTC(),
	}
	if u.CompanyID != nil {
		msg.CompanyID = *u.CompanyID
	}
	return msg
}
