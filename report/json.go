package report

import (
	"cmp"
	"encoding/json"
	"io"
)

// ReportVersion is the version of Report's JSON form.
const ReportVersion = 1

// A Report is what one run of the command has to tell. Its JSON form is part of
// the tool's contract.
type Report struct {
	Version  int       `json:"version"`
	Findings []Finding `json:"findings"`
	Errors   []Error   `json:"errors"`
	Summary  Summary   `json:"summary"`
}

// A Summary counts what is in a report.
type Summary struct {
	Findings   int      `json:"findings"`   // those that are not suppressed
	Suppressed int      `json:"suppressed"` // those that are
	Fixed      int      `json:"fixed"`      // findings of the baseline that are no more
	Packages   int      `json:"packages"`   // first-party packages analyzed
	Coverage   Coverage `json:"coverage"`
}

// WriteJSON writes the report, with empty lists where there is nothing: a
// script should not have to know null.
func (r *Report) WriteJSON(w io.Writer) error {
	out := *r
	out.Version = ReportVersion
	out.Findings = append([]Finding{}, r.Findings...)
	out.Errors = append([]Error{}, r.Errors...)
	for i := range out.Findings {
		out.Findings[i].Touched, out.Findings[i].Edits, out.Findings[i].Partly = "", nil, false // no part of the contract
		out.Findings[i].Proof = append([]Step{}, out.Findings[i].Proof...)
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(out)
}

// CompareErrors orders errors by file, line, column and message; those without
// a place come first.
func CompareErrors(a, b Error) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Message, b.Message),
	)
}
