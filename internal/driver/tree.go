package driver

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/report"
)

// A vetTree is one JSON value of go vet's output: package → analyzer → a list of
// diagnostics, or an object with an error.
type vetTree map[string]map[string]json.RawMessage

type vetDiagnostic struct {
	Posn    string `json:"posn"`
	Message string `json:"message"`
}

type vetError struct {
	Error string `json:"error"`
}

// readTrees reads go vet's output to its end, whatever it holds: a writer that
// finds its pipe closed would fail in turn.
func readTrees(r io.Reader, req *Request, res *Result) {
	dec := json.NewDecoder(r)
	for {
		var tree vetTree
		err := dec.Decode(&tree)
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			res.fail(report.Error{Message: fmt.Sprintf("reading go vet's output: %v", err)})
			io.Copy(io.Discard, r)
			return
		}
		readTree(tree, req, res)
	}
}

func readTree(tree vetTree, req *Request, res *Result) {
	for _, pkg := range slices.Sorted(maps.Keys(tree)) {
		for _, analyzer := range slices.Sorted(maps.Keys(tree[pkg])) {
			readAnalyzer(pkg, tree[pkg][analyzer], req, res)
		}
	}
}

// readAnalyzer decodes what one analyzer said of one package. go vet exits with
// 0 even where that is an error.
func readAnalyzer(pkg string, raw json.RawMessage, req *Request, res *Result) {
	var diags []vetDiagnostic
	if err := json.Unmarshal(raw, &diags); err != nil {
		var e vetError
		if err := json.Unmarshal(raw, &e); err != nil || e.Error == "" {
			e.Error = "cannot decode " + string(raw)
		}
		res.fail(report.Error{Message: pkg + ": " + e.Error})
		return
	}
	path, _, variant := strings.Cut(pkg, " [")
	for _, d := range diags {
		if !req.Tests && onlyTests(d) {
			continue
		}
		u := new(report.Unit)
		if err := json.Unmarshal([]byte(d.Message), u); err != nil {
			res.fail(report.Error{Message: fmt.Sprintf("%s: cannot decode a unit: %v", pkg, err)})
			continue
		}
		u.Package = path
		res.add(req, u, variant)
	}
}

// onlyTests reports whether a unit consists of test files. go vet analyzes them
// whether wanted or not. A unit is reported at its first file, and its test
// files come last.
func onlyTests(d vetDiagnostic) bool {
	file, _, _ := strings.Cut(filepath.Base(d.Posn), ":")
	return strings.HasSuffix(file, "_test.go")
}
