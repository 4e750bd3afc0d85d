package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
)

// runVersion prints the version that the Go toolchain built in, and what it was
// built from and for.
func runVersion(_ context.Context, args []string, std streams) int {
	if len(args) > 0 {
		return trouble(std, "version takes no arguments")
	}
	fmt.Fprintf(std.out, "boundarylint %s%s %s %s/%s\n", version(), revision(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
	return exitClean
}

// version is that of the module, as far as the toolchain knew it.
func version() string {
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

// revision is the commit that the command was built from, where it was built in
// a checkout.
func revision() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	settings := make(map[string]string)
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	text := settings["vcs.revision"]
	if text == "" {
		return ""
	}
	if settings["vcs.modified"] == "true" {
		text += ", modified"
	}
	return " (" + text + ")"
}
