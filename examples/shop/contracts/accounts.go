// Package contracts holds the messages that services exchange. Fields are only ever added.
package contracts

import "time"

// Topics of the accounts service.
const (
	TopicUsers     = "accounts.users"
	TopicCompanies = "accounts.companies"
)

// UserChanged carries the whole user as it was at CreatedUtcDate.
type UserChanged struct {
	ID             string    `json:"id"`
	CompanyID      string    `json:"company_id,omitempty"`
	Name           string    `json:"name"`
	Email          string    `json:"email"`
	IsDeleted      bool      `json:"is_deleted"`
	IsForceSync    bool      `json:"is_force_sync"`
	CreatedUtcDate time.Time `json:"created_utc_date"`
}

// CompanyChanged carries the whole company as it was at CreatedUtcDate.
type CompanyChanged struct {
	ID             string    `json:"id"`
	Name           string    `json:"name"`
	IsDeleted      bool      `json:"is_deleted"`
	IsForceSync    bool      `json:"is_force_sync"`
	CreatedUtcDate time.Time `json:"created_utc_date"`
}
