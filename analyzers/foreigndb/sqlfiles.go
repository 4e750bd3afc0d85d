package foreigndb

import (
	"fmt"
	"strings"
	"time"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqlfiles"
	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/report"
)

// InFiles returns the findings in the SQL files of one directory of migrations.
func InFiles(cfg *config.Config, dir *sqlfiles.Dir, now time.Time) []report.Finding {
	var findings []report.Finding
	nth := make(map[string]int)
	for _, r := range dir.Reaches {
		// A foreign key needs no more than to read: it keeps the other service
		// from deleting, which is why it is wrong, but changes nothing there.
		grant, expired := cfg.Granted(r.Service, r.Owner.Service, r.Owner.Table, r.Write, now)
		if grant != nil && !expired {
			continue
		}
		f := inFile(cfg, r, grant)
		f.Package, f.Touched = dir.Package, touched(r)
		f.Fingerprint = report.Fingerprint(f.Rule, f.Package, "", f.Touched, nth[f.Touched])
		nth[f.Touched]++
		if reason, ok := dir.Ignored(f.Rule, f.File, f.Line); ok {
			f.Suppressed = &report.Suppression{By: report.ByIgnore, Reason: reason}
		}
		findings = append(findings, f)
	}
	return findings
}

// touched is what the fingerprint names: what reaches, and what is reached.
func touched(r sqlfiles.Reach) string {
	verb := "reference"
	switch {
	case r.Name == "":
		return fmt.Sprintf("%s.%s %s by migration", r.Owner.Service, r.Owner.Table, done(r.Write))
	case r.View:
		verb = "read"
	}
	return fmt.Sprintf("%s.%s %s by %s", r.Owner.Service, r.Owner.Table, verb, r.Name)
}

func inFile(cfg *config.Config, r sqlfiles.Reach, expired *config.Grant) report.Finding {
	f := report.Finding{
		Rule: "foreigndb", Service: r.Service, File: r.At.File, Line: r.At.Line, Column: r.At.Column,
		Confidence: 100, Fix: fix(cfg, r.Service, r.Owner, r.Write),
	}
	created, at := r.Created, r.At
	if r.Name == "" {
		f.Message = message(r.Service, done(r.Write), r.Owner, expired)
		at.Note = fmt.Sprintf("%s %s: %s", done(r.Write), r.Target, r.Text)
		f.Proof = []report.Step{at}
		if r.Owner.Guess {
			f.Fix += claim(r.Service)
		}
		return f
	}
	if r.View {
		f.Message = message(r.Service, "reads", r.Owner, expired)
		created.Note = "creates view " + r.Name
		at.Note = fmt.Sprintf("view %s reads %s", r.Name, r.Target)
	} else {
		f.Message = message(r.Service, "references", r.Owner, expired)
		f.Fix = "store the key without the constraint; for what it stands for, " + f.Fix
		created.Note = "creates table " + r.Name
		at.Note = fmt.Sprintf("foreign key of %s (%s) references %s", r.Name, strings.Join(r.Columns, ", "), r.Target)
	}
	f.Proof = []report.Step{created, at}
	if r.Owner.Guess {
		f.Fix += claim(r.Service)
	}
	return f
}

func done(write bool) string {
	if write {
		return "writes"
	}
	return "reads"
}
