module github.com/boundarylint/boundarylint/catalogtest

go 1.26.0

require github.com/boundarylint/boundarylint v0.0.0

replace github.com/boundarylint/boundarylint => ../
