module github.com/boundarylint/boundarylint

go 1.26.0

require (
	github.com/chavacava/garif v0.1.0
	github.com/golangci/plugin-module-register v0.1.2
	github.com/hmarr/codeowners v1.2.1
	github.com/rogpeppe/go-internal v1.14.1
	golang.org/x/mod v0.42.0
	golang.org/x/tools v0.52.0
	gopkg.in/yaml.v3 v3.0.1
)

require (
	github.com/google/go-cmp v0.7.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
)
