package flows

import (
	"regexp"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A store that knows no INSERT but one that overwrites adds rows all the same, where
// each gets a key that is made for it: INSERT INTO messages (id, …) of Cassandra, with
// gocql.TimeUUID().

// freshKey reports whether a statement that would overwrite a row is given a new key for
// it, in the first of its columns.
func (t *tracker) freshKey(s effects.Site, st *effects.Statement) bool {
	if st.Target.Verb != sqltext.Upsert {
		return false
	}
	values := variadic(s)
	m := firstColumn.FindStringSubmatch(statementText(*st))
	return m != nil && len(values) > 0 && keyColumn.MatchString(m[1]) && fresh(values[0])
}

var (
	firstColumn = regexp.MustCompile("(?is)\\bINTO\\s+\\S+\\s*\\(\\s*[\"`]?(\\w+)[\"`]?\\s*,[^)]*\\)\\s*VALUES\\s*\\(\\s*[$?:@]")
	keyColumn   = regexp.MustCompile(`(?i)^(_?id|\w+_id|uuid|key)$`)
)

// fresh reports whether a value is an id that is made here.
func fresh(v ssa.Value) bool {
	for range 4 {
		switch x := withoutInterface(v).(type) {
		case *ssa.Extract:
			v = x.Tuple
		case *ssa.Convert:
			v = x.X
		case *ssa.ChangeType:
			v = x.X
		case *ssa.Call:
			fn := x.Call.StaticCallee()
			if fn == nil {
				return false
			}
			if fn.Signature.Recv() != nil && len(x.Call.Args) == 1 { // its text
				v = x.Call.Args[0]
				continue
			}
			return makesID(fn)
		default:
			return false
		}
	}
	return false
}

// makesID recognises the functions that make a new id, of the libraries for that or by
// their names.
func makesID(fn *ssa.Function) bool {
	if fn.Pkg == nil || fn.Signature.Recv() != nil {
		return false
	}
	if idMakers.MatchString(fn.Name()) {
		return true
	}
	path := strings.ToLower(fn.Pkg.Pkg.Path())
	return idPackages.MatchString(path) && strings.HasPrefix(fn.Name(), "New") && fn.Signature.Params().Len() == 0
}

var (
	idMakers   = regexp.MustCompile(`^(?:(?:New|Gen|Generate|Rand|Random|Time|Make)(?:Random)?(?:UUID|Uuid|ULID|ObjectID|XID|KSUID|ID|Id)(?:V?[12467])?(?:String)?)$`)
	idPackages = regexp.MustCompile(`(uuid|ulid|xid|nanoid|guid)`)
)
