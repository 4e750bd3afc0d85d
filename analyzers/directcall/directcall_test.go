package directcall_test

import (
	"testing"

	"github.com/boundarylint/boundarylint/analyzers/internal/ruletest"
)

func TestRule(t *testing.T) { ruletest.Run(t, "../../testdata/src", "directcall") }

func TestFixes(t *testing.T) {
	ruletest.RunFixes(t, "../../testdata/src", "directcall", "without a timeout")
}
