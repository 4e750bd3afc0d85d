package helped

import "testing"

// Subject is what tests publish to.
func Subject(t testing.TB) string {
	t.Helper()
	return subject
}
