package summary

// Text that hangs on the wiring: a struct's field holds a table's name, a whole
// statement or a connection string, and another package than the one that uses
// it says which. The use is exported as a pending one, what fields are given
// travels as well, and the first package that knows both settles it.

// A Field names a struct's field: "path/of/package.Type.field".
type Field = string

// A Fill is a text that a function stores in a struct's field, made of its
// parameters: a constructor.
type Fill struct {
	Field Field
	Parts []Part
	Step  Step
}

// A Held is a text that some code stores in a struct's field.
type Held struct {
	Field Field
	Parts []Part // constants and other fields
	In    string // the service whose code does
	// Shared is set for shared code, which does so for whoever calls it.
	Shared bool
	Step   Step
}

// A TextUse is a text, used in a service's own code, that hangs on fields.
type TextUse struct {
	Place Place
	Parts []Part
	Steps []Step
	Shown string // see SQLParam
	Conf  int
	// Foreign is set where a field is of a type outside the service: of what
	// others store in it, nothing follows for this use.
	Foreign bool
	Open    bool // the text tells which database is opened, and is no SQL
}

// A Wiring is what packages forward about such texts.
type Wiring struct {
	Uses  []TextUse
	Held  []Held
	Asked []Field // fields on which texts hang
}
