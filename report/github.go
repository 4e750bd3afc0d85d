package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// WriteGitHub writes the findings that are not suppressed as workflow commands,
// which GitHub Actions turns into annotations. The function path turns a
// finding's file into its name from the repository's root on.
func (r *Report) WriteGitHub(w io.Writer, path func(string) string) error {
	property := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
	data := strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	out := bufio.NewWriter(w)
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Suppressed != nil {
			continue
		}
		fmt.Fprintf(out, "::error file=%s,line=%d,col=%d,title=%s::%s\n", property.Replace(path(f.File)),
			f.Line, f.Column, property.Replace("boundarylint "+f.Rule), data.Replace(f.Text(path)))
	}
	return out.Flush()
}
