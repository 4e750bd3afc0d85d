package store

import (
	"context"

	"gorm.io/gorm"

	"example.com/shop/contracts"
)

// Payers keeps what billing has to know of users and companies.
type Payers struct{ db *gorm.DB }

// NewPayers returns the payers in the database.
func NewPayers(db *gorm.DB) *Payers { return &Payers{db: db} }

// SaveCompany stores what the message says.
func (p *Payers) SaveCompany(ctx context.Context, msg contracts.CompanyChanged) error {
	return p.db.WithContext(ctx).Exec(`
		INSERT INTO payer_companies (id, name, is_deleted) VALUES (?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name, is_deleted = EXCLUDED.is_deleted`,
		msg.ID, msg.Name, msg.IsDeleted).Error
}

// Save stores what the message says, unless something newer is stored already.
func (p *Payers) Save(ctx context.Context, msg contracts.UserChanged) error {
	return p.db.WithContext(ctx).Exec(`
		INSERT INTO payers (id, company_id, name, email, is_deleted, synced_at) VALUES (?, NULLIF(?, '')::uuid, ?, ?, ?, ?)
		ON CONFLICT (id) DO UPDATE SET
			company_id = EXCLUDED.company_id,
			name = EXCLUDED.name,
			email = EXCLUDED.email,
			is_deleted = EXCLUDED.is_deleted,
			synced_at = EXCLUDED.synced_at
		WHERE payers.synced_at < EXCLUDED.synced_at`,
		msg.ID, msg.CompanyID, msg.Name, msg.Email, msg.IsDeleted, msg.CreatedUtcDate).Error
}
