package effects

import (
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// The texts that calls give back: of functions known by name, of the package's own,
// and of imported ones by their facts.

// call evaluates a function that makes a string.
func (e *evaluator) call(c *ssa.Call, next func(ssa.Value) []text) []text {
	if isAppend(c) && isParts(c.Type()) {
		return joinAll(c.Call.Args, ".", next)
	}
	if name := storeName(c); name != nil {
		return e.ofDatabase(c, next(name))
	}
	if from := preparedFrom(c); from != nil {
		return next(from)
	}
	if isCQLTable(c.Type()) && len(c.Call.Args) == 1 {
		return e.content(c.Call.Args[0], ".Name", maxTextDepth/2)
	}
	if b := builtBy(c); b != nil {
		return e.toSQL(b, 0)
	}
	if name, ok := goquName(c, next); ok {
		return name
	}
	if part := e.expressionCall(c, next); part != nil {
		return part
	}
	if said := e.saidByParam(c); said != nil {
		return said
	}
	obj := staticFunc(&c.Call)
	if obj == nil {
		return e.ofValue(c, next)
	}
	if name, ok := nameOf(c, obj, next); ok {
		return name
	}
	args := c.Call.Args
	e = e.instantiated(&c.Call)
	switch fullName(obj) {
	case "fmt.Sprintf":
		return e.sprintf(args, next)
	case "fmt.Sprint":
		return joinAll(elements(args[0]), "", next)
	case "strings.Join":
		if sep := next(args[1]); len(sep) == 1 {
			return joinAll(e.joined(args[0]), sep[0].String(), next)
		}
	case "path.Join", "path/filepath.Join":
		return joinAll(elements(args[0]), "/", next)
	case "strings.TrimSpace", "strings.ToLower", "strings.ToUpper", "strings.Trim", "strings.TrimSuffix", "strings.TrimRight", "strings.TrimLeft",
		"strings.TrimPrefix", "strings.Clone", "github.com/lib/pq.QuoteIdentifier":
		return next(args[0])
	case "strings.ReplaceAll", "strings.Replace":
		return replaced(args, next)
	case "os.Getenv", "github.com/knadh/koanf.Koanf.String", "github.com/knadh/koanf/v2.Koanf.String",
		"github.com/knadh/koanf.Koanf.MustString", "github.com/knadh/koanf/v2.Koanf.MustString":
		return fromEnv(next(args[len(args)-1]))
	case "github.com/spf13/viper.GetString", "github.com/spf13/viper.Viper.GetString", "github.com/urfave/cli.Context.String",
		"github.com/urfave/cli/v2.Context.String", "github.com/urfave/cli/v3.Command.String":
		return e.keyed(obj, args[len(args)-1], next)
	case "github.com/jmoiron/sqlx.DB.Rebind", "github.com/jmoiron/sqlx.Tx.Rebind", "github.com/jmoiron/sqlx.Rebind":
		return next(args[len(args)-1])
	case "github.com/aws/aws-sdk-go/aws.String", "github.com/aws/aws-sdk-go-v2/aws.String":
		return next(args[0])
	case "strings.Builder.String", "bytes.Buffer.String":
		return e.builder(c, next)
	}
	return e.result(obj, args, next)
}

// result evaluates a call by what the function returns, if that is one constant.
func (e *evaluator) result(obj *types.Func, args []ssa.Value, next func(ssa.Value) []text) []text {
	if obj.Pkg() != e.p.pass.Pkg {
		fact := new(summary.Text)
		if !e.p.pass.ImportObjectFact(obj.Origin(), fact) {
			return []text{hole()}
		}
		switch {
		case fact.Alts == nil:
			return []text{constText(fact.Value)}
		case fact.List != nil:
			return e.fileOf(fact, args)
		}
		var out []text
		for _, alt := range fact.Alts {
			out = append(out, e.fill(alt, args)...)
		}
		return out
	}
	g := e.p.byObj[obj.Origin()]
	if g == nil || g == e.g {
		return []text{hole()}
	}
	var out []text
	for _, t := range e.p.returned(g) {
		out = append(out, e.fill(t, args)...)
	}
	if slices.ContainsFunc(out, func(t text) bool { return strings.ContainsRune(t.String(), sqltext.Hole) }) {
		out = e.returns(g, args) // it may say more for this call than for all
	}
	if len(out) == 0 || len(out) > maxTexts {
		return []text{hole()}
	}
	return out
}

// returns are the texts that a function returns for some arguments.
func (e *evaluator) returns(g *group, args []ssa.Value) []text {
	in := e.called(g, args)
	var out []text
	for ret := range Returns(g.fn) {
		if len(ret.Results) > 0 {
			out = append(out, in.eval(ret.Results[0], maxTextDepth/2)...)
		}
	}
	return withoutEmpty(out)
}

// withoutEmpty leaves out the text that goes with an error.
func withoutEmpty(texts []text) []text {
	some := slices.DeleteFunc(slices.Clone(texts), func(t text) bool { return t.closed() && t.String() == "" })
	if len(some) == 0 {
		return texts
	}
	return some
}

// replaced evaluates strings.ReplaceAll where all of it is constant; a text
// with other values in it stays as it is.
func replaced(args []ssa.Value, next func(ssa.Value) []text) []text {
	out := next(args[0])
	from, to := next(args[1]), next(args[2])
	if len(from) != 1 || len(to) != 1 || !from[0].closed() {
		return out
	}
	for i, t := range out {
		var pieces text
		for _, p := range t {
			if !isText(p) {
				pieces = append(pieces, p)
				continue
			}
			for j, s := range strings.Split(p.Text, from[0].String()) {
				if j > 0 {
					pieces = append(pieces, to[0]...)
				}
				pieces = append(pieces, constText(s)...)
			}
		}
		out[i] = pieces
	}
	return out
}

// returned are the texts that a function of the package returns, worked out
// once. One that needs its own result to tell returns a hole.
func (p *program) returned(g *group) []text {
	if texts, ok := p.returns[g]; ok {
		return texts
	}
	if p.returns == nil {
		p.returns = map[*group][]text{}
	}
	p.returns[g] = []text{hole()}
	var out []text
	for ret := range Returns(g.fn) {
		if len(ret.Results) > 0 {
			out = append(out, p.texts(g, ret.Results[0])...)
		}
	}
	out = withoutEmpty(out)
	if len(out) == 0 || len(out) > maxTexts {
		out = []text{hole()}
	}
	p.returns[g] = out
	return out
}

// fill puts the arguments of a call in the place of parameters.
func (e *evaluator) fill(t text, args []ssa.Value) []text {
	out := []text{nil}
	for _, part := range t {
		out = concat(out, e.fillPart(part, args))
	}
	return out
}

// fillPart are the texts of a part once a call's arguments are known.
func (e *evaluator) fillPart(part summary.Part, args []ssa.Value) []text {
	switch {
	case part.Naming == namingFile:
		return []text{hole()} // see embedded
	case part.Naming == namingEntry && part.Param < len(args):
		values := e.fillEntry(part, args[part.Param])
		if part.Env {
			values = fromEnv(values)
		}
		return values
	case strings.HasPrefix(part.Naming, namingLookup) && part.Param < len(args):
		return e.fillRegistered(part, args)
	case strings.HasPrefix(part.Naming, namingStage):
		return e.fillStage(part, args)
	case strings.HasPrefix(part.Naming, namingTemplate):
		return e.fillTemplate(part, args)
	case part.Type > 0 || part.Naming != "" && part.Param < len(args):
		return e.fillModel(part, args)
	case part.Param < 0:
		return []text{{part}}
	case part.Param >= len(args):
		return []text{hole()}
	}
	var values []text
	if part.Field != "" {
		values = e.content(args[part.Param], part.Field, maxTextDepth/2)
	} else {
		values = e.eval(args[part.Param], maxTextDepth/2)
	}
	if part.Env {
		values = fromEnv(values)
	}
	return values
}
