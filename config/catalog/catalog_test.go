package catalog

import (
	"slices"
	"strings"
	"testing"
)

// parse parses a catalogue that a test makes up.
func parse(t *testing.T, lines ...string) *Catalog {
	t.Helper()
	c, err := Parse(strings.Join(lines, "\n"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestDefault(t *testing.T) {
	c, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	type key struct {
		role                Role
		pkg, symbol, majors string
		arg                 int
	}
	lines := map[key]int{}
	for _, e := range c.Entries() {
		k := key{e.Role, e.Package, e.Symbol, strings.Join(e.Majors, ","), e.Arg}
		if first := lines[k]; first != 0 {
			t.Errorf("catalog.txt:%d: %s %s %s is on line %d already", e.Line, e.Role, e.Package, e.Symbol, first)
		}
		lines[k] = e.Line
	}
}

func TestParseErrors(t *testing.T) {
	tests := []struct {
		name, line, want string
	}{
		{"no package", "http", "want role, package and symbol"},
		{"unknown role", "htpp net/http Get", `unknown role "htpp"`},
		{"no symbol", "http net/http", "names no symbol"},
		{"option for symbol", "http net/http own=1", "names no symbol"},
		{"major version", "tx github.com/jackc/pgx/v5 Tx", "leave out the major version: github.com/jackc/pgx"},
		{"gopkg.in version", "mail gopkg.in/gomail.v2 Send", "leave out the major version: gopkg.in/gomail"},
		{"unknown option", "http net/http Get args=1", `wrong option "args=1"`},
		{"arg is no number", "runs sync Once.Do arg=f", `wrong option "arg=f"`},
		{"arg is negative", "runs sync Once.Do arg=-1", `wrong option "arg=-1"`},
		{"arg is missing", "scope gorm.io/gorm DB.Transaction", "want arg=N"},
		{"arg without use", "begin gorm.io/gorm DB.Begin arg=0", "want arg=N"},
		{"self of another role", "end gorm.io/gorm DB.Commit self=1", `wrong option "self=1" for end`},
		{"never of another role", "tx gorm.io/gorm DB never=1", `wrong option "never=1" for tx`},
		{"access of another role", "sql gorm.io/gorm DB.Raw arg=0 access=read", `wrong option "access=read" for sql`},
		{"unknown access", "table gorm.io/gorm DB.Table arg=0 access=delete", `wrong option "access=delete"`},
		{"msg is missing", "handler github.com/nsqio/go-nsq Handler.HandleMessage", "want msg=N"},
		{"msg of another role", "message github.com/nsqio/go-nsq Message msg=0", "want msg=N"},
		{"msg is no number", "handler github.com/nsqio/go-nsq Handler.HandleMessage msg=0,m", `wrong option "msg=0,m" for handler`},
		{"into of another role", "runs sync Once.Do arg=0 into=1", `wrong option "into=1" for runs`},
		{"redelivers of another role", "ack github.com/nsqio/go-nsq Message.Finish redelivers=1", `wrong option "redelivers=1" for ack`},
		{"bounded of another role", "runs sync Once.Do arg=0 bounded=1", `wrong option "bounded=1" for runs`},
		{"field of another role", "runs sync Once.Do arg=0 field=F", `wrong option "field=F" for runs`},
		{"no major", "tx gorm.io/gorm Tx major=", `wrong option "major="`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Parse("# a comment\n\nstop log\n" + tt.line + "\nstop net\n")
			if err == nil {
				t.Fatal("no error")
			}
			if got := err.Error(); !strings.HasPrefix(got, "catalog.txt:4: ") || !strings.Contains(got, tt.want) {
				t.Errorf("got %q, want catalog.txt:4: … %s", got, tt.want)
			}
		})
	}
}

func TestParseEntry(t *testing.T) {
	c := parse(t,
		"# roles",
		"begin  xorm.io/xorm  Session.Begin  self=1",
		"table  github.com/lib/pq  CopyIn  arg=0  access=write",
		"net    net  Dial  own=1",
		"stop   log",
		"consume  example.com/bus  Sub      arg=1  msg=1,-1  field=Handle  redelivers=1",
		"waitfor  example.com/try  Do       arg=0  bounded=1",
		"decode   encoding/json    Unmarshal  arg=0  into=1")
	want := []Entry{
		{Role: Begin, Package: "xorm.io/xorm", Symbol: "Session.Begin", Arg: -1, Into: -1, Self: true, Line: 2},
		{Role: Table, Package: "github.com/lib/pq", Symbol: "CopyIn", Arg: 0, Into: -1, Write: true, Line: 3},
		{Role: Net, Package: "net", Symbol: "Dial", Arg: -1, Into: -1, Own: true, Line: 4},
		{Role: Stop, Package: "log", Arg: -1, Into: -1, Line: 5},
		{Role: Consume, Package: "example.com/bus", Symbol: "Sub", Arg: 1, Into: -1, Msg: []int{1, -1}, Field: "Handle", Redelivers: true, Line: 6},
		{Role: WaitFor, Package: "example.com/try", Symbol: "Do", Arg: 0, Into: -1, Bounded: true, Line: 7},
		{Role: Decode, Package: "encoding/json", Symbol: "Unmarshal", Arg: 0, Into: 1, Line: 8},
	}
	same := func(a, b Entry) bool { return entryText(a) == entryText(b) }
	if !slices.EqualFunc(c.Entries(), want, same) {
		t.Errorf("got %+v, want %+v", c.Entries(), want)
	}
}
