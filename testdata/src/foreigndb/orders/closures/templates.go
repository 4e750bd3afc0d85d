package closures

import (
	"bytes"
	"context"
	"database/sql"
	"text/template"
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
