package flows

import "golang.org/x/tools/go/ssa"

// A seeker goes back from a value to what it comes from. A variable that a large
// function sets in hundreds of places, each time to what another such variable
// holds, would be gone through over and over on the many ways that meet again.
type seeker struct {
	from  func(ssa.Value) []ssa.Value
	found func(ssa.Value) bool
	// tried are the values where ways part, with one more than the steps that were
	// left when nothing was found beyond.
	tried map[ssa.Value]int
}

// seek goes back from a value by at most so many steps until found says that it may
// stop, and reports whether it did.
func seek(v ssa.Value, steps int, from func(ssa.Value) []ssa.Value, found func(ssa.Value) bool) bool {
	s := seeker{from: from, found: found}
	return s.at(v, steps)
}

func (s *seeker) at(v ssa.Value, steps int) bool {
	if steps < 0 || s.tried[v] > steps {
		return false
	}
	if s.found(v) {
		return true
	}
	list := s.from(v)
	for _, w := range list {
		if s.at(w, steps-1) {
			return true
		}
	}
	if len(list) > 1 {
		if s.tried == nil {
			s.tried = map[ssa.Value]int{}
		}
		s.tried[v] = steps + 1
	}
	return false
}
