package sqltext_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext"
)

// A sqlCase is one line of testdata/cases.tsv.
type sqlCase struct {
	line          int
	read, written string
	sql           string
}

// readCases reads testdata/cases.tsv: tables read, tables written, SQL. A line that starts with // is a heading.
func readCases(t testing.TB) []sqlCase {
	t.Helper()
	data, err := os.ReadFile("testdata/cases.tsv")
	if err != nil {
		t.Fatal(err)
	}
	unescape := strings.NewReplacer(`\\`, `\`, `\n`, "\n", `\t`, "\t", `\0`, "\x00", `\u`, string(sqltext.Hole))
	var cases []sqlCase
	for i, line := range strings.Split(string(data), "\n") {
		if line == "" || strings.HasPrefix(line, "//") {
			continue
		}
		fields := strings.SplitN(line, "\t", 3)
		if len(fields) != 3 {
			t.Fatalf("testdata/cases.tsv:%d: want three fields", i+1)
		}
		cases = append(cases, sqlCase{i + 1, fields[0], fields[1], unescape.Replace(fields[2])})
	}
	return cases
}

// tables returns the tables that the statements read and those that they write, sorted, each once.
func tables(list []sqltext.Statement) (read, written string) {
	var r, w []string
	add := func(list []string, name string) []string {
		if slices.Contains(list, name) {
			return list
		}
		return append(list, name)
	}
	for _, s := range list {
		for _, a := range s.Accesses {
			name := a.Name
			if a.Schema != "" {
				name = a.Schema + "." + name
			}
			if a.Write {
				w = add(w, name)
			} else {
				r = add(r, name)
			}
		}
	}
	slices.Sort(r)
	slices.Sort(w)
	return strings.Join(r, " "), strings.Join(w, " ")
}

// sorted sorts the words of a list.
func sorted(list string) string {
	words := strings.Fields(list)
	slices.Sort(words)
	return strings.Join(words, " ")
}

func TestCases(t *testing.T) {
	cases := readCases(t)
	if len(cases) < 180 {
		t.Errorf("only %d cases", len(cases))
	}
	for _, c := range cases {
		read, written := tables(sqltext.Parse(c.sql))
		if read != sorted(c.read) || written != sorted(c.written) {
			t.Errorf("testdata/cases.tsv:%d: %s\n got read %q, written %q\nwant read %q, written %q",
				c.line, c.sql, read, written, c.read, c.written)
		}
	}
}
