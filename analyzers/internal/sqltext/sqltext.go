// Package sqltext tells which tables a piece of SQL reads and writes.
//
// The text is what stands in Go code, so it is rarely a statement that a database would take: it holds placeholders
// and verbs of fmt, it may begin with a JOIN or a WHERE, its dialect is not known, and parts of it may be missing. A
// grammar rejects three quarters of it. So this package reads tolerantly: it knows where in SQL the name of a table can
// stand, and what looks alike and is none. What it does not know it passes over.
package sqltext

import (
	"strings"

	"github.com/boundarylint/boundarylint/analyzers/internal/sqltext/lex"
)

// Hole is the rune that stands for a piece of text that is not known.
const Hole = lex.Hole

// Unknown is the name of a table, or of a schema, that is not known.
const Unknown = lex.Unknown

// Subquery is the other side of a [Comparison] with a subquery.
const Subquery = "(subquery)"

// Verb is what a statement does, or what it does to one of its tables.
type Verb string

// The verbs. A table that is only read has [Select], whatever the statement does.
const (
	Fragment Verb = "fragment" // a part of a statement
	Select   Verb = "select"
	Insert   Verb = "insert"
	Upsert   Verb = "upsert" // INSERT that may overwrite a row, REPLACE
	Update   Verb = "update"
	Delete   Verb = "delete"
	Truncate Verb = "truncate"
	Merge    Verb = "merge"
	Copy     Verb = "copy"
	Create   Verb = "create"
	Alter    Verb = "alter"
	Drop     Verb = "drop"
	Lock     Verb = "lock"
	Other    Verb = "other" // SET, BEGIN, CALL and all that touches no table by itself
)

// Access is the use of one table in a statement.
type Access struct {
	Schema string // as written, without quotes; may be Unknown
	Name   string // as written, without quotes; may be Unknown
	Write  bool
	Verb   Verb

	// Documents says that it is no table, but a collection of a document store: the text ends with [Documents].
	Documents bool
}

// Documents ends a text that stands for what is asked of a store which knows no SQL. To SQL it is a comment.
const Documents = " /*documents*/"

// Statement is what one statement, or one fragment of a statement, does.
type Statement struct {
	Verb Verb

	// Accesses are the tables in order of appearance, each once as read and once as written at most. The table that a
	// statement writes counts as read only where it is named a second time, in a subquery or under another alias.
	Accesses []Access

	// Places are the byte offsets in the text of the names of Accesses, one each.
	Places []int

	// Temporary is the temporary table that the statement creates, or "". Neither
	// it nor what stands for it in later statements of the text is an access.
	Temporary string
	// Target is the element of Accesses that the statement is about, nil if it writes none.
	Target *Access

	// InsertOnly says that the statement writes nothing but new rows: INSERT without a conflict clause, with
	// DO NOTHING, or with IGNORE. A hole where a conflict clause could stand is taken for none.
	InsertOnly bool

	// SetColumns are the columns that the statement gives a value to, unqualified: those of the list of INSERT, and
	// those assigned after SET and ON DUPLICATE KEY UPDATE.
	SetColumns []string

	// Assigned are the values of the columns that SET changes, in order.
	Assigned []Assignment

	// Conditions are the comparisons that decide whether a row is overwritten: see [Comparison].
	Conditions []Comparison

	// Locks says that the rows read, or a table, stay locked: FOR UPDATE, FOR SHARE, LOCK TABLE.
	Locks bool

	// Pos is the byte offset of the statement in the text.
	Pos int
}

// Assignment is a column's new value, after SET.
type Assignment struct {
	Column string
	Value  string // as written but for blanks: $1, excluded.name, price+$2
	// Relative says that the value comes from the column's own: price + $2,
	// tags || $1. Such changes may come in any order.
	Relative bool
}

// Comparison is a comparison of a stored column with something else, in the WHERE of UPDATE, DELETE and DO UPDATE, in
// the WHEN of MERGE, in a fragment, or inside of an assignment. Those of subqueries are not there, since they are about
// other rows, and neither are the WHERE of SELECT nor the condition of a join.
type Comparison struct {
	// Column is the stored column, unqualified. COALESCE(col, …) counts as col.
	Column string
	// Op is <, <=, >, >=, =, <>, IN or NOT IN, with the column on the left and any NOT (…) resolved; or GREATEST for an
	// assignment of GREATEST(col, other) to the column.
	Op string
	// Other is the other side, as written but for blanks: $1, excluded.synced_at, now(); or Subquery.
	Other string
	// Guards is the one column whose assignment the comparison decides about, where it stands in a GREATEST, CASE or
	// IF after SET. It is empty if the comparison decides about the whole row.
	Guards string
}

// Parse returns the statements in the text, without empty ones.
func Parse(text string) []Statement {
	return parse(text, 0)
}

// parse is Parse at a depth of texts within texts: the body of DO is a text of its own.
func parse(text string, depth int) []Statement {
	p := &parser{Cursor: lex.Cursor{Toks: lex.Scan(text)}, texts: depth}
	p.findDialect()
	for {
		for p.Peek().Is(";") {
			p.I++
		}
		if p.I >= len(p.Toks) {
			break
		}
		p.statement()
	}
	if strings.HasSuffix(text, Documents) {
		markDocuments(p.out)
	}
	return p.out
}

func markDocuments(statements []Statement) {
	for _, st := range statements {
		for i := range st.Accesses {
			st.Accesses[i].Documents = true
		}
	}
}

// ParseTables returns the tables in a text that stands where a query builder expects what follows FROM:
// 'users', 'public.users AS u', 'users u JOIN orders o ON …'.
func ParseTables(text string) []Access {
	p := &parser{Cursor: lex.Cursor{Toks: lex.Scan(text)}}
	p.findDialect()
	p.begin(Fragment)
	f := &frame{top: true, clause: inFrom}
	p.table(f)
	p.body(f)
	p.finish()
	return p.out[0].Accesses
}
