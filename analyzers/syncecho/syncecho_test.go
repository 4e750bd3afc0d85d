package syncecho_test

import (
	"testing"

	"github.com/boundarylint/boundarylint/analyzers/internal/ruletest"
)

func TestRule(t *testing.T) { ruletest.Run(t, "../../testdata/src", "syncecho") }
