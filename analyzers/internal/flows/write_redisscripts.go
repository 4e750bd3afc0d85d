package flows

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Redis is also handed scripts, which do several things at once:
//
//	redis.NewScript(`redis.call("HSET", KEYS[1], "name", ARGV[1])`).Run(ctx, client, []string{key}, e.Name)
//
// What such a script puts under its key, just as it was handed in, is as stale as what a
// command puts there. One that asks for anything before, in whatever words, is taken to
// compare what has to be compared.

// scriptPut is what a call has a script put into Redis; nil: nothing, or not whatever is there.
func (t *tracker) scriptPut(s effects.Site) *put {
	text, given := t.scriptAt(s)
	if text == "" || len(given) == 0 {
		return nil
	}
	keys := members(given[0])
	call := scriptWrites(text)
	if call == nil || len(keys) == 0 {
		return nil
	}
	args := given[1:]
	if len(args) == 1 {
		args = members(args[0])
	}
	p := &put{key: keys[0]} // if it is a hash, its fields are named in the script
	for _, n := range call.args {
		if n > len(args) {
			return nil
		}
		p.words = append(p.words, args[n-1])
	}
	if call.expires {
		p.kept = aWhile
	}
	return p
}

// scriptAt is the text of the script that a call runs, and what it is given: the keys, and
// what follows them.
func (t *tracker) scriptAt(s effects.Site) (text string, given []ssa.Value) {
	if s.Callee == nil || s.Callee.Pkg() == nil || s.Shift == 0 {
		return "", nil
	}
	args := slices.DeleteFunc(slices.Clone(s.Args[s.Shift:]), func(v ssa.Value) bool { return isContext(v.Type()) })
	path := catalog.Canonical(effects.PkgPath(s.Callee.Pkg()))
	switch name, receiver := s.Callee.Name(), receiverName(s.Callee); {
	case ofRedis(s.Callee.Pkg()) && receiver == "Script" && (name == "Run" || name == "Eval" || name == "EvalSha") && len(args) > 1:
		return t.scriptText(s.Args[0], 0), args[1:] // after the client
	case ofRedis(s.Callee.Pkg()) && receiver != "Script" && name == "Eval" && len(args) > 1:
		return t.scriptText(args[0], 0), args[1:]
	case strings.HasSuffix(path, "/rueidis") && receiver == "Lua" && name == "Exec" && len(args) > 1:
		return t.scriptText(s.Args[0], 0), args[1:]
	}
	return "", nil
}

// scriptText is the text of a script, or that of what is made of it; "" if it is not known.
func (t *tracker) scriptText(v ssa.Value, depth int) string {
	if depth > 4 {
		return ""
	}
	switch v := v.(type) {
	case *ssa.Const:
		return constantText(v)
	case *ssa.Call:
		if f := calleeOf(v); f != nil && strings.HasPrefix(f.Name(), "New") && len(v.Call.Args) > 0 {
			return t.scriptText(v.Call.Args[0], depth+1)
		}
	case *ssa.UnOp:
		if set := t.setTo(v.X); len(set) == 1 {
			return t.scriptText(set[0], depth+1)
		}
	}
	return ""
}

// A scriptCall is a command by which a script puts under its key what it was handed.
type scriptCall struct {
	command string
	args    []int // which of what is handed in beside the keys, counted from 1
	expires bool
}

var (
	scriptCommand = regexp.MustCompile(`redis\.p?call\s*\(\s*['"]([\w.]+)['"]\s*,\s*((?:[^()]|\([^()]*\))*)\)`)
	scriptArg     = regexp.MustCompile(`^ARGV\[\s*(\d+)\s*\]$`)
	scriptLocal   = regexp.MustCompile(`\blocal\s+(\w+)\s*=\s*(ARGV\[\s*\d+\s*\])`)
	scriptKey     = regexp.MustCompile(`\blocal\s+(\w+)\s*=\s*KEYS\[\s*1\s*\]`)
	scriptAsks    = regexp.MustCompile(`\b(if|while|and|or)\b`)
	scriptComment = regexp.MustCompile(`--[^\n]*`)
)

// scriptWrites is the first command of a script that puts something under its first key
// without asking for anything; nil: none does.
func scriptWrites(text string) *scriptCall {
	text = scriptComment.ReplaceAllString(text, "")
	locals := map[string]string{}
	for _, m := range scriptLocal.FindAllStringSubmatch(text, -1) {
		locals[m[1]] = m[2]
	}
	for _, m := range scriptKey.FindAllStringSubmatch(text, -1) {
		locals[m[1]] = "KEYS[1]"
	}
	for _, m := range scriptCommand.FindAllStringSubmatchIndex(text, -1) {
		call := &scriptCall{command: strings.ToUpper(strings.ReplaceAll(text[m[2]:m[3]], ".", ""))}
		if scriptAsks.MatchString(text[:m[0]]) {
			return nil
		}
		if writesKey(call.command) && call.read(strings.Split(text[m[4]:m[5]], ","), locals) {
			call.expires = call.expires || strings.Contains(strings.ToUpper(text), "EXPIRE")
			return call
		}
	}
	return nil
}

// read takes what a command is given; it reports whether that is put under the first key, and
// some of it is what was handed in.
func (c *scriptCall) read(words []string, locals map[string]string) bool {
	for i, w := range words {
		w = strings.TrimSpace(w)
		if of := locals[w]; of != "" {
			w = of
		}
		switch {
		case i == 0 && strings.ReplaceAll(w, " ", "") != "KEYS[1]":
			return false
		case scriptArg.MatchString(w):
			if n, err := strconv.Atoi(scriptArg.FindStringSubmatch(w)[1]); err == nil && n > 0 && !c.lives(words, i) {
				c.args = append(c.args, n)
			}
		}
		switch strings.ToUpper(strings.Trim(w, `'"`)) {
		case "NX":
			return false
		case "EX", "PX", "EXAT", "PXAT":
			c.expires = true
		}
	}
	c.expires = c.expires || c.command == "SETEX" || c.command == "PSETEX"
	return len(c.args) > 0
}

// lives reports whether a word says for how long something is kept.
func (c *scriptCall) lives(words []string, i int) bool {
	if c.command == "SETEX" || c.command == "PSETEX" {
		return i == 1
	}
	switch strings.ToUpper(strings.Trim(strings.TrimSpace(words[i-1]), `'"`)) {
	case "EX", "PX", "EXAT", "PXAT":
		return true
	}
	return false
}
