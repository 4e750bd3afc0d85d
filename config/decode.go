package config

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// A decoder fills Go values from YAML nodes and reports every mistake. yaml.v3's
// own strict decoding stops short of that: it gives no columns, and it lets
// wrong scalars pass (a number is a text to it).
type decoder struct {
	reporter
	keys map[reflect.Type]map[string]field // of the struct types met so far
}

func newDecoder(file string) *decoder {
	return &decoder{reporter{file: file}, map[reflect.Type]map[string]field{}}
}

// A nodeDecoder decodes itself; n is neither an alias nor null.
type nodeDecoder interface {
	decodeNode(d *decoder, n *yaml.Node, path string)
}

// A keyed value wants to know the key that it stands under.
type keyed interface{ setKey(Pattern) }

func posOf(n *yaml.Node) Pos { return Pos{n.Line, n.Column} }

// value decodes n into v. path names the value in messages.
func (d *decoder) value(n *yaml.Node, v reflect.Value, path string) {
	n = resolve(n)
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!null" {
		d.errorf(posOf(n), path, "has no value; leave the key out if nothing is meant")
		return
	}
	if self, ok := v.Addr().Interface().(nodeDecoder); ok {
		self.decodeNode(d, n, path)
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		d.value(n, v.Elem(), path)
	case reflect.Struct:
		d.structure(n, v, path)
	case reflect.Map:
		d.mapping(n, v, path)
	case reflect.Slice:
		d.list(n, v, path)
	case reflect.Int:
		d.integer(n, v, path)
	case reflect.Bool:
		d.boolean(n, v, path)
	case reflect.String:
		if text, ok := d.text(n, path); ok {
			v.SetString(text)
		}
	default:
		panic("config: no decoding for " + v.Type().String())
	}
}

func (d *decoder) structure(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		d.errorf(posOf(n), path, "must be a map with the keys %s, not %s", anyOf(keysOf(v.Type())), kindName(n))
		return
	}
	if pos := v.FieldByName("Pos"); pos.IsValid() {
		pos.Set(reflect.ValueOf(posOf(n)))
	}
	fields := d.fieldsOf(v.Type())
	seen := map[string]bool{}
	for key, value := range d.entries(n, path) {
		f, ok := fields[key.Value]
		if !ok {
			known := keysOf(v.Type())
			d.errorf(posOf(key), path, "unknown key %q%s; allowed: %s",
				key.Value, didYouMean(key.Value, known), anyOf(known))
			continue
		}
		seen[key.Value] = true
		d.value(value, v.Field(f.index), join(path, key.Value))
	}
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		if fields[key].required && !seen[key] {
			d.errorf(posOf(n), path, "%q is missing%s", key, fields[key].hint())
		}
	}
}

func (d *decoder) mapping(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.MappingNode {
		d.errorf(posOf(n), path, "must be a map, not %s", kindName(n))
		return
	}
	v.Set(reflect.MakeMap(v.Type()))
	for key, value := range d.entries(n, path) {
		elem := reflect.New(v.Type().Elem()).Elem()
		d.value(value, elem, join(path, key.Value))
		if elem.Kind() == reflect.Pointer && elem.IsNil() {
			continue // null, reported
		}
		holder := elem
		if elem.Kind() != reflect.Pointer {
			holder = elem.Addr()
		}
		if k, ok := holder.Interface().(keyed); ok {
			k.setKey(Pattern{key.Value, posOf(key)})
		}
		v.SetMapIndex(reflect.ValueOf(key.Value), elem)
	}
}

func (d *decoder) list(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind != yaml.SequenceNode {
		d.errorf(posOf(n), path, "must be a list, not %s%s", kindName(n), listHint(n))
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		d.value(item, v.Index(i), path+"["+strconv.Itoa(i)+"]")
	}
}

func (d *decoder) integer(n *yaml.Node, v reflect.Value, path string) {
	if i, err := strconv.Atoi(n.Value); err == nil && n.Kind == yaml.ScalarNode && n.ShortTag() == "!!int" {
		v.SetInt(int64(i))
		return
	}
	d.errorf(posOf(n), path, "must be a whole number, not %s", kindName(n))
}

func (d *decoder) boolean(n *yaml.Node, v reflect.Value, path string) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() == "!!bool" {
		v.SetBool(strings.EqualFold(n.Value, "true"))
		return
	}
	d.errorf(posOf(n), path, "must be true or false, not %s", kindName(n))
}

// text returns a scalar that YAML reads as a text and that is not empty. A
// number or a date where a name belongs is refused: what YAML makes of 007 or
// 1_000 is seldom what was meant.
func (d *decoder) text(n *yaml.Node, path string) (string, bool) {
	if n.Kind == yaml.ScalarNode && n.ShortTag() != "!!str" && !customTag(n) {
		d.errorf(posOf(n), path, "must be a text, not %s; put it in quotes if it is a name", kindName(n))
		return "", false
	}
	text, ok := d.scalar(n, path)
	if ok && strings.TrimSpace(text) == "" {
		d.errorf(posOf(n), path, "is empty")
		return "", false
	}
	return text, ok
}

// scalar returns the text of any scalar.
func (d *decoder) scalar(n *yaml.Node, path string) (string, bool) {
	switch {
	case n.Kind != yaml.ScalarNode:
		d.errorf(posOf(n), path, "must be a text, not %s", kindName(n))
	case customTag(n):
		d.errorf(posOf(n), path, "a value that begins with ! must be in quotes, as in %q", n.Tag+n.Value)
	default:
		return n.Value, true
	}
	return "", false
}

// customTag reports whether YAML took an unquoted !something for a type tag.
func customTag(n *yaml.Node) bool {
	return strings.HasPrefix(n.Tag, "!") && !strings.HasPrefix(n.Tag, "!!")
}

// resolve follows an alias. The parser allows no alias to an alias.
func resolve(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// join names a key below path; a key that would tear the message is quoted.
func join(path, key string) string {
	if strings.ContainsFunc(key, func(r rune) bool { return !strconv.IsPrint(r) }) {
		key = strconv.Quote(key)
	}
	if path == "" {
		return key
	}
	return path + "." + key
}

// kindName says what a node is, as a stranger to YAML's terms would.
func kindName(n *yaml.Node) string {
	switch n.Kind {
	case yaml.MappingNode:
		return "a map"
	case yaml.SequenceNode:
		return "a list"
	}
	return fmt.Sprintf("%q", n.Value)
}

// listHint shows how to write a list of the one value that stands there.
func listHint(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		return ""
	}
	return "; write [" + n.Value + "]"
}

func anyOf(keys []string) string { return strings.Join(keys, ", ") }
