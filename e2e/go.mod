module github.com/boundarylint/boundarylint/e2e

go 1.26.0

require github.com/rogpeppe/go-internal v1.14.1

require (
	golang.org/x/sys v0.49.0 // indirect
	golang.org/x/tools v0.52.0 // indirect
)

replace github.com/boundarylint/boundarylint => ../
