module github.com/boundarylint/boundarylint/config/schemagen

go 1.26.0

require (
	github.com/boundarylint/boundarylint v0.0.0
	github.com/google/jsonschema-go v0.4.3
	gopkg.in/yaml.v3 v3.0.1
)

require golang.org/x/mod v0.42.0 // indirect

replace github.com/boundarylint/boundarylint => ../..
