package effects

import (
	"strings"
	"testing"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

func TestOpenCondition(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text string // … is not known
		want bool
	}{
		{"UPDATE users SET name = $1 WHERE id = $2", false},
		{"INSERT INTO users (id, name) VALUES … ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name", false},
		{"INSERT INTO users (id, name) VALUES (…) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name", false},
		{"INSERT INTO users (id, name) VALUES ($1, $2), … ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name", false},
		{"INSERT INTO users (…) VALUES (…) ON DUPLICATE KEY UPDATE name = VALUES(name)", false},
		{"update users set name = v.name from (values …) as v (id, name) where v.id = users.id", false},
		{"UPDATE … SET name = $1 WHERE id = $2", false},
		{"UPDATE users SET name = '…' WHERE id = …", false},
		{"UPDATE users SET name = ? WHERE id IN (…)", false},
		{"UPDATE users SET … WHERE id = $…", false},
		{"UPDATE users SET name = $1 WHERE …", true},
		{"UPDATE users SET name = $1 WHERE id = $2 …", true},
		{"UPDATE users SET name = $1 WHERE id = $2 AND …", true},
		{"INSERT INTO users (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET …", true},
		{"INSERT INTO users (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = EXCLUDED.name …", true},
		{"INSERT INTO users (id, name) VALUES ($1, $2) …", true},
	}
	for _, tt := range tests {
		if got := openCondition(strings.ReplaceAll(tt.text, "…", string(sqltext.Hole))); got != tt.want {
			t.Errorf("openCondition(%q) = %v", tt.text, got)
		}
	}
}
