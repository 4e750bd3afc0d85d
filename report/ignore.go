package report

import "bytes"

// Span is the part of src, the comment's file, that goes when the comment goes:
// with its whole line where it stands alone. Both kinds of comment, // in Go and
// -- in SQL, last to the end of the line. It is false where no such comment is
// at that place.
func (i Ignore) Span(src []byte) (start, end int, ok bool) {
	begin := 0
	for range i.Line - 1 {
		n := bytes.IndexByte(src[begin:], '\n')
		if n < 0 {
			return 0, 0, false
		}
		begin += n + 1
	}
	line := src[begin:]
	next := begin + len(line)
	if n := bytes.IndexByte(line, '\n'); n >= 0 {
		line, next = line[:n], begin+n+1
	}
	at := i.Column - 1
	if at < 0 || at > len(line) || !bytes.Contains(line[at:], []byte("boundarylint:ignore")) {
		return 0, 0, false
	}
	before := bytes.TrimRight(line[:at], " \t")
	if len(before) == 0 {
		return begin, next, true
	}
	return begin + len(before), begin + len(bytes.TrimRight(line, "\r")), true
}
