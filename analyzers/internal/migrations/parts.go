package migrations

import (
	"regexp"
	"strings"
	"sync"
)

// The lines by which tools divide a file. Up begins what counts, down ends it.
// They are compiled at their first use: most starts of the tool read no
// migrations.
var (
	upMarker   = lazily(`(?i)^--\s*(\+goose\s+up|\+migrate\s+up|\+micrate\s+up|migrate:up|rambler\s+up)\b`)
	downMarker = lazily(`(?i)^--\s*(\+goose\s+down|\+migrate\s+down|\+micrate\s+down|migrate:down|` +
		`rambler\s+down|//\s*@undo|@undo)\b|^-{3,}\s*create above\s*/\s*drop below`)
	delimiter = lazily(`(?i)^delimiter\s+(\S+)$`)
	copyData  = lazily(`(?i)^copy\s.*\sfrom\s+stdin\b.*;$`)
)

func lazily(expr string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })
}

// upPart returns the text with all that is not applied on the way up blanked out, so that lines keep their numbers: the
// way down, commands of the client (\connect, DELIMITER, GO), and the data that follows COPY in a dump.
func upPart(text string) string {
	lines := strings.SplitAfter(text, "\n")
	var b strings.Builder
	up, data, end := true, false, ""
	for _, line := range lines {
		s := strings.TrimSpace(strings.TrimPrefix(line, "\ufeff"))
		keep := line
		switch {
		case data:
			data = s != `\.`
			keep = ""
		case upMarker().MatchString(s):
			up = true
		case downMarker().MatchString(s):
			up = false
		case !up || strings.HasPrefix(s, `\`):
			keep = ""
		case strings.EqualFold(s, "go"):
			keep = ";"
		case delimiter().MatchString(s):
			keep = ""
			if end = delimiter().FindStringSubmatch(s)[1]; end == ";" {
				end = ""
			}
		case copyData().MatchString(s):
			data = true
		case end != "" && strings.HasSuffix(s, end):
			keep = strings.TrimSuffix(strings.TrimRight(line, " \t\r\n"), end) + ";"
		}
		b.WriteString(strings.TrimRight(strings.TrimPrefix(keep, "\ufeff"), "\n"))
		if strings.HasSuffix(line, "\n") {
			b.WriteByte('\n')
		}
	}
	return b.String()
}
