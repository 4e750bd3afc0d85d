package store

import "context"

// Message is one entry of the outbox.
type Message struct {
	ID      int64  `db:"id"`
	Topic   string `db:"topic"`
	Payload []byte `db:"payload"`
}

// Claim reserves the oldest messages for a minute. Whoever does not mark them as sent by then loses them again.
func (s *Store) Claim(ctx context.Context, limit int) ([]Message, error) {
	var messages []Message
	err := s.db.SelectContext(ctx, &messages, `
		UPDATE outbox SET claimed_until = now() + interval '1 minute'
		WHERE id IN (
			SELECT id FROM outbox WHERE claimed_until < now()
			ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED)
		RETURNING id, topic, payload`, limit)
	return messages, err
}

// Sent removes a message.
func (s *Store) Sent(ctx context.Context, id int64) error {
	_, err := s.db.ExecContext(ctx, "DELETE FROM outbox WHERE id = $1", id)
	return err
}
