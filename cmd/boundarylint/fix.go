package main

import (
	"fmt"

	"github.com/boundarylint/boundarylint/internal/check"
	"github.com/boundarylint/boundarylint/internal/fix"
	"github.com/boundarylint/boundarylint/report"
)

// makeFixes makes the fixes of all findings that have one and takes those out of
// the report of which nothing is left, or prints them. After errors it does nothing: what looks idle then
// may only not have been analyzed.
func (f *checkFlags) makeFixes(res *check.Result, std streams) error {
	if len(res.Errors) > 0 {
		return nil
	}
	plan, err := fix.New(res.Paths.Base(), res.Findings)
	if err != nil {
		return err
	}
	if f.diff {
		for _, file := range plan.Files {
			std.out.Write(file.Diff(res.Paths.Shown(file.Name)))
		}
		return nil
	}
	for _, file := range plan.Files {
		if err := file.Write(); err != nil {
			return err
		}
	}
	var left []report.Finding
	for i := range res.Findings {
		if !plan.Fixes(&res.Findings[i]) {
			left = append(left, res.Findings[i])
		}
	}
	res.Findings = left
	res.Summary.Findings -= plan.Fixed()
	if len(plan.Files) > 0 {
		part := ""
		if plan.Partly() > 0 {
			part = fmt.Sprintf(", and a part of %d more,", plan.Partly())
		}
		fmt.Fprintf(std.err, "fixed %s%s in %s\n", report.Count(plan.Fixed(), "finding"), part, report.Count(len(plan.Files), "file"))
	}
	return nil
}
