package summary

// KnownBy says which packages know of something: by their import paths, and "" for
// the package at hand. What one import knew all parts of, it has settled itself.
type KnownBy[K comparable] map[K]map[string]bool

// Note adds that a package knows of something, and reports whether it is the first
// that does.
func (k KnownBy[K]) Note(what K, pkg string) (first bool) {
	first = k[what] == nil
	if first {
		k[what] = map[string]bool{}
	}
	k[what][pkg] = true
	return first
}
