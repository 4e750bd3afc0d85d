package effects

import (
	"cmp"
	"go/token"
	"go/types"
	"net"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// address is whose address a string is, or begins with: by the host in its text,
// or by the name under which the address travels.
func (w valuer) address(v ssa.Value) summary.Value {
	switch v := v.(type) {
	case *ssa.Const:
		s, _ := constString(v)
		return w.hosted(s)
	case *ssa.BinOp:
		if v.Op == token.ADD {
			return w.leading(pieces(v, nil))
		}
	case *ssa.Phi:
		return w.all(v.Edges)
	case *ssa.Parameter:
		return w.parameter(v)
	case *ssa.FreeVar:
		return w.value(w.g.binding(v))
	case *ssa.ChangeType:
		return w.value(v.X)
	case *ssa.Convert:
		return w.value(v.X)
	case *ssa.MakeInterface:
		return w.value(v.X)
	case *ssa.Field:
		return w.field(v.X.Type(), v.Field, v.X)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return w.loadAddress(v)
		}
	case *ssa.Extract:
		if c, ok := v.Tuple.(*ssa.Call); ok {
			return w.callAddress(c, v.Index)
		}
	case *ssa.Call:
		return w.callAddress(v, 0)
	}
	return summary.Value{}
}

// pieces takes a concatenation apart.
func pieces(v ssa.Value, list []ssa.Value) []ssa.Value {
	if b, ok := v.(*ssa.BinOp); ok && b.Op == token.ADD {
		return pieces(b.Y, pieces(b.X, list))
	}
	return append(list, v)
}

// leading is whose address a text is that is made of pieces: the first that is
// more than a scheme tells.
func (w valuer) leading(list []ssa.Value) summary.Value {
	prefix := ""
	for _, v := range list {
		if s, ok := constString(v); ok {
			prefix += s
			if onlyScheme(prefix) {
				continue
			}
			return w.hosted(prefix)
		}
		if !onlyScheme(prefix) {
			break
		}
		out := w.value(v)
		if s := w.oneText(v); s != "" { // the bare host, after its scheme
			out = out.Join(w.named(w.p.cfg.HostServices(s)))
		}
		return out
	}
	return w.hosted(prefix)
}

// oneText is a value's text where it has but one.
func (w valuer) oneText(v ssa.Value) string {
	texts := w.p.texts(w.g, v)
	if len(texts) != 1 || texts[0].params() {
		return ""
	}
	return texts[0].String()
}

func onlyScheme(s string) bool {
	return s == "" || strings.HasSuffix(s, "://") || strings.HasSuffix(s, ":///")
}

func (w valuer) named(services []string) summary.Value {
	return summary.Value{Services: services}
}

// hosted is whose host an address names.
func (w valuer) hosted(s string) summary.Value {
	if host := hostOf(s); host != "" {
		return w.named(w.p.cfg.HostServices(host))
	}
	return summary.Value{}
}

// hostOf is the host in a URL or in an address with a port, with the port where
// that is known; "" for other texts, a bare name too: anything may be called
// accounts.
func hostOf(s string) string {
	if _, rest, ok := strings.Cut(s, "://"); ok {
		rest = strings.TrimLeft(rest, "/") // dns:///accounts:443
		if end := strings.IndexAny(rest, "/?#"); end >= 0 {
			rest = rest[:end]
		}
		if _, after, ok := strings.Cut(rest, "@"); ok {
			rest = after
		}
		return wholly(rest)
	}
	host, port, err := net.SplitHostPort(s)
	if err != nil || host == "" || strings.ContainsAny(host, " /") || port == "" || strings.Trim(port, "0123456789") != "" {
		return ""
	}
	return wholly(s)
}

// wholly is a host's name, if all of it is known, with its port if that is known.
func wholly(address string) string {
	host, port, _ := strings.Cut(address, ":")
	if strings.ContainsRune(host, sqltext.Hole) || strings.ContainsAny(host, "%{$") {
		return ""
	}
	if port != "" && strings.Trim(port, "0123456789") == "" {
		return net.JoinHostPort(host, port)
	}
	return host
}

// loadAddress is whose address a variable holds.
func (w valuer) loadAddress(u *ssa.UnOp) summary.Value {
	switch a := u.X.(type) {
	case *ssa.Global:
		out := w.global(a)
		if s := w.oneText(u); s != "" {
			out = out.Join(w.hosted(s))
		}
		return out
	case *ssa.Call: // flag.String
		return w.callAddress(a, 0)
	case *ssa.UnOp:
		if global, ok := a.X.(*ssa.Global); ok {
			if made, ok := w.p.globals[global].(*ssa.Call); ok {
				return w.in(w.p.startOf(global)).callAddress(made, 0)
			}
		}
	case *ssa.IndexAddr:
		return w.all(elements(a.X))
	}
	stored := w.g.stores()[w.g.cell(u.X)]
	if len(stored) > 0 {
		return w.all(stored)
	}
	if fa, ok := u.X.(*ssa.FieldAddr); ok {
		return w.field(fa.X.Type(), fa.Field, fa.X)
	}
	return summary.Value{}
}

// callAddress is whose address a call gives.
func (w valuer) callAddress(instr *ssa.Call, index int) summary.Value {
	c := w.calls[w.g][instr]
	if c == nil || c.callee == nil || c.callee.Pkg() == nil {
		return summary.Value{}
	}
	name := fullName(c.callee)
	switch name {
	case "fmt.Sprintf":
		return w.formatted(c)
	case "net.JoinHostPort":
		return w.value(c.args[0]).Join(w.named(w.p.cfg.HostServices(w.oneText(c.args[0]))))
	case "net/url.JoinPath", "strings.TrimRight", "strings.TrimSuffix", "strings.TrimSpace", "strings.Trim", "strings.TrimLeft", "strings.TrimPrefix",
		"strings.ToLower", "strings.ReplaceAll", "strings.Replace", "net/url.URL.String", "fmt.Sprint", "cmp.Or":
		return w.all(w.leadingArgs(c, name))
	}
	out := w.namedBy(c)
	if len(out.Services) > 0 {
		return out
	}
	if !c.invoke && w.p.firstPartyPath(pkgPath(c.callee.Pkg())) {
		return out.Join(w.given(c, index))
	}
	return out
}

// leadingArgs are the arguments whose beginning is that of the result.
func (w valuer) leadingArgs(c *call, name string) []ssa.Value {
	switch name {
	case "cmp.Or", "fmt.Sprint":
		return elements(c.args[0])
	}
	return c.args[:1]
}

// formatted is whose address a format makes.
func (w valuer) formatted(c *call) summary.Value {
	format := w.oneText(c.args[0])
	args := elements(c.args[1])
	prefix, _, _ := strings.Cut(format, "%")
	if !onlyScheme(prefix) {
		return w.hosted(prefix)
	}
	if len(args) == 0 || args[0] == nil || !strings.Contains(format, "%") {
		return summary.Value{}
	}
	list := []ssa.Value{args[0]}
	if mi, ok := args[0].(*ssa.MakeInterface); ok {
		list[0] = mi.X
	}
	if prefix == "" {
		return w.leading(list)
	}
	return w.value(list[0]).Join(w.named(w.p.cfg.HostServices(w.oneText(list[0]))))
}

// namedBy is whose address a call reads from outside, by the name that it is
// given or by the address that it falls back on: os.Getenv("ACCOUNTS_URL"),
// env("ACCOUNTS_URL", "http://accounts:8080").
func (w valuer) namedBy(c *call) summary.Value {
	var out summary.Value
	for _, a := range c.args {
		if mi, ok := a.(*ssa.MakeInterface); ok {
			a = mi.X
		}
		if s, ok := constString(a); ok {
			out = out.Join(w.named(w.p.cfg.EnvServices(s))).Join(w.hosted(s))
		}
	}
	return out
}

// tagged is whose address a field holds by its tag: the environment variable
// that it is filled from, or its default.
func (o *outgoing) tagged(f *types.Var, tag string) summary.Value {
	var services []string
	if reflect.StructTag(tag).Get("split_words") == "true" { // envconfig's
		services = append(services, o.p.cfg.EnvServices(wordStart.ReplaceAllString(f.Name(), "${1}_$2"))...)
	}
	for i, quoted := range strings.Split(tag, `"`) {
		if i%2 == 0 {
			continue
		}
		for part := range strings.FieldsFuncSeq(quoted, func(r rune) bool { return r == ',' || r == '=' || r == ' ' }) {
			services = append(services, o.p.cfg.EnvServices(part)...)
			if host := hostOf(part); host != "" {
				services = append(services, o.p.cfg.HostServices(host)...)
			}
		}
	}
	slices.SortFunc(services, cmp.Compare[string])
	return summary.Value{Services: slices.Compact(services)}
}

// wordStart is where a field's name goes on with another word: AccountsURL.
var wordStart = regexp.MustCompile(`([a-z0-9])([A-Z])`)

// urlHost is whose address the host of a URL is that is put together by hand.
func (w valuer) urlHost(a *ssa.Alloc) summary.Value {
	s := underlyingStruct(a.Type())
	for i := range s.NumFields() {
		if s.Field(i).Name() != "Host" {
			continue
		}
		var out summary.Value
		for _, v := range w.g.stores()[fieldCell{w.g.base(a), i}] {
			out = out.Join(w.value(v)).Join(w.named(w.p.cfg.HostServices(w.oneText(v))))
		}
		return out
	}
	return summary.Value{}
}
