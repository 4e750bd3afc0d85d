// Package sharedmsg reports message types that are not defined where both sides
// share them.
package sharedmsg

import (
	_ "embed"
	"fmt"
	"regexp"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/config"
)

//go:embed doc.md
var doc string

// Rule is the rule sharedmsg.
func Rule() rule.Rule { return rule.Rule{Name: "sharedmsg", Doc: doc, FindFlow: find} }

// ownConf is the confidence in a type of the service's own being meant for
// others: who else takes part, the package does not tell.
const ownConf = 85

// lentConf is that in a type which the consumer has of another package of its service's,
// where that is named for work to be done: a third one may publish it, to the service's own
// queue.
const lentConf = 70

// work recognises by its type a message that says what is to be done, rather than what was.
var work = regexp.MustCompile(`(?i)(job|task|work|command|cmd)(payload|message|msg|data|args)?$`)

func find(_ *analysis.Pass, res *flows.Result) []rule.Finding {
	var findings []rule.Finding
	for _, m := range res.Types {
		if where, conf := misplaced(res.Config, &m); where != "" {
			findings = append(findings, finding(res.Config, &m, where, conf))
		}
	}
	return rule.OnePerPlace(findings)
}

// misplaced says where a message type is defined that should be shared, or
// nothing.
func misplaced(cfg *config.Config, m *flows.MessageType) (where string, conf int) {
	service := m.Place.Service
	if service == "" || cfg.IsMessages(m.Path) {
		return "", 0
	}
	if owner := foreign(cfg, service, m.Path); owner != "" {
		return "in a package of service " + owner, 100
	}
	for _, held := range m.Parts {
		if owner := foreign(cfg, service, held.Path); owner != "" {
			return fmt.Sprintf("with %s, which is of service %s", held.Shown, owner), 100
		}
	}
	owner := cfg.ServiceOf(m.Path)
	switch {
	case len(cfg.Shared.Messages) == 0, m.Own, m.Peek:
		return "", 0
	case owner == service && !m.Published && m.Path != m.Place.Package && work.MatchString(m.Shown):
		return "in the service's own package", lentConf
	case owner == service:
		return "in the service's own package", ownConf
	case owner != "":
		return "in the API of service " + owner + ", to be called by", ownConf
	}
	return "in a package that is not among shared.messages", 100
}

// foreign is the other service to which a package belongs, unless others may
// import it.
func foreign(cfg *config.Config, service, path string) string {
	owner := cfg.ServiceOf(path)
	if owner == service || owner != "" && cfg.IsAPI(owner, path) {
		return ""
	}
	return owner
}

func finding(cfg *config.Config, m *flows.MessageType, where string, conf int) rule.Finding {
	verb := "consumes"
	if m.Published {
		verb = "publishes"
	}
	f := rule.Finding{
		Place: m.Place, Confidence: conf, Proof: []flows.Step{m.Step},
		Message: fmt.Sprintf("%s %s messages of type %s, which is defined %s", m.Place.Service, verb, m.Shown, where),
		Fix:     "define the message in a package that both sides share, and fill it from the service's own types",
	}
	if len(cfg.Shared.Messages) > 0 {
		f.Fix = "define the message in " + cfg.Shared.Messages[0].Text + ", and fill it from the service's own types"
	}
	f.Place.Touched = m.Shown
	return f
}
