package driver

import (
	"slices"
	"strings"
	"testing"

	"github.com/boundarylint/boundarylint/report"
)

// TestReadTrees reads what go vet may print: units, nothing, errors that it
// exits with 0 on, and what nobody can read.
func TestReadTrees(t *testing.T) {
	const output = `{}
{"example.com/a": {"record": [{"posn": "/src/a/a.go:1:1", "message": "{\"version\":1,\"package\":\"example.com/a\"}"}]}}
{"example.com/a [example.com/a.test]": {"record": [{"posn": "/src/a/a.go:1:1", "message": "{\"version\":1,\"package\":\"example.com/a\",\"coverage\":{\"calls\":{\"unresolved\":1}}}"}]}}
{"example.com/a_test [example.com/a.test]": {"record": [{"posn": "/src/a/a_test.go:1:1", "message": "{\"version\":1,\"package\":\"example.com/a_test\"}"}]}}
{"example.com/b": {"record": {"error": "failed prerequisites: effects"}}}
{"example.com/c": {"record": [{"posn": "/src/c/c.go:1:1", "message": "{\"version\":0,\"package\":\"example.com/c\"}"}]}}
{"example.com/d": {"record": [{"posn": "/src/d/d.go:1:1", "message": "gibberish"}]}}
not JSON`
	var res Result
	readTrees(strings.NewReader(output), &Request{}, &res)
	res.finish()
	if len(res.Units) != 1 || res.Units[0].Package != "example.com/a" || res.Units[0].Coverage.Calls.Unresolved != 1 {
		t.Errorf("units: %+v; want that of the test variant of a", res.Units)
	}
	for _, want := range []string{
		"example.com/b: failed prerequisites: effects",
		"example.com/c: recorded by another version of boundarylint",
		"example.com/d: cannot decode a unit: ",
		"reading go vet's output: ",
	} {
		if !slices.ContainsFunc(res.Errors, func(e report.Error) bool { return strings.HasPrefix(e.Message, want) }) {
			t.Errorf("no error %q in %+v", want, res.Errors)
		}
	}
	if len(res.Errors) != 4 {
		t.Errorf("%d errors, want 4: %+v", len(res.Errors), res.Errors)
	}
}
