package softdelete

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/config"
)

// tellsGone recognises the types of messages by which an owner tells that an entity is gone.
var tellsGone = regexp.MustCompile(`(Deleted|Removed|Archived|Retired|Purged|Erased|Gone)(Event|Message|Msg|V[0-9]+)?$`)

// ignored finds handlers that receive what tells of a deletion and do nothing, though the
// service keeps a copy of the entity, and nothing else of the package marks or removes its
// rows.
func ignored(res *flows.Result) []rule.Finding {
	var findings []rule.Finding
	for _, h := range res.Ignored {
		name := h.Message[strings.LastIndexByte(h.Message, '.')+1:]
		kind := strings.ToLower(tellsGone.ReplaceAllString(name, ""))
		if kind == "" || kind == strings.ToLower(name) {
			continue
		}
		if c, w := staysAlive(res, h.Place.Service, kind); w != nil {
			findings = append(findings, leftAlive(res.Config, &h, c, w))
		}
	}
	return findings
}

// staysAlive is the write that keeps a copy of an entity up to date, and the consumer that
// does so, where the owner keeps deleted rows and no write of the package tells of that.
func staysAlive(res *flows.Result, service, kind string) (*flows.Consumer, *flows.Write) {
	for i := range res.Consumers {
		c := &res.Consumers[i]
		for j := range c.Writes {
			w := &c.Writes[j]
			if c.Place.Service != service || w.Table == "" || w.Delete || w.Insert || w.KeyValue || !w.FromMessage() || !c.Settled(w) {
				continue
			}
			if ownerKeeps(res.Config, service, w) != "" && ofEntity(res.Config, c, kind, w) && !markedSomewhere(res, service, w) {
				return c, w
			}
		}
	}
	return nil, nil
}

// markedSomewhere reports whether some write of a table, in a consumer of the service, may
// tell that its row is deleted, or remove it.
func markedSomewhere(res *flows.Result, service string, w *flows.Write) bool {
	for _, c := range res.Consumers {
		if c.Place.Service == service && slices.ContainsFunc(c.Writes, func(o flows.Write) bool {
			return strings.EqualFold(o.Table, w.Table) && !o.Insert && tells(res.Config, &o)
		}) {
			return true
		}
	}
	return false
}

func leftAlive(cfg *config.Config, h *flows.Ignored, c *flows.Consumer, w *flows.Write) rule.Finding {
	f := rule.Finding{
		Place: h.Place, Confidence: w.Conf * ignoredConf / 100,
		Message: fmt.Sprintf("consumer %s receives %s and does nothing, so that what is deleted stays alive in %s, though the owner keeps it: %s", h.Name, h.Message, w.Table, ownerKeeps(cfg, c.Place.Service, w)),
		Proof:   append([]flows.Step{{File: c.Place.File, Line: c.Place.Line, Col: c.Place.Col, Note: "consumer " + c.Name}}, w.Steps...),
		Fix:     fmt.Sprintf("keep the deletion in the row of %s: UPDATE %[1]s SET is_deleted = true … WHERE …, with the same check of the order, and leave out deleted rows when reading", w.Table),
	}
	f.Place.Touched = w.Table
	return f
}

// ignoredConf is the confidence in nothing else taking care of such a deletion.
const ignoredConf = 90
