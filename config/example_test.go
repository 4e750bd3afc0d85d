package config

import _ "embed"

// exampleYAML is the config of the documentation.
//
//go:embed testdata/example.yaml
var exampleYAML string

// exampleFiles are the files that the example points at.
func exampleFiles() map[string]string {
	files := map[string]string{
		"boundaries.yaml": exampleYAML,
		"go.mod":          "module example.com/shop\n\ngo 1.26\n",
		"services/accounts/migrations/1_users.sql":  "CREATE TABLE users (id int);\n",
		"db/migrations/1.sql":                       "CREATE TABLE regions (id int);\n",
		"services/accounts/migrations/2_create.sql": "CREATE TABLE countries (id int);\n",
	}
	for _, dir := range []string{
		"services/accounts", "services/accounts/client", "services/accounts/store", "services/orders",
		"services/orders/fullsync", "pkg/bus", "pkg/notify", "pkg/metrics", "pkg/db", "pkg/resilience", "contracts/events",
	} {
		files[dir+"/x.go"] = "package x\n"
	}
	return files
}
