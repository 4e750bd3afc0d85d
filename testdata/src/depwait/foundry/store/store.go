// Package store keeps what the foundry casts.
package store

import "database/sql"

// Store is the foundry's database.
type Store struct{ DB *sql.DB }

// Mould is what is cast in.
type Mould struct{ ID, Name string }

// SaveMould saves a mould.
func (s *Store) SaveMould(m Mould) error {
	_, err := s.DB.Exec(`INSERT INTO moulds (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, m.ID, m.Name)
	return err
}

// Mould finds a mould.
func (s *Store) Mould(id string) (m Mould, err error) {
	err = s.DB.QueryRow(`SELECT id, name FROM moulds WHERE id = $1`, id).Scan(&m.ID, &m.Name)
	return m, err
}

// SaveAlloy saves an alloy.
func (s *Store) SaveAlloy(id, name string) error {
	_, err := s.DB.Exec(`INSERT INTO alloys (id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING`, id, name)
	return err
}

// SaveCast saves what was cast.
func (s *Store) SaveCast(id, mouldID string) error {
	_, err := s.DB.Exec(`INSERT INTO casts (id, mould_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, id, mouldID)
	return err
}
