// Package report holds what boundarylint tells its users: findings with their
// proof, errors and the coverage, and the ways in which these are written.
package report

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// A Finding is one breach of a boundary, with its proof. Its JSON form is part
// of the tool's contract.
type Finding struct {
	Rule        string       `json:"rule"`
	Service     string       `json:"service"`
	Package     string       `json:"package"`
	File        string       `json:"file"` // relative to the config's directory, with forward slashes
	Line        int          `json:"line"`
	Column      int          `json:"column"`
	Function    string       `json:"function"`
	Message     string       `json:"message"`
	Confidence  int          `json:"confidence"` // 0 to 100
	Proof       []Step       `json:"proof"`
	Fix         string       `json:"fix,omitempty"` // the allowed way, in words
	Fingerprint string       `json:"fingerprint"`
	Touched     string       `json:"touched,omitempty"` // what the fingerprint says is touched; for the baseline
	Suppressed  *Suppression `json:"suppressed"`
	Edits       []Edit       `json:"edits,omitempty"` // what the fix comes to, where that is certain; for -fix
	// Partly says that the edits leave a part of what the finding tells.
	Partly bool `json:"partly,omitempty"`
}

// An Edit replaces a part of a file: the bytes from Start up to End.
type Edit struct {
	File  string `json:"file"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}

// A Step is one link of a proof: a place, and what happens there.
type Step struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
	Note   string `json:"note"`
}

// A Suppression says why a finding is not shown.
type Suppression struct {
	By     string `json:"by"` // "ignore" or "baseline"
	Reason string `json:"reason"`
}

// The values of Suppression.By.
const (
	ByIgnore   = "ignore"
	ByBaseline = "baseline"
)

// Fingerprint identifies a finding across edits that only move it: it is made
// of the rule, the package, the function, what is touched, and which of its
// like in that function it is (nth, from 0), and of no line number.
func Fingerprint(rule, pkg, function, touched string, nth int) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%s\x00%s\x00%s\x00%d", rule, pkg, function, touched, nth))
	return hex.EncodeToString(sum[:12])
}

// Text is the finding's message with its proof and its fix, each on a line of
// its own that begins with a tab. It is the diagnostic's message in every
// driver. The function path turns a step's file into the name that is shown.
func (f *Finding) Text(path func(string) string) string {
	var b strings.Builder
	b.WriteString(f.Message)
	for _, s := range f.Proof {
		fmt.Fprintf(&b, "\n\t%s: %s", s.place(path), s.Note)
	}
	if f.Fix != "" {
		fmt.Fprintf(&b, "\n\tfix: %s", f.Fix)
	}
	return b.String()
}

func (s Step) place(path func(string) string) string {
	if s.Column == 0 { // a step in a dependency, whose columns are unknown
		return fmt.Sprintf("%s:%d", path(s.File), s.Line)
	}
	return fmt.Sprintf("%s:%d:%d", path(s.File), s.Line, s.Column)
}

// Compare orders findings by file, line, column, rule, and then by all that
// could still tell two of them apart.
func Compare(a, b *Finding) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Rule, b.Rule),
		cmp.Compare(b.Confidence, a.Confidence),
		cmp.Compare(len(a.Proof), len(b.Proof)),
		cmp.Compare(a.Message, b.Message),
		slices.CompareFunc(a.Proof, b.Proof, compareSteps),
		cmp.Compare(a.Fingerprint, b.Fingerprint),
		cmp.Compare(len(b.Edits), len(a.Edits)), // whose code is at hand comes first
		cmp.Compare(a.Fix, b.Fix),
	)
}

func compareSteps(a, b Step) int {
	return cmp.Or(
		cmp.Compare(a.File, b.File),
		cmp.Compare(a.Line, b.Line),
		cmp.Compare(a.Column, b.Column),
		cmp.Compare(a.Note, b.Note),
	)
}

// Merge sorts findings and removes doubles: of those with the same fingerprint
// at the same place, the surest with the shortest proof stays. Several units
// may report the same place, each having met another implementation.
func Merge(fs []Finding) []Finding {
	slices.SortFunc(fs, func(a, b Finding) int { return Compare(&a, &b) })
	type place struct {
		file      string
		line, col int
		rule, fp  string
	}
	seen := make(map[place]bool, len(fs))
	return slices.DeleteFunc(fs, func(f Finding) bool {
		p := place{f.File, f.Line, f.Column, f.Rule, f.Fingerprint}
		if seen[p] {
			return true
		}
		seen[p] = true
		return false
	})
}
