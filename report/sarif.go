package report

import (
	"encoding/json"
	"io"
	"net/url"
	"regexp"
	"strings"

	"github.com/chavacava/garif"
)

// sarifSchema is where SARIF's schema is published.
const sarifSchema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

// The bases that URIs in SARIF are relative to: the repository's root, and the
// directory into which modules are downloaded. What they are differs between
// machines, and is left to the reader.
const (
	sarifRoot    = "%SRCROOT%"
	sarifModules = "GOMODCACHE"
)

// A RuleDoc is what SARIF shows of a rule.
type RuleDoc struct {
	Name    string
	Summary string // in a line
	Text    string // all of its documentation
}

// WriteSARIF writes all findings, suppressed ones too, as SARIF 2.1.0: the proof
// as a code flow, what the tool could not do as notifications. The function path
// turns a finding's file into its name from the repository's root on.
func (r *Report) WriteSARIF(w io.Writer, path func(string) string, version string, rules []RuleDoc) error {
	s := sarif{path}
	run := sarifRun{Run: s.run(version, rules, r.Errors), Results: []sarifResult{}}
	for i := range r.Findings {
		run.Results = append(run.Results, s.result(&r.Findings[i]))
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(sarifLog{
		LogFile: &garif.LogFile{Schema: sarifSchema, Version: "2.1.0"},
		Runs:    []sarifRun{run},
	})
}

// The types below override fields that garif leaves out where they are empty: a
// run without results would say that nothing was looked at, and a result without
// suppressions beside others with them would say nothing of its own.
type sarifLog struct {
	*garif.LogFile
	Runs []sarifRun `json:"runs"`
}

type sarifRun struct {
	*garif.Run
	Results []sarifResult `json:"results"`
}

type sarifResult struct {
	*garif.Result
	Suppressions []*garif.Suppression `json:"suppressions"`
}

// sarif makes SARIF's objects.
type sarif struct{ path func(string) string }

func (s sarif) run(version string, rules []RuleDoc, errs []Error) *garif.Run {
	driver := &garif.ToolComponent{
		Name: "boundarylint", Version: version,
		InformationUri: "https://github.com/boundarylint/boundarylint",
	}
	for _, r := range rules {
		driver.Rules = append(driver.Rules, &garif.ReportingDescriptor{
			Id:                   r.Name,
			ShortDescription:     &garif.MultiformatMessageString{Text: r.Summary},
			Help:                 &garif.MultiformatMessageString{Text: r.Text, Markdown: r.Text},
			HelpUri:              "https://github.com/boundarylint/boundarylint/blob/main/docs/rules.md#" + r.Name,
			DefaultConfiguration: &garif.ReportingConfiguration{Enabled: true, Level: "error"},
		})
	}
	invocation := &garif.Invocation{ExecutionSuccessful: len(errs) == 0}
	for _, e := range errs {
		invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications, s.notification(e))
	}
	return &garif.Run{
		Tool:        &garif.Tool{Driver: driver},
		Invocations: []*garif.Invocation{invocation},
	}
}

func (s sarif) notification(e Error) *garif.Notification {
	n := &garif.Notification{Level: "error", Message: &garif.Message{Text: e.Message}}
	if e.File != "" {
		n.Locations = []*garif.Location{s.location(e.File, e.Line, e.Column, "")}
	}
	return n
}

func (s sarif) result(f *Finding) sarifResult {
	message := f.Message
	if f.Fix != "" {
		message += "\n\nFix: " + f.Fix
	}
	place := s.location(f.File, f.Line, f.Column, "")
	if f.Function != "" {
		place.LogicalLocations = []*garif.LogicalLocation{{
			Kind: "function", Name: f.Function, FullyQualifiedName: f.Package + "." + f.Function,
		}}
	}
	res := &garif.Result{
		RuleId: f.Rule, Level: garif.ResultLevel_Error,
		Message:   &garif.Message{Text: message},
		Locations: []*garif.Location{place},
		// The first is the one by which GitHub knows an alert again.
		PartialFingerprints: map[string]string{"primaryLocationLineHash": f.Fingerprint, "boundarylint/v1": f.Fingerprint},
		Properties:          &garif.PropertyBag{"confidence": f.Confidence, "service": f.Service},
		CodeFlows:           s.codeFlows(f.Proof),
	}
	return sarifResult{Result: res, Suppressions: suppressions(f.Suppressed)}
}

// codeFlows is one flow with a location for each step of the proof.
func (s sarif) codeFlows(proof []Step) []*garif.CodeFlow {
	if len(proof) == 0 {
		return nil
	}
	flow := &garif.ThreadFlow{}
	for _, step := range proof {
		flow.Locations = append(flow.Locations, &garif.ThreadFlowLocation{
			Location: s.location(step.File, step.Line, step.Column, step.Note),
		})
	}
	return []*garif.CodeFlow{{ThreadFlows: []*garif.ThreadFlow{flow}}}
}

func suppressions(s *Suppression) []*garif.Suppression {
	switch {
	case s == nil:
		return []*garif.Suppression{}
	case s.By == ByIgnore:
		return []*garif.Suppression{{Kind: "inSource", Justification: s.Reason}}
	}
	return []*garif.Suppression{{Kind: "external", Justification: s.Reason}}
}

// inModule matches a file of a dependency: module@version/file.
var inModule = regexp.MustCompile(`^[^@]+@v[^/]+/`)

func (s sarif) location(file string, line, column int, note string) *garif.Location {
	artifact := &garif.ArtifactLocation{UriBaseId: sarifRoot}
	if inModule.MatchString(file) {
		artifact.UriBaseId = sarifModules
	} else {
		file = s.path(file)
	}
	if strings.HasPrefix(file, "/") {
		artifact.UriBaseId = ""
		artifact.Uri = (&url.URL{Scheme: "file", Path: file}).String()
	} else {
		artifact.Uri = (&url.URL{Path: file}).String()
	}
	place := &garif.Location{PhysicalLocation: &garif.PhysicalLocation{ArtifactLocation: artifact}}
	if line > 0 {
		place.PhysicalLocation.Region = &garif.Region{StartLine: line, StartColumn: column}
	}
	if note != "" {
		place.Message = &garif.Message{Text: note}
	}
	return place
}
