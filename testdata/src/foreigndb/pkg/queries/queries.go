// Package queries is shared: it has the texts of statements in files.
package queries

import (
	"embed"
	"io/fs"
)

//go:embed sql
var files embed.FS

// Get gives one by its name.
func Get(name string) string {
	data, err := fs.ReadFile(files, "sql/"+name+".sql")
	if err != nil {
		panic(err)
	}
	return string(data)
}
