package closures

import (
	"bytes"
	"context"
	"database/sql"
	"text/template"

	"example.com/fixtures/foreigndb/pkg/sqltpl"
)

var (
	joined = template.Must(template.New("joined").Parse(`SELECT {{ .What }} FROM {{ .Table }} t
{{- if .Users }} JOIN users u ON u.id = t.user_id {{- end }}
{{/* FROM companies */}} ORDER BY 1`))
	plain = template.Must(template.New("plain").Parse(`SELECT {{ .What }} FROM {{ .Table }}{{ if .Users }} WHERE users > 1{{ end }}`))
)

type data struct {
	What, Table string
	Users       bool
}

func joins(ctx context.Context, db *sql.DB) error {
	var buf bytes.Buffer
	if err := joined.Execute(&buf, data{"id", "order_lines", true}); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, buf.String()) // want "orders reads table users of service accounts"
	return err
}

func named(ctx context.Context, db *sql.DB) error {
	var buf bytes.Buffer
	if err := plain.Execute(&buf, data{"id", "order_lines", true}); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, buf.String()); err != nil {
		return err
	}
	var other bytes.Buffer
	if err := plain.Execute(&other, data{What: "id", Table: "users"}); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, other.String()) // want "orders reads table users of service accounts"
	return err
}

type join struct{ Table, As string }

type joinsOf struct {
	From  string
	Joins []join
	Deep  bool
}

const many = `SELECT 1 FROM {{ .From }} f
{{- range .Joins }} JOIN {{ .Table }} {{ .As }} ON {{ if .As }}true{{ end }}{{ end }}
{{- if .Deep }} WHERE f.users > 1{{ end }}`

var parsed = template.Must(template.New("many").Parse(many))

func handedOn(ctx context.Context, db *sql.DB, deep bool) {
	s, _ := sqltpl.Render(plain, data{What: "id", Table: "orders", Users: true})
	db.ExecContext(ctx, s)
	s, _ = sqltpl.Render(joined, data{What: "id", Table: "orders"})
	db.ExecContext(ctx, s)                                                               // want "orders reads table users"
	db.ExecContext(ctx, sqltpl.Write("DELETE FROM {{ .Table }}", data{Table: "orders"})) // its own
	db.ExecContext(ctx, sqltpl.Write("DELETE FROM {{ .Table }}", data{Table: "users"}))  // want "orders writes table users"
	db.ExecContext(ctx, sqltpl.Write("UPDATE orders SET users = {{ .What }}", data{What: "1"}))
	db.ExecContext(ctx, rendered(joinsOf{From: "orders", Joins: []join{{"order_lines", "users"}}}))
	db.ExecContext(ctx, rendered(joinsOf{From: "orders", Joins: []join{{"users", "u"}}})) // want "orders reads table users"
	all := joinsOf{From: "orders"}
	if deep {
		all.Joins = append(all.Joins, join{Table: "order_lines", As: "users"})
		all.Joins = append(all.Joins, join{Table: "users", As: "u"})
	}
	db.ExecContext(ctx, rendered(all)) // want "orders reads table users"
	base := defaults()
	base.From = "orders"
	db.ExecContext(ctx, rendered(base))
	db.ExecContext(ctx, rendered(defaults())) // want "orders reads table users"
}

func defaults() joinsOf { return joinsOf{From: "users"} }

func rendered(d joinsOf) string {
	var buf bytes.Buffer
	if err := parsed.Execute(&buf, d); err != nil {
		return ""
	}
	return buf.String()
}
