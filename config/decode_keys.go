package config

import (
	"iter"
	"maps"
	"reflect"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"
)

// A field is a key that a struct accepts.
type field struct {
	index    int
	required bool
	kind     reflect.Type
	key      string
}

// hint shows what a missing key should look like, where there is one answer.
func (f field) hint() string {
	switch {
	case f.key == "version":
		return `; write "version: 1"`
	case f.kind == reflect.TypeFor[Access]():
		return "; it is read or write"
	}
	return ""
}

// fieldsOf returns the keys of a struct type, read from its json tags.
func fieldsOf(t reflect.Type) map[string]field {
	fields := make(map[string]field, t.NumField())
	for i := range t.NumField() {
		key, options, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
		if key == "" || key == "-" {
			continue
		}
		optional := strings.Contains(options, "omitempty") || strings.Contains(options, "omitzero")
		fields[key] = field{index: i, required: !optional, kind: t.Field(i).Type, key: key}
	}
	return fields
}

// fieldsOf returns what fieldsOf does; a config has the same types many times.
func (d *decoder) fieldsOf(t reflect.Type) map[string]field {
	fields, ok := d.keys[t]
	if !ok {
		fields = fieldsOf(t)
		d.keys[t] = fields
	}
	return fields
}

// keysOf returns the keys of a struct type, sorted.
func keysOf(t reflect.Type) []string { return slices.Sorted(maps.Keys(fieldsOf(t))) }

// entries yields the keys and values of a mapping in the order of the file, and
// then what it takes over by YAML's merge key (<<: *anchor). It reports keys
// that are no texts, or stand twice; the first one counts.
func (d *decoder) entries(n *yaml.Node, path string) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(*yaml.Node, *yaml.Node) bool) {
		keys := map[string]bool{}
		// A mapping is merged once: an anchor may contain itself.
		merged := map[*yaml.Node]bool{n: true}
		for queue := []*yaml.Node{n}; len(queue) > 0; queue = queue[1:] {
			own := queue[0] == n
			var here map[string]*yaml.Node
			here, queue = d.keysIn(queue[0], own, merged, queue, path)
			for key, value := range pairs(queue[0]) {
				if here[key.Value] != key || keys[key.Value] {
					continue
				}
				keys[key.Value] = true
				if !yield(key, value) {
					return
				}
			}
		}
	}
}

// keysIn returns the valid keys of one mapping and appends what it merges to
// the queue. Mistakes of a merged mapping are reported where it stands itself.
func (d *decoder) keysIn(n *yaml.Node, own bool, merged map[*yaml.Node]bool, queue []*yaml.Node, path string) (map[string]*yaml.Node, []*yaml.Node) {
	first := map[string]*yaml.Node{}
	for key, value := range pairs(n) {
		switch {
		case key.Kind == yaml.ScalarNode && key.ShortTag() == "!!merge":
			queue = d.merge(value, merged, queue, path)
		case key.Kind != yaml.ScalarNode:
			if own {
				d.errorf(posOf(key), path, "a key must be a text, not %s", kindName(key))
			}
		case first[key.Value] != nil:
			if own {
				d.errorf(posOf(key), path, "key %q stands twice; the first is in line %d", key.Value, first[key.Value].Line)
			}
		default:
			first[key.Value] = key
		}
	}
	return first, queue
}

// merge appends the mappings that a merge key names.
func (d *decoder) merge(n *yaml.Node, merged map[*yaml.Node]bool, queue []*yaml.Node, path string) []*yaml.Node {
	sources := []*yaml.Node{n}
	if resolve(n).Kind == yaml.SequenceNode {
		sources = resolve(n).Content
	}
	for _, source := range sources {
		source = resolve(source)
		if source.Kind != yaml.MappingNode {
			d.errorf(posOf(n), path, "<< must name a map or a list of maps, not %s", kindName(source))
			continue
		}
		if !merged[source] {
			merged[source] = true
			queue = append(queue, source)
		}
	}
	return queue
}

// pairs yields the keys and values of a mapping node, aliases in keys resolved.
func pairs(n *yaml.Node) iter.Seq2[*yaml.Node, *yaml.Node] {
	return func(yield func(*yaml.Node, *yaml.Node) bool) {
		for i := 0; i+1 < len(n.Content); i += 2 {
			if !yield(resolve(n.Content[i]), n.Content[i+1]) {
				return
			}
		}
	}
}
