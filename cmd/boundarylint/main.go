// Boundarylint checks that the services of a Go repository keep to themselves:
// to their own tables, packages and transactions.
//
// Run 'boundarylint help' for its commands. Called with the arguments that go
// vet passes, it is a vettool.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/boundarylint/boundarylint/internal/vettool"
)

// The exit statuses of the command.
const (
	exitClean    = 0
	exitFindings = 1
	exitTrouble  = 2 // it could not do its work
)

// A command is one subcommand. It returns the exit status.
type command struct {
	name, args, about string
	run               func(ctx context.Context, args []string, std streams) int
}

// streams are where a command writes: findings and what else was asked for to
// out, all else to err.
type streams struct{ out, err io.Writer }

func commands() []command {
	return []command{
		{"check", "[flags] [packages]", "check (the default command)", runCheck},
		{"explain", "[rule]", "what a rule reports, why, wrong and right code", runExplain},
		{"baseline", "[flags]", "write the present findings to boundaries.baseline.json", runBaseline},
		{"config", "[check|schema|show]", "check the config, print its JSON Schema, show it with all defaults", runConfig},
		{"completion", "bash|zsh|fish", "print a script by which the shell completes", runCompletion},
		{"version", "", "print the version, and what it was built from", runVersion},
	}
}

// planned are commands that the documentation names and that are not there yet.
// They must not be taken for packages.
func planned() []string { return []string{"init", "map"} }

// grace is how long the work has to come to an end once it was told to. An analysis
// that is under way in this process does not look whether it was.
const grace = 2 * time.Second

func main() {
	args := os.Args[1:]
	if vettool.Invoked(args) {
		vettool.Main(args)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, func() {
		stop() // the next signal ends it at once
		time.AfterFunc(grace, func() { os.Exit(exitTrouble) })
	})
	status := dispatch(ctx, args, streams{os.Stdout, os.Stderr})
	stop()
	os.Exit(status)
}

// dispatch runs the subcommand that args begin with, or a check.
func dispatch(ctx context.Context, args []string, std streams) int {
	if len(args) == 0 {
		return runCheck(ctx, nil, std)
	}
	switch name := args[0]; {
	case name == "help":
		usage(std.out)
		return exitClean
	case slices.Contains(planned(), name):
		return trouble(std, "%s is not built yet", name)
	default:
		for _, c := range commands() {
			if c.name == name {
				return c.run(ctx, args[1:], std)
			}
		}
	}
	return runCheck(ctx, args, std)
}

// isCommand reports whether a word is a subcommand rather than a package.
func isCommand(word string) bool {
	return slices.Contains(planned(), word) || slices.ContainsFunc(commands(), func(c command) bool { return c.name == word })
}

func usage(w io.Writer) {
	fmt.Fprint(w, "Boundarylint checks the boundaries between the services of a Go repository.\n\nUsage:\n\n")
	fmt.Fprintf(w, "\tboundarylint [flags] [packages]\n")
	for _, c := range commands() {
		fmt.Fprintf(w, "\t%-40s %s\n", strings.TrimSpace("boundarylint "+c.name+" "+c.args), c.about)
	}
	fmt.Fprint(w, "\nFlags of a check:\n\n")
	fs := new(checkFlags).flagSet()
	fs.SetOutput(w)
	fs.PrintDefaults()
	fmt.Fprint(w, "\nExit status: 0 nothing found, 1 findings, 2 it could not do its work.\n")
}

// trouble reports why the command cannot do its work.
func trouble(std streams, format string, args ...any) int {
	fmt.Fprintf(std.err, "boundarylint: "+format+"\n", args...)
	return exitTrouble
}
