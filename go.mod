module github.com/boundarylint/boundarylint

go 1.26.0

require (
	github.com/google/jsonschema-go v0.4.3
	github.com/hmarr/codeowners v1.2.1
	github.com/jinzhu/inflection v1.0.0
	golang.org/x/mod v0.42.0
	golang.org/x/tools v0.52.0
	gopkg.in/yaml.v3 v3.0.1
)

require golang.org/x/sync v0.24.0 // indirect
