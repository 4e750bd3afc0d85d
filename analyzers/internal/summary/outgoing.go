package summary

import (
	"cmp"
	"slices"
)

// Known says whether something is there, as far as the code was seen. The order
// matters: of several ways to the same call the greatest counts, so that a guard
// on one of them, or one that nobody could see, keeps a finding away.
type Known int8

// The answers.
const (
	No Known = iota
	Unknown
	Yes
)

// A Value is what matters of a value that a call to another service is made
// with: a client, a connection, a request, a context, an address.
type Value struct {
	Timeout, Breaker Known
	// Seen says that code which makes the client, or one of the clients, was seen.
	// Of a client that was not nothing is known, whatever is missing from the rest.
	Seen     bool
	Services []string // whose address it is, or holds; sorted
	From     []Origin // what else it depends on; sorted
	Made     []Step   // where a client without guards was made
}

// An Origin is where a value comes from that is known further up.
type Origin struct {
	Param int    // 1 + index of the function's parameter; 0: none
	Field string // type and name of a struct's field, or a package's variable
	// Ctx marks a context, Client a client. What nobody was seen to bound has no
	// deadline, whereas nothing is known of a client that was made out of sight.
	Ctx, Client bool
	// OfAny marks what all values of a type have in a field. It counts only where
	// nothing says which of them is the one at hand.
	OfAny bool
}

// maxMade bounds the steps that say where a client was made.
const maxMade = 2

// Join is what is known of a value that is one or the other, or is made of both.
func (v Value) Join(w Value) Value {
	v.Timeout, v.Breaker = max(v.Timeout, w.Timeout), max(v.Breaker, w.Breaker)
	v.Seen = v.Seen || w.Seen
	v.Services = Union(v.Services, w.Services, cmp.Compare[string])
	v.From = Union(v.From, w.From, compareOrigins)
	v.Made = Union(v.Made, w.Made, compareStep)
	if len(v.Made) > maxMade {
		v.Made = v.Made[:maxMade]
	}
	return v
}

// Without is the value without the origins that the function leaves out.
func (v Value) Without(out func(Origin) bool) Value {
	v.From = slices.DeleteFunc(slices.Clone(v.From), out)
	return v
}

// Zero reports whether nothing is known of the value: it guards nothing, and is
// nobody's address.
func (v Value) Zero() bool {
	return v.Timeout == No && v.Breaker == No && !v.Seen && len(v.Services) == 0 && len(v.From) == 0
}

// Union merges two sorted lists.
func Union[T any](a, b []T, compare func(a, b T) int) []T {
	if len(b) == 0 {
		return a
	}
	all := slices.Concat(a, b)
	slices.SortFunc(all, compare)
	return slices.CompactFunc(all, func(x, y T) bool { return compare(x, y) == 0 })
}

func compareOrigins(a, b Origin) int {
	return cmp.Or(cmp.Compare(a.Param, b.Param), cmp.Compare(a.Field, b.Field), compareBool(a.Ctx, b.Ctx), compareBool(a.Client, b.Client), compareBool(a.OfAny, b.OfAny))
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// A Site is a call of one service's code that leaves for another, or may. In
// code of no service it is a pattern: whose call it is, the caller decides.
type Site struct {
	Key     string // file:line:column, and which of several ways out
	Place   Place
	Pattern bool
	Service string // the service that it reaches, where the callee alone tells
	Callee  string // as it is shown
	Kind    string // http, rpc, …
	Steps   []Step // from the place to where the process is left
	Conf    int
	Value   Value  // of all that the call is made with
	Failure string // how its failure is dropped; "" where it is not
	// Of is the site, or OfMethod the interface's method that leads to one, whose
	// error this call drops; then it is no way out itself.
	Of       string
	OfMethod Method
	// Via is the interface's method by which the site was come to: whoever
	// implements it too and hands on to another may have been called instead.
	Via Method
}

// The ways in which a failure is dropped.
const (
	ErrorDropped = "error"  // neither error nor status leads anywhere
	StatusUnread = "status" // the error is looked at, the status of the answer is not
)

// A SiteRef says that a function makes the call of a site, and which of its
// parameters have a part in it.
type SiteRef struct {
	Key    string
	Params []int
	Fails  bool // the function returns its error
}

// A Hint is what a caller adds to what is known of a site, or of all that an
// interface's method leads to.
type Hint struct {
	Site   string
	Method Method
	Value  Value
	Client bool // it says which client is used
}

// A FieldValue is one value that is stored in a field or a package's variable.
type FieldValue struct {
	Field string
	Into  int // in a function's summary: 1 + index of the parameter that points to the field; 0: none
	Value Value
}

// A Returned is what a function returns.
type Returned struct {
	Result int
	Value  Value
}

// A Guarded is a function parameter that a function runs behind a breaker.
type Guarded struct {
	Index int
	Value Value
	// HandsOn says that the error of what is run is given back as it is, and nothing
	// else done with it.
	HandsOn bool
}

// Outgoing is what a function has to do with calls to other services.
type Outgoing struct {
	Sites  []SiteRef
	Keeps  []FieldValue // what it stores of its parameters
	Gives  []Returned
	Guards []Guarded
	RPC    string // full name of the gRPC service that it is the stub of
}

// Empty reports whether there is nothing.
func (o *Outgoing) Empty() bool {
	return o == nil || len(o.Sites) == 0 && len(o.Keeps) == 0 && len(o.Gives) == 0 && len(o.Guards) == 0 && o.RPC == ""
}

// OutgoingPool is what first-party packages forward about calls to other
// services: the union of what their imports know and their own.
type OutgoingPool struct {
	Sites  []Site
	Hints  []Hint
	Fields []FieldValue
}
