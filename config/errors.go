package config

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// An Error is one mistake in a config file.
type Error struct {
	File         string
	Line, Column int // 1-based; 0 where the mistake has no place in the file
	Message      string
}

// Error returns "file:line:column: message".
func (e *Error) Error() string {
	switch {
	case e.Line > 0:
		return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Line, e.Column, e.Message)
	case e.File != "":
		return e.File + ": " + e.Message
	}
	return e.Message
}

// Errors are all the mistakes that were found, in the order of the file.
type Errors []*Error

// Error returns one mistake per line.
func (l Errors) Error() string {
	lines := make([]string, len(l))
	for i, e := range l {
		lines[i] = e.Error()
	}
	return strings.Join(lines, "\n")
}

// Unwrap gives errors.Is and errors.As the single mistakes.
func (l Errors) Unwrap() []error {
	all := make([]error, len(l))
	for i, e := range l {
		all[i] = e
	}
	return all
}

// Err returns l as an error: nil where there is no mistake.
func (l Errors) Err() error {
	if len(l) == 0 {
		return nil
	}
	return l
}

// AsErrors returns the mistakes in err, whatever made it; the command lists
// them singly in its JSON.
func AsErrors(err error) Errors {
	if err == nil {
		return nil
	}
	if list, ok := errors.AsType[Errors](err); ok {
		return list
	}
	if one, ok := errors.AsType[*Error](err); ok {
		return Errors{one}
	}
	return Errors{{Message: err.Error()}}
}

// sorted orders by place and drops doubles, which one wrong value can cause
// when it stands behind a YAML anchor.
func (l Errors) sorted() Errors {
	slices.SortStableFunc(l, func(a, b *Error) int {
		return cmp.Or(
			cmp.Compare(a.File, b.File),
			cmp.Compare(a.Line, b.Line),
			cmp.Compare(a.Column, b.Column),
			cmp.Compare(a.Message, b.Message),
		)
	})
	return slices.CompactFunc(l, func(a, b *Error) bool { return *a == *b })
}

// A reporter collects mistakes in one file.
type reporter struct {
	file string
	errs Errors
}

// errorf reports a mistake at p, which lies in the value that path names.
func (r *reporter) errorf(p Pos, path, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if path != "" {
		message = path + ": " + message
	}
	r.errs = append(r.errs, &Error{File: r.file, Line: p.Line, Column: p.Column, Message: message})
}
