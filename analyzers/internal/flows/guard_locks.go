package flows

import "slices"

// Locks are where rows are locked, or where something else happens that protects a
// write, each by the turns that lead there. A handler of several kinds of messages may
// lock the rows of one kind alone.
type Locks []Branches

// maxLocks bounds them. Of a handler with more it is taken that all is locked.
const maxLocks = 8

// everywhere says that rows are locked whatever happens.
var everywhere = Locks{nil}

// Hold reports whether rows are locked around what happens on some branches.
func (l Locks) Hold(on Branches) bool {
	return slices.ContainsFunc(l, func(b Branches) bool { return !b.Excludes(on) })
}

// with adds a lock.
func (l Locks) with(b Branches) Locks {
	switch {
	case slices.ContainsFunc(l, func(known Branches) bool { return len(known) == 0 || slices.Equal(known, b) }):
		return l
	case len(b) == 0 || len(l) == maxLocks:
		return everywhere
	}
	return append(slices.Clone(l), b)
}

// withAll adds the locks of what a call leads to.
func (l Locks) withAll(below Locks, call Branches) Locks {
	for _, b := range below {
		l = l.with(b.within(call))
	}
	return l
}

// around are the locks of something that is done while rows are locked, or not.
func (l Locks) around(locked bool) Locks {
	if locked {
		return everywhere
	}
	return l
}
