// Golangci is what 'golangci-lint custom' makes of .custom-gcl.yml: golangci-lint
// with boundarylint as one of its linters.
package main

import (
	"fmt"
	"os"

	"github.com/golangci/golangci-lint/v2/pkg/commands"
	"github.com/golangci/golangci-lint/v2/pkg/exitcodes"

	_ "github.com/boundarylint/boundarylint/golangci"
)

func main() {
	// A version of a release, as 'golangci-lint custom' gives it: the version is
	// all that golangci-lint looks at to see whether its cache is its own.
	info := commands.BuildInfo{Version: "v2.15.0-custom-gcl-fixed"}
	if err := commands.Execute(info); err != nil {
		fmt.Fprintf(os.Stderr, "The command is terminated due to an error: %v\n", err)
		os.Exit(exitcodes.Failure)
	}
}
