package effects

import (
	"go/token"
	"go/types"
	"reflect"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/dbname"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
	"github.com/boundarylint/boundarylint/config/catalog"
)

// Settings come from the environment under names that need not stand in one
// place: a library puts a prefix before those of a struct's tags, a flag has a
// variable for its default. A file of settings is out of reach: the name of the
// database is in it, and in no code.

// settings is what the package's calls say of how its settings are read.
type settings struct {
	prefix map[*types.TypeName]prefixed
	filled map[any]prefixed       // the same, by the variables that are filled
	flags  map[string][]ssa.Value // names of variables, by the name of a flag of urfave/cli or a key of viper
	viper  ssa.Value              // viper's prefix
}

// prefixed is how a library fills a struct: all names begin with a prefix, and
// envconfig makes names of its own of the fields'.
type prefixed struct {
	prefix  string
	named   bool
	value   ssa.Value // of a variable: the prefix as the call has it
	several bool      // of a type: there are more, with other prefixes
}

func (p *program) settings() *settings {
	if p.settled == nil {
		p.settled = &settings{prefix: map[*types.TypeName]prefixed{}, filled: map[any]prefixed{}, flags: map[string][]ssa.Value{}}
		for _, g := range p.groups {
			for instr := range Instructions(g.funcs...) {
				p.settled.note(p, g, instr)
			}
		}
	}
	return p.settled
}

func (s *settings) note(p *program, g *group, instr ssa.Instruction) {
	switch i := instr.(type) {
	case *ssa.Alloc:
		s.cliFlag(p, g, i)
	case ssa.CallInstruction:
		if f := staticFunc(i.Common()); f != nil && f.Pkg() != nil {
			s.call(p, g, f, i.Common().Args)
		}
	}
}

func (s *settings) call(p *program, g *group, f *types.Func, args []ssa.Value) {
	constant := func(v ssa.Value) string {
		if t := p.texts(g, v); len(t) == 1 && t[0].closed() {
			return t[0].String()
		}
		return ""
	}
	switch path := catalog.Canonical(pkgPath(f.Pkg())); path + "." + f.Name() {
	case "github.com/kelseyhightower/envconfig.Process", "github.com/kelseyhightower/envconfig.MustProcess":
		s.fills(g, args[1], prefixed{prefix: envconfigPrefix(constant(args[0])), named: true, value: args[0]})
	case "github.com/caarlos0/env.ParseWithOptions":
		if v := (&frame{e: p.evaluator(g)}).literal(args[1])["Prefix"]; v != nil {
			s.fills(g, args[0], prefixed{prefix: constant(v), value: v})
		}
	case "github.com/spf13/viper.SetEnvPrefix":
		s.viper = args[len(args)-1]
	case "github.com/spf13/viper.BindEnv":
		if names := elements(args[len(args)-1]); len(names) > 1 {
			key := constant(names[0])
			s.flags[key] = append(s.flags[key], names[1:]...)
		}
	}
}

// fills notes the struct that a library is handed to fill.
func (s *settings) fills(g *group, v ssa.Value, how prefixed) {
	s.filled[g.base(typed(v))] = how
	n := modelOf(v)
	if n == nil || !how.named && how.prefix == "" {
		return
	}
	if old, ok := s.prefix[n.Obj()]; ok && old.prefix != how.prefix {
		how.several = true // an instance tells which
	}
	s.prefix[n.Obj()] = how
}

// envconfigPrefix is what envconfig puts before the names of a struct's fields.
func envconfigPrefix(prefix string) string {
	if prefix == "" {
		return ""
	}
	return strings.ToUpper(prefix) + "_"
}

// howFilled is how a struct is filled that a value is, or points to: as the call
// says that is given this very variable, or as its type is.
func (e *evaluator) howFilled(root ssa.Value) (how prefixed, prefixes []string) {
	at := root
	if load, ok := at.(*ssa.UnOp); ok {
		at = load.X
	}
	how, ok := e.p.settings().filled[e.g.base(at)]
	if !ok {
		how = e.p.prefixOf(root.Type())
		return how, []string{how.prefix}
	}
	for _, t := range e.eval(how.value, maxTextDepth/2) {
		switch {
		case !t.closed():
			return prefixed{several: true}, nil
		case how.named:
			prefixes = append(prefixes, envconfigPrefix(t.String()))
		default:
			prefixes = append(prefixes, t.String())
		}
	}
	return how, prefixes
}

// cliFlag notes the variables of a flag of urfave/cli.
func (s *settings) cliFlag(p *program, g *group, v *ssa.Alloc) {
	n := named(v.Type())
	if n == nil || n.Obj().Name() != "StringFlag" || n.Obj().Pkg() == nil || !isCLI(n.Obj().Pkg()) {
		return
	}
	parts := (&frame{e: p.evaluator(g)}).literal(v)
	if parts["Name"] == nil {
		return
	}
	names := p.texts(g, parts["Name"])
	if len(names) != 1 || !names[0].closed() {
		return
	}
	key := names[0].String()
	if env := parts["EnvVar"]; env != nil {
		s.flags[key] = append(s.flags[key], env)
	}
	for _, list := range []ssa.Value{parts["EnvVars"], parts["Sources"]} {
		if c, ok := list.(*ssa.Call); ok && staticFunc(&c.Call) != nil && staticFunc(&c.Call).Name() == "EnvVars" {
			list = c.Call.Args[0]
		}
		if list != nil {
			s.flags[key] = append(s.flags[key], elements(list)...)
		}
	}
}

func isCLI(pkg *types.Package) bool {
	return catalog.Canonical(pkgPath(pkg)) == "github.com/urfave/cli"
}

// keyed are the values that viper or a command line has under a key, "" of
// which no variable is known.
func (e *evaluator) keyed(f *types.Func, key ssa.Value, next func(ssa.Value) []text) []text {
	s := e.p.settings()
	keys := next(key)
	var out []text
	for _, k := range keys {
		for _, name := range s.flags[k.String()] {
			out = append(out, fromEnv(next(name))...)
		}
	}
	if isCLI(f.Pkg()) {
		if len(out) == 0 {
			return []text{hole()}
		}
		return out
	}
	if s.viper != nil {
		for _, prefix := range next(s.viper) {
			for _, k := range keys {
				if prefix.closed() && k.closed() {
					out = append(out, fromEnv([]text{constText(envKey(prefix.String() + "_" + k.String()))})...)
				}
			}
		}
	}
	return append(out, fromEnv(keys)...)
}

// envKey is a key as the environment has it.
func envKey(key string) string {
	return strings.ToUpper(strings.NewReplacer(".", "_", "-", "_").Replace(key))
}

// setting are the values that the environment gives a field of a struct that a
// value is, or points to. known: a prefix makes the name, so that what the tag
// says alone is none.
func (e *evaluator) setting(x ssa.Value, field int) (texts []text, known bool) {
	outer, root := around(x)
	how, prefixes := e.howFilled(root)
	if how.several {
		return nil, true
	}
	nested := ""
	for _, f := range outer {
		nested += nestedPrefix(f, how.named)
	}
	f, tag, ok := fieldAt(x.Type(), field)
	if !ok {
		return nil, false
	}
	for _, prefix := range prefixes {
		if prefix += nested; prefix != "" || how.named {
			texts = append(texts, fromEnv(settingNames(f, tag, prefix, how.named))...)
		}
	}
	return texts, len(texts) > 0
}

// settingNames are the names under which the environment has a field.
func settingNames(f *types.Var, tag reflect.StructTag, prefix string, envconfig bool) []text {
	var names []text
	switch name, _, _ := strings.Cut(tag.Get("env"), ","); {
	case envconfig:
		names = append(names, constText(prefix+envconfigName(f, tag)))
		if alt := tag.Get("envconfig"); alt != "" {
			names = append(names, constText(strings.ToUpper(alt)))
		}
	case name != "" && name != "-":
		names = append(names, constText(prefix+name))
	}
	return names
}

// A settingField is a field on the way to another, with its tag.
type settingField struct {
	f   *types.Var
	tag reflect.StructTag
}

// around are the fields in which a struct lies, the outermost first, and the
// whole.
func around(x ssa.Value) (outer []settingField, root ssa.Value) {
	for range 8 {
		var in ssa.Value
		index := 0
		switch v := x.(type) {
		case *ssa.FieldAddr:
			in, index = v.X, v.Field
		case *ssa.Field:
			in, index = v.X, v.Field
		case *ssa.UnOp:
			if v.Op == token.MUL {
				if _, ok := v.X.(*ssa.FieldAddr); ok {
					x = v.X
					continue
				}
			}
		}
		if in == nil {
			break
		}
		if f, tag, ok := fieldAt(in.Type(), index); ok {
			outer = append([]settingField{{f, tag}}, outer...)
		}
		x = in
	}
	return outer, x
}

func fieldAt(t types.Type, i int) (*types.Var, reflect.StructTag, bool) {
	if p, ok := t.Underlying().(*types.Pointer); ok {
		t = p.Elem()
	}
	s, ok := t.Underlying().(*types.Struct)
	if !ok || i < 0 || i >= s.NumFields() {
		return nil, "", false
	}
	return s.Field(i), reflect.StructTag(s.Tag(i)), true
}

// nestedPrefix is what a field that is a struct puts before its fields' names.
func nestedPrefix(f settingField, envconfig bool) string {
	if envconfig {
		if f.f.Anonymous() && f.tag.Get("envconfig") == "" {
			return ""
		}
		return envconfigName(f.f, f.tag) + "_"
	}
	for _, key := range []string{"envPrefix", "env-prefix", "envprefix"} {
		if prefix := f.tag.Get(key); prefix != "" {
			return prefix
		}
	}
	for option := range strings.SplitSeq(f.tag.Get("env"), ",") {
		if prefix, ok := strings.CutPrefix(strings.TrimSpace(option), "prefix="); ok {
			return prefix
		}
	}
	return ""
}

func envconfigName(f *types.Var, tag reflect.StructTag) string {
	switch name := tag.Get("envconfig"); {
	case name != "":
		return strings.ToUpper(name)
	case tag.Get("split_words") == "true":
		return strings.ToUpper(dbname.Snake(f.Name()))
	}
	return strings.ToUpper(f.Name())
}

// prefixOf is how a struct's type is filled, as its package's calls say, or
// this one's.
func (p *program) prefixOf(t types.Type) prefixed {
	n := modelType(t)
	if n == nil {
		return prefixed{}
	}
	if how, ok := p.settings().prefix[n.Obj()]; ok {
		return how
	}
	fact := new(summary.Text)
	if n.Obj().Pkg() == p.pass.Pkg || !p.pass.ImportObjectFact(n.Obj(), fact) || len(fact.List) != 1 {
		return prefixed{}
	}
	return prefixed{prefix: fact.List[0].Value, named: fact.List[0].Key == "named", several: fact.List[0].Key == "several"}
}

// exportSettings leaves for importers how the package's structs are filled.
func (p *program) exportSettings() {
	for obj, how := range p.settings().prefix {
		if obj.Pkg() != p.pass.Pkg || obj.Parent() != p.pass.Pkg.Scope() {
			continue
		}
		key := ""
		switch {
		case how.several:
			key = "several"
		case how.named:
			key = "named"
		}
		p.pass.ExportObjectFact(obj, &summary.Text{List: []summary.Entry{{Key: key, Value: how.prefix}}})
	}
}

// flagVar is the variable that a call makes a flag of, and the flag's default;
// nil where it does not.
func flagVar(c *ssa.CallCommon) (addr, value ssa.Value) {
	f := staticFunc(c)
	if f == nil || f.Pkg() == nil || f.Name() != "StringVar" && f.Name() != "StringVarP" || len(c.Args) < 4 {
		return nil, nil
	}
	switch f.Pkg().Path() {
	case "flag", "github.com/spf13/pflag":
	default:
		return nil, nil
	}
	addr = c.Args[0]
	if f.Signature().Recv() != nil {
		addr = c.Args[1]
	}
	return addr, c.Args[len(c.Args)-2]
}
