package flows

import "testing"

func TestComputedBeside(t *testing.T) {
	t.Parallel()
	tests := []struct {
		value, text string
		want        bool
	}{
		{"n.total", "WITH n AS (SELECT count(*) AS total FROM lines WHERE order_id = ? AND state != 'x') UPDATE orders SET lines = n.total FROM n WHERE id = ?", true},
		{"coalesce(n.total,0)", "with n (total) as materialized (select sum(a) from l where o = $1) update orders set t = coalesce(n.total, 0) from n where id = $1", true},
		{"s.total", "UPDATE orders SET lines = s.total FROM (SELECT o, count(*) AS total FROM lines WHERE o IN (?) GROUP BY o) AS s WHERE s.o = orders.id", true},
		{"s.total", "UPDATE orders o JOIN (SELECT count(*) total FROM lines WHERE o = ?) s SET o.lines = s.total WHERE o.id = ?", true},
		{"s.at", "UPDATE o SET at = s.at FROM (SELECT max(at::date) AS at FROM l WHERE o = @id) s", true},
		{"c.list", "update daos set n = c.n, ids = c.list from (select count(*) as n, coalesce(json_agg(id), '[]') list from p where dao_id = ?) c where daos.id = ?", true},
		{"v.name", "UPDATE users SET name = v.name FROM (values %s) AS v (id, name)", false},
		{"v.name", "UPDATE users SET name = v.name FROM (SELECT * FROM jsonb_to_recordset($1) AS x(id int, name text)) v", false},
		{"v.name", "UPDATE users SET name = v.name FROM (VALUES ($1, $2)) AS v(id, name) WHERE users.id = v.id", false},
		{"v.name", "UPDATE users SET name = v.name FROM (SELECT unnest($1::text[]) AS name) v", false},
		{"n.name", "WITH n AS (SELECT $2::text AS name) UPDATE users SET name = n.name FROM n WHERE id = $1", false},
		{"n.name", "WITH n AS (SELECT name FROM names WHERE name = $2) UPDATE users SET name = n.name FROM n", false},
		{"excluded.name", "INSERT INTO users (id, name) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET name = excluded.name", false},
		{"b.name", "UPDATE users SET name = b.name FROM staging b WHERE b.id = users.id", false},
		{"n.total", "WITH n AS (SELECT count(*) AS total", false},
	}
	for _, tt := range tests {
		if got := computedBeside(tt.value, tt.text); got != tt.want {
			t.Errorf("computedBeside(%q, %q) = %v", tt.value, tt.text, got)
		}
	}
}
