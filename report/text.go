package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteText writes the findings that are not suppressed, each with its proof.
// The function path turns a finding's file into the name that is shown.
func (r *Report) WriteText(w io.Writer, path func(string) string) error {
	out := bufio.NewWriter(w)
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Suppressed == nil {
			fmt.Fprintf(out, "%s:%d:%d: %s: %s\n", path(f.File), f.Line, f.Column, f.Rule, f.Text(path))
		}
	}
	return out.Flush()
}

// WriteErrors writes the errors, one a line unless a message has several.
func (r *Report) WriteErrors(w io.Writer, path func(string) string) error {
	out := bufio.NewWriter(w)
	for _, e := range r.Errors {
		fmt.Fprintln(out, e.Text(path))
	}
	return out.Flush()
}

// Text is "file:line:column: message", with as much of the place as is known.
func (e Error) Text(path func(string) string) string {
	switch {
	case e.File == "":
		return e.Message
	case e.Line == 0:
		return fmt.Sprintf("%s: %s", path(e.File), e.Message)
	case e.Column == 0:
		return fmt.Sprintf("%s:%d: %s", path(e.File), e.Line, e.Message)
	}
	return fmt.Sprintf("%s:%d:%d: %s", path(e.File), e.Line, e.Column, e.Message)
}

// String is one line that sums up a run.
func (s Summary) String() string {
	parts := []string{Count(s.Findings, "finding")}
	if s.Suppressed > 0 {
		parts = append(parts, fmt.Sprintf("%d suppressed", s.Suppressed))
	}
	if s.Fixed > 0 {
		parts = append(parts, fmt.Sprintf("%d of the baseline fixed", s.Fixed))
	}
	return fmt.Sprintf("%s in %s", strings.Join(parts, ", "), Count(s.Packages, "package"))
}

// Count is a number of things, in words: "1 finding", "2 findings".
func Count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// WriteText writes the coverage for a reader. Places are shown as path gives
// them.
func (c *Coverage) WriteText(w io.Writer, path func(string) string) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, "coverage:")
	fmt.Fprintf(out, "  packages: %d in a service, %d shared, %d in none\n", c.Packages.Service, c.Packages.Shared, c.Packages.None)
	fmt.Fprintf(out, "  SQL texts: %d understood, %d not constant (%d%% understood)\n", c.SQL.Understood, c.SQL.Opaque, c.SQL.Percent())
	for _, place := range c.SQL.Places {
		fmt.Fprintf(out, "    %s\n", placeText(place, path))
	}
	c.Consumers.writeText(out, path)
	section(out, "tables that nobody owns", len(c.Unowned), func(i int) string {
		u := c.Unowned[i]
		if u.Service == "" {
			return fmt.Sprintf("%s, first used at %s", u.Table, placeText(u.Place, path))
		}
		return fmt.Sprintf("%s, first used by %s at %s", u.Table, u.Service, placeText(u.Place, path))
	})
	section(out, "in the config or the migrations, but matched by nothing in the code", len(c.Unmatched), func(i int) string { return c.Unmatched[i] })
	fmt.Fprintf(out, "  calls through function values that could not be followed: %d\n", c.Calls.Unresolved)
	section(out, "notes", len(c.Notes), func(i int) string { return c.Notes[i] })
	return out.Flush()
}

// writeText says how many consumers there are, and which were not seen whole.
func (c *Consumers) writeText(w io.Writer, path func(string) string) {
	fmt.Fprintf(w, "  consumers of messages: %d found, %d seen to write what their messages say\n", c.Found, c.Writing)
	section(w, "consumers that lead to calls of which no implementation is known", len(c.Open), func(i int) string { return placeText(c.Open[i], path) })
}

// section writes a headed list, or nothing where it is empty.
func section(w io.Writer, title string, n int, item func(int) string) {
	if n == 0 {
		return
	}
	fmt.Fprintf(w, "  %s: %d\n", title, n)
	for i := range n {
		fmt.Fprintf(w, "    %s\n", item(i))
	}
}

// placeText shows the file in "file:line" as path gives it.
func placeText(place string, path func(string) string) string {
	if i := strings.LastIndexByte(place, ':'); i > 0 {
		return path(place[:i]) + place[i:]
	}
	return place
}
