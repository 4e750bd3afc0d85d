package analyzers

import (
	"encoding/json"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/boundarylint/boundarylint/analyzers/internal/effects"
	"github.com/boundarylint/boundarylint/analyzers/internal/flows"
	"github.com/boundarylint/boundarylint/analyzers/internal/rule"
	"github.com/boundarylint/boundarylint/analyzers/unregistered"
	"github.com/boundarylint/boundarylint/report"
)

// newRecord builds the hidden analyzer through which the command learns all
// that diagnostics do not carry. Under go vet, the flag emit has it report its
// unit as JSON.
func newRecord(engine rule.Engine, rules []*analysis.Analyzer) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:       "record",
		Doc:        "record findings and coverage for the command",
		Requires:   append([]*analysis.Analyzer{engine.Effects, engine.Flows}, rules...),
		ResultType: reflect.TypeFor[*report.Unit](),
		// The engine leaves aside what does not compile.
		RunDespiteErrors: true,
	}
	emit := a.Flags.Bool("emit", false, "report what was recorded, as JSON")
	a.Run = func(pass *analysis.Pass) (any, error) {
		res := pass.ResultOf[engine.Effects].(*effects.Result)
		unit := &report.Unit{Version: report.UnitVersion, Package: pass.Pkg.Path(), Coverage: res.Coverage}
		if !res.First {
			return unit, nil
		}
		if res.Ignores != nil {
			unit.Ignores = res.Ignores.All
		}
		recordUsage(pass, res, unit)
		if err := recordOutgoing(res, unit); err != nil {
			return nil, err
		}
		recordConsumers(pass.ResultOf[engine.Flows].(*flows.Result), unit)
		unit.Wiring = unregistered.Record(pass, pass.ResultOf[engine.Flows].(*flows.Result))
		for _, r := range rules {
			unit.Findings = append(unit.Findings, pass.ResultOf[r].([]report.Finding)...)
		}
		if *emit {
			data, err := json.Marshal(unit)
			if err != nil {
				return nil, err
			}
			pass.Report(analysis.Diagnostic{Pos: pass.Files[0].Package, Message: string(data)})
		}
		return unit, nil
	}
	return a
}
