package main

import (
	"context"
	"fmt"
	"runtime/debug"
)

// runVersion prints the version that the Go toolchain built in.
func runVersion(_ context.Context, args []string, std streams) int {
	if len(args) > 0 {
		return trouble(std, "version takes no arguments")
	}
	version, revision := "(devel)", ""
	info, ok := debug.ReadBuildInfo()
	if ok && info.Main.Version != "" {
		version = info.Main.Version
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			revision = " " + s.Value
		}
	}
	fmt.Fprintf(std.out, "boundarylint %s%s %s\n", version, revision, info.GoVersion)
	return exitClean
}
