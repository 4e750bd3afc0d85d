package vettool

import (
	"strconv"
	"strings"
)

// boolFlag finds a boolean flag in args by the flag package's rules: the last
// one counts. It is for what must be known before flags are parsed.
func boolFlag(args []string, name string) bool {
	text, set := lastFlag(args, name)
	if !set || text == "" {
		return set
	}
	value, _ := strconv.ParseBool(text)
	return value
}

// stringFlag finds a flag that is written as one argument, as go vet passes
// what it was given in that form; "" where it is absent.
func stringFlag(args []string, name string) string {
	text, set := lastFlag(args, name)
	if !set {
		return ""
	}
	if text == "" { // -name value
		for i, arg := range args[:len(args)-1] {
			if strings.TrimLeft(arg, "-") == name {
				return args[i+1]
			}
		}
	}
	return text
}

func lastFlag(args []string, name string) (text string, set bool) {
	for _, arg := range args {
		trimmed := strings.TrimPrefix(strings.TrimPrefix(arg, "-"), "-")
		flagName, value, _ := strings.Cut(trimmed, "=")
		if trimmed != arg && flagName == name {
			text, set = value, true
		}
	}
	return text, set
}
