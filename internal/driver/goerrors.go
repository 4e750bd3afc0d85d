package driver

import (
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/boundarylint/boundarylint/report"
)

// goPosition is how the go command, the compiler and vettools begin a line that
// speaks of a place. The name may begin with a Windows drive.
var goPosition = regexp.MustCompile(`^(?:vet: )?((?:[A-Za-z]:)?[^:\s][^:]*):(\d+)(?::(\d+))?: (.*)$`)

// parseGoErrors reads what a go command that ran in dir wrote to standard
// error: blocks of lines under "# package", of which those that name a place
// become an error each, and the rest of a block one together, so that nothing
// is lost, be it a panic's trace.
func parseGoErrors(dir, text string) []report.Error {
	p := goErrorParser{dir: dir}
	for line := range strings.Lines(text) {
		p.line(strings.TrimRight(line, "\r\n"))
	}
	p.flush()
	return p.errs
}

type goErrorParser struct {
	dir  string
	pkg  string // of the present block
	rest []string
	errs []report.Error
	open bool // the last error's message may go on
}

func (p *goErrorParser) line(line string) {
	switch {
	case strings.HasPrefix(line, "# "):
		p.flush()
		p.pkg = header(strings.TrimPrefix(line, "# "), p.pkg)
	case strings.HasPrefix(line, "go: downloading "), strings.TrimSpace(line) == "":
	case p.open && strings.HasPrefix(line, "\t"):
		last := &p.errs[len(p.errs)-1]
		last.Message += "\n" + line
	case len(p.rest) == 0 && goPosition.MatchString(line):
		p.position(goPosition.FindStringSubmatch(line))
	default:
		// Once a line has no place, what follows belongs to it: the frames of
		// a panic look like places.
		p.open = false
		p.rest = append(p.rest, line)
	}
}

// header returns the package that a "# …" line names. A second such line in
// brackets only names the variant.
func header(text, before string) string {
	if strings.HasPrefix(text, "[") {
		return before
	}
	pkg, _, _ := strings.Cut(text, " ")
	return pkg
}

func (p *goErrorParser) position(m []string) {
	file := filepath.FromSlash(m[1])
	if !filepath.IsAbs(file) {
		file = filepath.Join(p.dir, file)
	}
	line, _ := strconv.Atoi(m[2])
	column, _ := strconv.Atoi(m[3])
	p.errs = append(p.errs, report.Error{File: file, Line: line, Column: column, Message: m[4]})
	p.open = true
}

// flush ends a block.
func (p *goErrorParser) flush() {
	if len(p.rest) > 0 {
		message := strings.Join(p.rest, "\n")
		if p.pkg != "" {
			message = p.pkg + ": " + message
		}
		p.errs = append(p.errs, report.Error{Message: message})
	}
	p.rest, p.pkg, p.open = nil, "", false
}
