// Package harbourmaster runs what keeps berths and vessels.
package harbourmaster

import (
	"context"
	"database/sql"

	"github.com/segmentio/kafka-go"

	"example.com/fixtures/depwait/quay/berths"
	"example.com/fixtures/depwait/quay/vessels"
)

func Run(ctx context.Context, db *sql.DB, readers map[string]*kafka.Reader) {
	s := vessels.New(db)
	go berths.Run(ctx, db, readers["berths"])
	go s.Vessels(ctx, readers["vessels"])
	go s.Checked(ctx, readers["arrivals"])
	go s.Moorings(ctx, readers["moorings"])
	go s.Shifts(ctx, readers["shifts"])
	go s.Permits(ctx, readers["permits"])
}
