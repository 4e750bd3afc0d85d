// Package asserted has its values checked by what asks each whether it can: which
// types are meant, no type says.
package asserted

import "example.com/fixtures/foreigndb/pkg/checks"

type line struct{ Amount int }

// Check looks at itself.
func (l *line) Check() error { return nil }

func take(l *line) error {
	if err := checks.Value(l); err != nil {
		return err
	}
	return checks.Typed(l)
}
