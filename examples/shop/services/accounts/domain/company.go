package domain

import (
	"time"

	"example.com/shop/contracts"
)

// Company is whom users may order for.
type Company struct {
	ID        string     `json:"id"`
	Name      string     `json:"name"`
	UpdatedAt time.Time  `json:"updated_at"`
	DeletedAt *time.Time `json:"deleted_at,omitempty"`
}

// Changed is the message that tells other services about the company.
func (c Company) Changed() contracts.CompanyChanged {
	return contracts.CompanyChanged{
		ID:             c.ID,
		Name:           c.Name,
		IsDeleted:      c.DeletedAt != nil,
		CreatedUtcDate: c.UpdatedAt.UTC(),
	}
}
