package sqltext

import (
	"slices"
	"testing"
)

func TestAssigned(t *testing.T) {
	t.Parallel()
	tests := []struct {
		sql  string
		want []Assignment
	}{
		{"UPDATE products SET price = price + $2, name = $3 WHERE id = $1", []Assignment{{"price", "price+$2", true}, {"name", "$3", false}}},
		{"UPDATE p SET n = COALESCE(n, 0) - 1", []Assignment{{"n", "COALESCE(n,0)-1", true}}},
		{"INSERT INTO c (id, n) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET n = c.n + excluded.n, name = excluded.name", []Assignment{{"n", "c.n+excluded.n", true}, {"name", "excluded.name", false}}},
		{"UPDATE u SET seen_at = now(), tags = array_append(tags, $1) WHERE id = $2", []Assignment{{"seen_at", "now()", false}, {"tags", "array_append(tags,$1)", true}}},
		{"UPDATE u SET total = excluded.total + 1", []Assignment{{"total", "excluded.total+1", false}}},
		{"UPDATE u SET n += 1", []Assignment{{"n", "1", true}}},
		{"UPDATE u SET a = (SELECT max(b) FROM v WHERE v.id = u.id), c = 1 WHERE d = 2", []Assignment{{"a", "(SELECTmax(b)FROMvWHEREv.id=u.id)", false}, {"c", "1", false}}},
	}
	for _, tt := range tests {
		got := Parse(tt.sql)
		if len(got) != 1 || !slices.Equal(got[0].Assigned, tt.want) {
			t.Errorf("Parse(%q): assigned %+v, want %+v", tt.sql, got[0].Assigned, tt.want)
		}
	}
}
