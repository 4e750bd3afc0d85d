// Package baseline keeps the findings that a project has decided to live with
// for now, in a file beside its config.
package baseline

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/boundarylint/boundarylint/config"
	"github.com/boundarylint/boundarylint/report"
)

// version is the version of the file's form.
const version = 1

// A Baseline is a set of findings.
type Baseline struct {
	Version  int     `json:"version"`
	Findings []Entry `json:"findings"`

	held map[string]*Entry // by fingerprint
}

// An Entry stands for all findings that are alike: of one rule, in one function,
// on the same thing. It holds no line, so that it survives edits.
type Entry struct {
	Rule     string `json:"rule"`
	Package  string `json:"package"`
	Function string `json:"function,omitempty"`
	Touched  string `json:"touched,omitempty"` // what the findings are about, as it enters their fingerprints
	Count    int    `json:"count"`
	Owner    string `json:"owner,omitempty"`    // from CODEOWNERS
	Accepted string `json:"accepted,omitempty"` // why it will stay; written by hand

	// Fingerprints say which they are. They are in the order of the code.
	Fingerprints []string `json:"fingerprints"`
}

// key tells entries apart.
type key struct{ rule, pkg, function, touched string }

func (e *Entry) key() key { return key{e.Rule, e.Package, e.Function, e.Touched} }

// Load reads a baseline. The file is written by the tool, so that whatever is
// unexpected in it is a mistake: an edit, or a merge, gone wrong.
func Load(file string) (*Baseline, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	b, err := parse(data)
	if err != nil {
		return nil, &config.Error{File: file, Message: err.Error() + "; remove it and run 'boundarylint baseline' again"}
	}
	return b, nil
}

func parse(data []byte) (*Baseline, error) {
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	b := &Baseline{held: make(map[string]*Entry)}
	if err := dec.Decode(b); err != nil {
		return nil, fmt.Errorf("no baseline: %w", err)
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("no baseline: something follows its end")
	}
	if b.Version != version {
		return nil, fmt.Errorf("version %d is not known; this is version %d", b.Version, version)
	}
	for i := range b.Findings {
		if err := b.hold(&b.Findings[i]); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// hold takes an entry into the index.
func (b *Baseline) hold(e *Entry) error {
	if e.Rule == "" || e.Count != len(e.Fingerprints) || e.Count == 0 {
		return fmt.Errorf("the entry of %s in %s %s counts %d findings and lists %d", e.Rule, e.Package, e.Function, e.Count, len(e.Fingerprints))
	}
	for _, fp := range e.Fingerprints {
		if b.held[fp] != nil {
			return fmt.Errorf("the entry of %s in %s %s is there twice", e.Rule, e.Package, e.Function)
		}
		b.held[fp] = e
	}
	return nil
}

// Holds reports whether a finding with the fingerprint is in the baseline, and
// why it will stay, where somebody has said so.
func (b *Baseline) Holds(fingerprint string) (accepted string, ok bool) {
	if b == nil {
		return "", false
	}
	e := b.held[fingerprint]
	if e == nil {
		return "", false
	}
	return e.Accepted, true
}

// Apply suppresses the findings that are in the baseline, and returns how many
// of the baseline's are no more. One that an ignore comment excuses needs no
// baseline.
func (b *Baseline) Apply(findings []report.Finding) (fixed int) {
	if b == nil {
		return 0
	}
	present := make(map[string]bool)
	for i := range findings {
		f := &findings[i]
		reason, ok := b.Holds(f.Fingerprint)
		if !ok || f.Suppressed != nil {
			continue
		}
		f.Suppressed = &report.Suppression{By: report.ByBaseline, Reason: reason}
		present[f.Fingerprint] = true
	}
	return len(b.held) - len(present)
}

// New makes a baseline of findings: all that are not excused otherwise. What
// was accepted in the old one, which may be nil, stays so. The function owner
// tells whose a file is.
func New(findings []report.Finding, old *Baseline, owner func(file string) string) *Baseline {
	entries := make(map[key]*Entry)
	accepted := old.accepted()
	for _, f := range findings {
		if f.Suppressed != nil && f.Suppressed.By != report.ByBaseline {
			continue
		}
		e := Entry{Rule: f.Rule, Package: f.Package, Function: f.Function, Touched: f.Touched}
		k := e.key()
		if entries[k] == nil {
			e.Owner, e.Accepted = owner(f.File), accepted[k]
			entries[k] = &e
		}
		entries[k].add(f.Fingerprint)
	}
	b := &Baseline{Version: version, Findings: []Entry{}}
	for _, e := range entries {
		b.Findings = append(b.Findings, *e)
	}
	slices.SortFunc(b.Findings, func(x, y Entry) int {
		return cmp.Or(cmp.Compare(x.Package, y.Package), cmp.Compare(x.Function, y.Function), cmp.Compare(x.Rule, y.Rule), cmp.Compare(x.Touched, y.Touched))
	})
	return b
}

// add counts a finding. One that several units report at different places has
// one fingerprint, and counts once.
func (e *Entry) add(fingerprint string) {
	if !slices.Contains(e.Fingerprints, fingerprint) {
		e.Fingerprints = append(e.Fingerprints, fingerprint)
		e.Count++
	}
}

// Since counts the findings that were not in the old baseline, which may be nil,
// and those of the old one that are no more.
func (b *Baseline) Since(old *Baseline) (added, dropped int) {
	common := 0
	for _, e := range b.Findings {
		for _, fp := range e.Fingerprints {
			if _, ok := old.Holds(fp); ok {
				common++
			}
		}
	}
	added = b.Count() - common
	if old != nil {
		dropped = old.Count() - common
	}
	return added, dropped
}

// accepted returns the reasons that a baseline gives.
func (b *Baseline) accepted() map[key]string {
	reasons := make(map[key]string)
	if b != nil {
		for _, e := range b.Findings {
			reasons[e.key()] = e.Accepted
		}
	}
	return reasons
}

// Count is the number of findings in the baseline.
func (b *Baseline) Count() int {
	n := 0
	for _, e := range b.Findings {
		n += e.Count
	}
	return n
}

// Write writes the baseline to a file, all or nothing.
func (b *Baseline) Write(file string) error {
	var text bytes.Buffer
	enc := json.NewEncoder(&text)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(b); err != nil {
		return err
	}
	temp := file + ".tmp"
	if err := os.WriteFile(temp, text.Bytes(), 0o666); err != nil {
		return err
	}
	return os.Rename(temp, file)
}
