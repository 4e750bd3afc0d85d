// Package known hands on what has the method by its type.
package known

import "example.com/fixtures/foreigndb/pkg/checks"

func take(b *checks.Buyer) error {
	return checks.Known(b) // want "reads table users"
}
