package main

import (
	"context"
	"flag"
	"fmt"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers"
	"github.com/boundarylint/boundarylint/internal/driver"
)

// runCompletion prints a script by which a shell completes commands, flags and
// their values. The script holds all words, so that completing starts nothing.
func runCompletion(_ context.Context, args []string, std streams) int {
	scripts := map[string]func(words) string{"bash": bashCompletion, "zsh": zshCompletion, "fish": fishCompletion}
	if len(args) != 1 || scripts[args[0]] == nil {
		return trouble(std, "completion takes one of bash, zsh, fish")
	}
	fmt.Fprint(std.out, scripts[args[0]](completions()))
	return exitClean
}

// words are what can be completed.
type words struct {
	commands  []command
	flags     []*flag.Flag
	arguments []argument
}

// An argument is what may follow a command or a flag, which is without its "-".
type argument struct {
	after  string
	values []string
	files  bool // the names of files and directories
}

func completions() words {
	w := words{commands: append(commands(), command{name: "help", about: "print all commands and flags"})}
	new(checkFlags).flagSet().VisitAll(func(f *flag.Flag) { w.flags = append(w.flags, f) })
	w.arguments = []argument{
		{after: "format", values: formats()},
		{after: "rules", values: analyzers.RuleNames()},
		{after: "driver", values: driver.Names()},
		{after: "config", files: true},
		{after: "baseline", files: true},
		{after: "C", files: true},
	}
	return w
}

// operands are what may follow a command.
func operands() []argument {
	return []argument{
		{after: "explain", values: analyzers.RuleNames()},
		{after: "config", values: []string{"check", "schema", "show"}},
		{after: "completion", values: []string{"bash", "zsh", "fish"}},
	}
}

func (w words) names() string {
	var names []string
	for _, c := range w.commands {
		names = append(names, c.name)
	}
	return strings.Join(names, " ")
}

func (w words) flagNames() string {
	var names []string
	for _, f := range w.flags {
		names = append(names, "-"+f.Name)
	}
	return strings.Join(names, " ")
}

func bashCompletion(w words) string {
	var b strings.Builder
	b.WriteString("# bash completion for boundarylint: source <(boundarylint completion bash)\n_boundarylint() {\n")
	b.WriteString("\tlocal word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}\n\tCOMPREPLY=()\n\tcase $before in\n")
	for _, a := range w.arguments {
		if !a.files { // files are the default
			fmt.Fprintf(&b, "\t-%s) COMPREPLY=($(compgen -W %q -- \"$word\")); return ;;\n", a.after, strings.Join(a.values, " "))
		} else {
			fmt.Fprintf(&b, "\t-%s) return ;;\n", a.after)
		}
	}
	for _, a := range operands() {
		fmt.Fprintf(&b, "\t%s) COMPREPLY=($(compgen -W %q -- \"$word\")); return ;;\n", a.after, strings.Join(a.values, " "))
	}
	b.WriteString("\tesac\n\tif [[ $word == -* ]]; then\n")
	fmt.Fprintf(&b, "\t\tCOMPREPLY=($(compgen -W %q -- \"$word\"))\n", w.flagNames())
	fmt.Fprintf(&b, "\telif ((COMP_CWORD == 1)); then\n\t\tCOMPREPLY=($(compgen -W %q -- \"$word\") $(compgen -d -- \"$word\"))\n\tfi\n}\n", w.names())
	b.WriteString("complete -o default -F _boundarylint boundarylint\n")
	return b.String()
}

func zshCompletion(w words) string {
	var b strings.Builder
	b.WriteString("#compdef boundarylint\n# zsh completion for boundarylint: write it to a file _boundarylint in a directory of $fpath\n_boundarylint() {\n")
	b.WriteString("\tlocal -a commands\n\tcommands=(\n")
	for _, c := range w.commands {
		fmt.Fprintf(&b, "\t\t%s\n", zshQuote(c.name+":"+c.about))
	}
	b.WriteString("\t)\n\tcase $words[2] in\n")
	for _, a := range operands() {
		fmt.Fprintf(&b, "\t%s) if ((CURRENT == 3)); then compadd -- %s; return; fi ;;\n", a.after, strings.Join(a.values, " "))
	}
	b.WriteString("\tesac\n\tif ((CURRENT == 2)) && [[ $PREFIX != -* ]]; then _describe command commands; fi\n\t_arguments \\\n")
	for _, f := range w.flags {
		_, about := flag.UnquoteUsage(f)
		fmt.Fprintf(&b, "\t\t%s \\\n", zshQuote("-"+f.Name+"["+strings.NewReplacer("[", "(", "]", ")").Replace(about)+"]"+w.zshValue(f)))
	}
	b.WriteString("\t\t'*:package:_files -/'\n}\ncompdef _boundarylint boundarylint\n")
	return b.String()
}

// zshValue is what follows a flag, in the language of _arguments.
func (w words) zshValue(f *flag.Flag) string {
	if isBool(f) {
		return ""
	}
	for _, a := range w.arguments {
		switch {
		case a.after == f.Name && a.files:
			return ":" + f.Name + ":_files"
		case a.after == f.Name:
			return ":" + f.Name + ":(" + strings.Join(a.values, " ") + ")"
		}
	}
	return ":" + f.Name + ":"
}

func zshQuote(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }

func fishCompletion(w words) string {
	var b strings.Builder
	b.WriteString("# fish completion for boundarylint: boundarylint completion fish | source\n")
	for _, c := range w.commands {
		fmt.Fprintf(&b, "complete -c boundarylint -n __fish_use_subcommand -a %s -d %s\n", c.name, fishQuote(c.about))
	}
	for _, a := range operands() {
		fmt.Fprintf(&b, "complete -c boundarylint -n '__fish_seen_subcommand_from %s' -f -a %s\n", a.after, fishQuote(strings.Join(a.values, " ")))
	}
	for _, f := range w.flags {
		_, about := flag.UnquoteUsage(f)
		fmt.Fprintf(&b, "complete -c boundarylint -o %s -d %s%s\n", f.Name, fishQuote(about), w.fishValue(f))
	}
	return b.String()
}

// fishValue is what follows a flag, as options of complete.
func (w words) fishValue(f *flag.Flag) string {
	if isBool(f) {
		return ""
	}
	for _, a := range w.arguments {
		switch {
		case a.after == f.Name && a.files:
			return " -r -F"
		case a.after == f.Name:
			return " -x -a " + fishQuote(strings.Join(a.values, " "))
		}
	}
	return " -x"
}

func fishQuote(text string) string {
	return "'" + strings.NewReplacer(`\`, `\\`, "'", `\'`).Replace(text) + "'"
}

func isBool(f *flag.Flag) bool {
	b, ok := f.Value.(interface{ IsBoolFlag() bool })
	return ok && b.IsBoolFlag()
}
