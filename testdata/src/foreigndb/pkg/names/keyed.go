package names

// A Query tells the statements apart.
type Query int

// The statements.
const (
	First Query = iota + 1
	Second
)

// ByQuery has them by number.
var ByQuery = map[Query]string{
	First:  "SELECT id FROM orders",
	Second: "SELECT id FROM users",
}

// Listed has them by index, in an order of its own.
var Listed = [...]string{
	Second: "SELECT id FROM users",
	First:  "SELECT id FROM orders",
}

// Sliced likewise.
var Sliced = []string{"SELECT id FROM users", "SELECT id FROM orders"}
