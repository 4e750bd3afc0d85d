// Package sqltpl writes queries by templates.
package sqltpl

import (
	"strings"
	"text/template"
)

// Render writes a template.
func Render(t *template.Template, data any) (string, error) {
	var b strings.Builder
	err := t.Execute(&b, data)
	return b.String(), err
}

// Write parses a text and writes it.
func Write(text string, data any) string {
	t := template.Must(template.New("").Parse(text))
	var b strings.Builder
	if err := t.Execute(&b, data); err != nil {
		panic(err)
	}
	return b.String()
}
