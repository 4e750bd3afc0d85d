package effects

import (
	"go/types"
	"regexp"

	"golang.org/x/tools/go/ssa"
)

// A document's id may be made of the moment that it is about, beside whatever it is about:
//
//	DocumentID: fmt.Sprintf("%s-%d", beat.Service, beat.At.Unix())
//
// There is one document for each moment then. What is written again under that id is the
// same once more, and nothing that is newer is replaced.

// ownID reports whether a document has an id of its own: the store makes one where none is
// given, or it is made of a moment.
func ownID(id ssa.Value) bool { return id == nil || ofMoment(id) }

// maxIDParts bounds how many values are looked at of which an id is made.
const maxIDParts = 40

// ofMoment reports whether an id is made of a moment, to the second at least, and of more.
func ofMoment(id ssa.Value) bool {
	todo, seen := []ssa.Value{id}, map[ssa.Value]bool{}
	for len(todo) > 0 && len(seen) < maxIDParts {
		v := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if v == nil || seen[v] {
			continue
		}
		seen[v] = true
		if isTime(v.Type()) || isMomentText(v.Type()) {
			return true // written out as it is
		}
		switch x := v.(type) {
		case *ssa.Call:
			callee, _ := calleeOf(x)
			switch {
			case callee == nil:
			case isTimeMethod(callee):
				if toTheSecond(callee.Name()) {
					return true
				}
			case callee.Pkg() != nil && (callee.Pkg().Path() == "fmt" || callee.Pkg().Path() == "strconv" || callee.Pkg().Path() == "strings"):
				for _, a := range x.Call.Args {
					todo = append(todo, elements(a)...)
					todo = append(todo, a)
				}
			}
		case *ssa.BinOp:
			todo = append(todo, x.X, x.Y)
		case *ssa.MakeInterface:
			todo = append(todo, x.X)
		case *ssa.Convert:
			todo = append(todo, x.X)
		case *ssa.ChangeType:
			todo = append(todo, x.X)
		}
	}
	return false
}

// isTimeMethod reports whether a function is a method of time.Time's.
func isTimeMethod(f *types.Func) bool {
	recv := f.Signature().Recv()
	return recv != nil && isTime(recv.Type())
}

func isTime(t types.Type) bool {
	n := named(t)
	return n != nil && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "time" && n.Obj().Name() == "Time"
}

// isMomentText recognises the types of texts that tell a moment, as generated code has them
// for what its schema calls xs:dateTime.
func isMomentText(t types.Type) bool {
	n := named(t)
	if n == nil {
		return false
	}
	b, ok := n.Underlying().(*types.Basic)
	return ok && b.Info()&types.IsString != 0 && momentType.MatchString(n.Obj().Name())
}

var momentType = regexp.MustCompile(`(?i)(datetime|timestamp)`)

// toTheSecond recognises the methods of a time that tell a moment. A layout may tell no more
// than the day, whose document is written all day long.
func toTheSecond(method string) bool {
	switch method {
	case "Unix", "UnixMilli", "UnixMicro", "UnixNano":
		return true
	}
	return false
}
