package flows

import (
	"testing"

	"golang.org/x/tools/go/ssa"
)

// Ways that part and meet again are gone through once for each number of steps.
func TestSeekMeetingWays(t *testing.T) {
	t.Parallel()
	var layers [][]ssa.Value
	for range 30 {
		var layer []ssa.Value
		for range 10 {
			phi := new(ssa.Phi)
			if n := len(layers); n > 0 {
				phi.Edges = layers[n-1]
			}
			layer = append(layer, phi)
		}
		layers = append(layers, layer)
	}
	visits := 0
	found := seek(layers[29][0], 29, sameFunction, func(ssa.Value) bool {
		visits++
		return false
	})
	if found || visits > 3000 {
		t.Errorf("found %t in %d visits", found, visits)
	}
	if !seek(layers[29][0], 29, sameFunction, func(v ssa.Value) bool { return v == layers[0][9] }) {
		t.Error("the last of the farthest was not found")
	}
}
