package config

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"regexp"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// Parse reads the text of a config and checks all that it alone can tell. file
// is the name that mistakes bear. The error is Errors; beside it, the document
// holds what could be understood, nil where that is nothing.
func Parse(data []byte, file string) (*Document, error) {
	node, failure := parseNode(data, file)
	if failure != nil {
		return nil, Errors{failure}
	}
	return Decode(node, file)
}

// Decode is Parse for a text that was parsed before.
func Decode(node *yaml.Node, file string) (*Document, error) {
	d := newDecoder(file)
	doc := &Document{}
	node = content(node)
	d.value(node, reflect.ValueOf(doc).Elem(), "")
	if node.Kind == yaml.MappingNode {
		validate(&d.reporter, doc, node)
	}
	return doc, d.errs.sorted().Err()
}

// Settings are what the golangci-lint plugin takes.
type Settings struct {
	Config string                `json:"config,omitempty"` // the config file
	Rules  map[string]RuleOption `json:"rules,omitempty"`
}

// DecodeSettings decodes the settings of the golangci-lint plugin, a map, by the
// same rules as the config. Mistakes have no place: golangci-lint read the file.
func DecodeSettings(settings any) (Settings, error) {
	var s Settings
	data, err := yaml.Marshal(settings)
	if err != nil {
		return s, fmt.Errorf("boundarylint settings: %w", err)
	}
	node, failure := parseNode(data, "")
	if failure != nil {
		return s, Errors{failure}
	}
	d := newDecoder("")
	if node = content(node); node.Kind != yaml.ScalarNode || node.ShortTag() != "!!null" {
		d.value(node, reflect.ValueOf(&s).Elem(), "settings")
		checkRules(&d.reporter, s.Rules)
	}
	errs := d.errs.sorted()
	for _, e := range errs {
		e.Line, e.Column = 0, 0
	}
	return s, errs.Err()
}

// content returns the value of a document node.
func content(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.DocumentNode && len(n.Content) > 0 {
		return resolve(n.Content[0])
	}
	return n
}

// parseNode reads the one YAML document of a text.
func parseNode(data []byte, file string) (*yaml.Node, *Error) {
	var node, second yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(data))
	switch err := decoder.Decode(&node); {
	case errors.Is(err, io.EOF):
		return nil, &Error{file, 1, 1, `the file is empty; a config begins with "version: 1"`}
	case err != nil:
		return nil, syntaxError(err, file)
	}
	switch err := decoder.Decode(&second); {
	case err == nil:
		return nil, &Error{file, max(second.Line, 1), max(second.Column, 1), "a config is one YAML document; here begins another"}
	case !errors.Is(err, io.EOF):
		return nil, syntaxError(err, file)
	}
	return &node, nil
}

// syntaxError gives a place to an error of the YAML parser, which has the line
// in its text at most.
func syntaxError(err error, file string) *Error {
	message := strings.TrimPrefix(err.Error(), "yaml: ")
	line := 1
	if m := regexp.MustCompile(`^line (\d+): `).FindStringSubmatch(message); m != nil {
		line, _ = strconv.Atoi(m[1])
		message = strings.TrimPrefix(message, m[0])
	}
	if strings.Contains(message, "unknown anchor") || strings.Contains(message, "alphabetic or numeric") {
		message += "; a value that begins with * must be in quotes"
	}
	return &Error{file, max(line, 1), 1, "not valid YAML: " + strings.ReplaceAll(message, "\n", " ")}
}
