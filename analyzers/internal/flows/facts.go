package flows

import (
	"cmp"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// An Origin says where a value comes from: a set of the function's parameters,
// one bit each (the receiver counts as the first), and of the sources below.
type Origin uint64

// The sources beside parameters. Parameters of a literal that the function
// returns count from inner on.
const (
	maxParams  = 19
	firstSaid  = maxParams // bit that says that more than keys of the first parameter is meant; see value_content.go
	inner      = firstSaid + maxSaid
	maxInner   = 8                          // from inner on: a returned literal's parameters
	fromAsker  = Origin(1) << 55            // of a message: its sender waits for the answer, so that it is a request
	fromMsg    = Origin(1)<<56 | msgContent // a received message
	fromStored = Origin(1) << 57            // read from a database
	fromNow    = Origin(1) << 58            // the present time
	fromRemote = Origin(1) << 59            // an answer of another process
	fromForce  = Origin(1) << 60            // the mark of a message that has to pass every order check
	fromDetail = Origin(1) << 61            // what the data says, rather than whose it is; see detail
	params     = Origin(1)<<(inner+maxInner) - 1
	flags      = fromAsker | fromStored | fromNow | fromRemote | fromForce | fromDetail | implied | keyBits
)

// param is the origin of a parameter, and of all that it says.
func param(i int) Origin {
	if i < 0 || i >= maxParams {
		return 0
	}
	return 1<<i | contentOf(i)
}

// A Step is a step of a proof.
type Step = summary.Step

// A Guard says what decides whether a write happens, as far as it is about the
// order of messages.
type Guard struct {
	Kind GuardKind
	// Msg is the side of the comparison that must turn out to be the message's.
	Msg Origin
	// Stored and Field are the other side, and the name of what is compared there.
	Stored Origin
	Field  string
	Table  string // of which that is a column, if it is known
	Open   bool   // the callers know what it asks for: see Write.Asks
	Code   bool   // in code, rather than in the statement
	Found  bool   // Field is a column by whose state the row was found
	// Beside says that the row's state decides as well, whatever this turns out to compare.
	Beside bool
	// Not is the one state that the row must not be in yet; none if it asks for more.
	Not Status
	// Sure says that it is an order that is compared, by the types or the names of
	// what is, rather than some number; of a Clock, that the later wins.
	Sure bool
	Step summary.Step
}

// A GuardKind is what a write's condition amounts to.
type GuardKind string

// The kinds of guards.
const (
	Unguarded GuardKind = ""
	Ordered   GuardKind = "order"    // the newer wins
	Reversed  GuardKind = "reversed" // the older wins
	Clock     GuardKind = "clock"    // compared with the present time
	State     GuardKind = "state"    // the stored row's state decides, or its version as it was read
	Forced    GuardKind = "forced"   // only messages get there that are marked as repairs
)

// About is what is known of the message that is handled at a place.
type About struct {
	Message string // its type, as findings name it; "" where it is not known
	// Passed says that the function is given it as that, and decodes nothing.
	Passed bool
	// Order is the field that holds its time or version, as far as the name tells.
	Order string
	// Likely is the field that most likely does, where no name says so for certain.
	Likely string
	// Orderless says that it has a type of the project's, of whose fields none
	// holds an order.
	Orderless bool
	// Force is the field by which it is marked as a repair; "" if it has none.
	Force string
	// Counts says that Order is a number; Time is the field that holds the time
	// then, if there is one. Form is what makes a time.Time of it.
	Counts     bool
	Time, Form string
	// Var is the variable that holds the message; "" where several do, or none.
	Var string
	// Leave is the statement by which it is passed over, if that is not return nil.
	Leave string
	Words
}

// A Dialect is how the text of a statement is written, as far as it matters to
// what is said of it.
type Dialect string

// The dialects.
const (
	Standard Dialect = "sql"
	MySQL    Dialect = "mysql" // ON DUPLICATE KEY UPDATE, which has no condition of its own
)

// A Write is a table that a function writes, all told.
type Write struct {
	Schema, Table, Model string
	// Store is the type whose method holds the statement; "" where none does.
	Store string
	Verb  string
	// Dialect is MySQL's, Standard for other SQL text, or "" where a library writes
	// without any.
	Dialect Dialect
	// From is where the data comes from that is written, or the row's key.
	From Origin
	// Values is From without the handle by which the statement is run, as far as that
	// can be told.
	Values Origin
	// Set is what its columns are set to, beside the key, as far as that can be told.
	Set Set
	// Unasked says that there is a way to it on which no other process was asked.
	Unasked bool
	// Insert says that only new rows are written, Delete that rows are removed.
	Insert, Delete bool
	// Lenient says that it goes well, and inserts nothing, where the row is there.
	Lenient bool
	// Aged says that it deletes no rows but those that are old by the present time.
	Aged bool
	// Overwrites is the parameter, counted from 1, that says whether a row which is
	// there is written over; 0: none does.
	Overwrites int
	// Chosen is the parameter, counted from 1, that says which columns are written; 0: all are.
	Chosen int
	// Found says that the rows are those that a query finds, which is the callee's
	// receiver: what it asks for, the caller knows.
	Found bool
	// Options is the parameter, counted from 1, that takes options, of which one may
	// have the statement compare the order; 0: none may.
	Options int
	// Single is the parameter, counted from 1, that the one column which is set is given,
	// where nothing else is; 0: no such.
	Single int
	// Patch are the columns that hang on what a caller gives.
	Patch Patch
	// Missable says that it is an update which goes well where its row is not there:
	// nobody asks how many rows it has changed.
	Missable bool
	// Harmless says that the order of such writes does not matter: each adds to
	// what is there, or all set nothing but marks of the service's own.
	Harmless bool
	// TakesAway says that a function does it that removes something, by its name.
	TakesAway bool
	// Constant says that all columns are given what the statement says itself:
	// the message tells no more than which row.
	Constant bool
	Guard    Guard
	// Locked says that its row is locked by a function below that ends the lock.
	Locked bool
	// Check is the check of the order in code, and Refuses says that the
	// statement has one of its own: each turns older messages away.
	Check   Guard
	Refuses bool
	// Swaps says that the statement only changes rows in which a column that it sets still
	// holds what it is told that it held.
	Swaps bool
	// Forgets says that the statement leaves the order as it was that it compares,
	// where the row is there: ON CONFLICT DO UPDATE SET name = … WHERE synced_at < ….
	Forgets bool
	// Refusal is where the code refuses marked messages; nil: not where it can be said.
	Refusal *summary.Place
	Columns []string // that are given a value; nil: not known
	// Assigned are those of them that are given one where the row is there already.
	Assigned []string
	Emptied  []string // of these, the ones that the statement leaves empty
	Copied   []Column // likewise, that it takes out of rows of other tables
	Now      []string // likewise, that are given the present time
	// Beside are the fields of the row's struct that are all a row which is there gets
	// beside its key; nil: not known.
	Beside []string
	Told   Told // columns beside those, or where they are not known
	// Parts are the statement, where its table is not known: what the fields in
	// it hold, the wiring tells.
	Parts []summary.Part
	// Asks and Sets are the parameters, counted from 1, that hold the filter and the update
	// of a document store, where Guard is open.
	Asks, Sets int
	Called     string // what the setting is called that holds the table's name, if one does
	Whole      bool   // the row is written whole, from a model
	// Keeps says that it deletes by a library that only marks the model's rows.
	Keeps bool
	// Refers are the tables that its rows refer to by the associations of the model.
	Refers summary.Refers
	// SaveKey are the fields of the model without which a library inserts a row anew.
	SaveKey  []string
	KeyValue bool // it is no row, but what Redis keeps under a key
	Expires  bool // for some time only
	Searched bool // it is a search engine's document rather, put there by HTTP
	Given    Given
	// Handed is what the one struct is given that is handed to what writes, where the row
	// is made of it in some way.
	Handed   Given
	Branches Branches
	Conf     int
	Place    summary.Place
	About
	Text Text
	// Elements says of which list it writes.
	Elements Elements
	// KeyTurns are its keys that are given only on some turns that the message chooses.
	KeyTurns []TurnedKey
	// Sync says that a sync job writes.
	Sync  bool
	Steps []summary.Step

	// Subject is the struct that is written, and where it has been, and Key the row of which
	// what it is found by is the key.
	Subject, Key Row
	// Made is what the statement has made and gives back, Only the one value that is set, and
	// Under the row of which a part of the key is the key by which this one may be there.
	Made  Made
	Only  OnlyValue
	Under Row

	at    ssa.CallInstruction // in the unit that is looked at
	left  []string            // see uncovered; nil: all, or none
	own   bool                // it goes on with a row that the consumer has inserted
	only  ssa.Value           // in the unit that is looked at: see Only
	times []string            // see timesGiven
	kept  []ssa.Value         // see keptWithout
}

// FromMessage reports whether data of a message is written, or its key decides
// which row is. A request is none, though a broker may carry it: its sender waits
// for the answer, and orders its requests by that.
func (w *Write) FromMessage() bool { return w.From.message() }

// message reports whether a value comes from a message that is no request.
func (o Origin) message() bool { return o&fromMsg != 0 && o&fromAsker == 0 }

// Name is what the written table is called, as far as anything tells.
func (w *Write) Name() string { return cmp.Or(w.Table, w.Called) }

// Name is what the table is called that is read, likewise.
func (r *Read) Name() string { return cmp.Or(r.Table, r.Called) }

// FromRemote reports whether what is written came as an answer of another
// process.
func (w *Write) FromRemote() bool { return w.From&fromRemote != 0 }

// Asked reports whether it did so on every way to the write, and the message told no
// more than whom to ask about.
func (w *Write) Asked() bool { return w.FromRemote() && !w.Unasked && w.From&fromDetail == 0 }

// FromNow reports whether the present time is among what is written.
func (w *Write) FromNow() bool { return w.From&fromNow != 0 }

// GuardedByNow reports whether what stands for the message's time is the
// present time.
func (w *Write) GuardedByNow() bool { return w.Guard.Msg&fromNow != 0 && w.Guard.Msg&fromMsg == 0 }

// Here reports whether the write stands where its finding does, rather than below
// a call there.
func (w *Write) Here() bool {
	last := lastStep(w.Steps)
	return last.File == w.Place.File && last.Line == w.Place.Line && last.Col == w.Place.Col
}

// MadeAt reports whether a write is made by the statement at a step.
func (w *Write) MadeAt(s Step) bool {
	last := lastStep(w.Steps)
	return last.File == s.File && last.Line == s.Line && last.Col == s.Col
}

// After reports whether a write stands after another one, where the ways to the two part
// in one file.
func (w *Write) After(o *Write) bool {
	for i := range min(len(w.Steps), len(o.Steps)) {
		if a, b := w.Steps[i], o.Steps[i]; a.File != b.File || a.Line != b.Line || a.Col != b.Col {
			return a.File == b.File && cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Col, b.Col)) > 0
		}
	}
	return false
}

func (w *Write) key() string {
	return fmt.Sprintf("%s.%s|%s|%s|%s:%d:%d|%s|%x|%s|%s", w.Schema, w.Table, w.Model, w.Verb, w.Place.File, w.Place.Line, w.Place.Col, w.Guard.Kind, uint64(w.From&^flags), w.Columns, w.Given.Keys)
}

// A Call is a call of an interface's method, with the data that it is given.
type Call struct {
	Method   summary.Method
	Args     []Origin // without the receiver
	Given    []Given  // likewise; nil: nothing is known
	Told     []Told   // likewise
	Rows     []Row    // likewise; nil: none is a row
	Docs     []Doc    // likewise; nil: none is a document
	Keys     []Row    // likewise, the rows of which they are the keys; nil: none is one
	Now      []string // of what it is given, the fields that hold the present time
	Outcomes Origin   // the arguments, the receiver first, of which an error has decided what they are
	Unasked  bool     // as a Write's
	Guard    Guard
	Branches Branches
	// Won are the methods of interfaces that had to say before that a row was moved on.
	Won []Won
	// Only are the types that the value behind the interface may have; nil: any.
	Only []string
	// Changes is what becomes of the message where it tells that it has changed no row; nil:
	// nobody asks.
	Changes *Read
	// Field is the field that keeps it; nil: none does for certain.
	Field *summary.Method
	// Waited says that it is tried again and again, with a bound, until it succeeds.
	Waited bool
	// Locked says that rows are locked around it by a function below that ends the lock.
	Locked bool
	// Bears says that it is given the mark of a repair, or a message that bears one.
	Bears bool
	// Dispatch says that the call hands a message to whoever handles it.
	Dispatch bool
	Answer
	Raw   bool // the message itself is an argument, as the library gave it
	Each  bool // it is made for each element of a list: all that stand behind it are meant
	Blind bool // generic code calls, which does not know what it hands on
	Twice bool // it is given the same value twice: a key that stands for itself
	// Types are what that code was called with for its type parameters; nil: not
	// known.
	Types []string
	// Known is what is known of the arguments beside where they come from, Gate
	// what has to hold for the call, and Sends are what it may publish.
	Known []Known
	Gate  Gate
	Sends []Send
	// Elements and KeyTurns are as a Write's.
	Elements Elements
	KeyTurns []TurnedKey
	Place    summary.Place
	About
	// Sync says that a sync job calls.
	Sync bool
	// Origin is what Args come from, in a handler of requests.
	Origin Origin
	Steps  []summary.Step
}

// A Read is a table that a function reads.
type Read struct {
	Schema, Table string
	Parts         []summary.Part // as a Write's
	Called        string         // likewise
	Stmt          int            // the parameter, counted from 1, that is the prepared statement
	From          Origin         // where that comes from by which rows of this table alone are looked up
	Branches      Branches
	Fault         Fault
	Fails         string // the error by which it tells that nothing is there, as far as it has a name
	Any           bool   // it takes whichever row there is; see takesAny
	Kin           bool   // it takes as many rows as belong to another one; see readsKin
	Waited        bool   // it is read again and again, with a bound, until the row is there
	Around        bool   // who calls the handler reads it: of the rows that this writes, it says nothing
	// Changing says that it is an update which tells whether it has found its row: that of the
	// write whose statement stands at Of. Tells is how the function tells that its caller, who
	// decides then.
	Changing bool
	Of       Step
	Tells    Telling
	Step     Step   // where the fault shows
	Shown    string // the code there, without the fault; "" if it is not at hand
}

// A Handler is a parameter that is given messages: a function, or a value of
// which a method is called.
type Handler struct {
	Param  int
	Method string // "": it is a function
	Args   Origin // which of its arguments are from the message, without the receiver
	// Wrap is the field that holds, beside it, the middleware that it is given messages by.
	Wrap string
	Handling
	Steps []summary.Step
}

// Handling is how a handler is given its messages, and what becomes of what it answers.
type Handling struct {
	Answer
	// Guard is what decides whether it is called at all, where that is the order of
	// messages, and Locks says that rows are locked around the call.
	Guard Guard
	Locks bool
	// TellsKeys says that who calls it tells the failure of a foreign key from others.
	TellsKeys bool
	// Asked says that what it is given are requests, whose senders wait for the answer, and
	// Task that they are tasks.
	Asked, Task bool
	// Looks are the look-ups without which it is not called.
	Looks []Read
	// Marks are set by the options that it is subscribed with; see markedEntries.
	Marks []string
}

// A Keep is a parameter that is kept in a struct's field.
type Keep struct {
	Param   int
	Field   summary.Method
	Through Through // zero: it is there itself
}

// A Comparison is what a boolean result tells: how two of the function's values
// are ordered where it is true.
type Comparison struct {
	Left, Right Origin
	Op          string // <, <=, >, >=, =, <>; ? where it is not known
	LeftField   string
	RightField  string
	Table       string // of which the stored one is a column, if it is known
	Time        bool   // it is times that are compared
	Sum         bool   // a side is made of numbers that are no order by their names
	Found       bool   // it has to hold for the row to be found; of a state, both sides are the row's
}

// A Func fact is exported for each first-party function that moves data.
type Func struct {
	Writes   []Write
	Calls    []Call
	Reads    []Read
	Handlers []Handler
	Hands    []Hand
	Keeps    []Keep
	Applies  []Apply
	// Entrusted are its parameters that it hands to functions among the others.
	Entrusted []Entrusted
	Runs      []Run
	Sent      []Sent
	Passed    []Passed
	Compares  []Comparison // of the boolean that it returns
	Refuses   []Comparison // that hold where it returns no error
	Declines  []Comparison // that hold where the first thing that it returns is not nil
	Moves     []Comparison // that hold where the number of rows which it returns is not zero
	// States are those into which it puts rows, as far as they are constants.
	States []Status
	// Wins are the results that tell whether a row was moved on that nobody moves on again.
	Wins []Win
	// Checks are the parameters whose state decides whether an error is returned.
	Checks Origin
	// Equates are those of Checks that are only compared with another for equality.
	Equates Origin
	// Chooses are the parameters by whose state it gives something or nothing; see chosenByState.
	Chooses Origin
	// Fills are the parameters that data is put into, and whence.
	Fills []Fill
	// Merges are the structs that it changes, or gives back, only where a comparison holds.
	Merges []Merge
	// Unasked says that it may return without having asked the process whose answer
	// it puts into what it is given.
	Unasked bool
	// Spares are the parameters that refer to structs which it leaves as they are, but for
	// numbers that it adds to or takes from their fields.
	Spares Origin
	// Result is what the results come from beside the arguments: fromStored,
	// fromNow, fromRemote.
	Result Origin
	// Outcome says that an error has decided which of several states it returns; see byOutcome.
	Outcome bool
	// Apart says that nothing of what it is given is in what it returns, where that is known.
	Apart bool
	// Gives is what the struct that it returns is given.
	Gives      Given
	givesOther bool // not all is known of what it returns
	// Sifts is what decides on the elements of the list that it returns.
	Sifts Guard
	// Key is what the text begins with that it returns.
	Key Key
	// Puts are the key and the value among the parameters that it puts into Redis.
	Puts Put
	// KeyReads are its looks into Redis by keys among its parameters.
	KeyReads []KeyRead
	// Channel is the field that keeps the channel which it returns.
	Channel *summary.Method
	// Tells are the columns that its results were read from, as far as known.
	Tells []Column
	// Makes are the concrete types of what it returns as an interface.
	Makes []string
	// Adapts are the methods of what it returns as an interface that call the function
	// of which that is made.
	Adapts []string
	// Layers are what has to hold for the layers that it returns to go on.
	Layers []Layer
	// Pure says that it is a method which works out what it answers, and does nothing else.
	Pure bool
	// Softens is what becomes of the failure of the handler that it makes another of, or
	// of one that is given what it returns as an option.
	Softens Fault
	// Marks are the marks that the option sets which it returns; see markedEntries.
	Marks []string
	// Modes are the parameters that it puts into fields which may hold modes.
	Modes []ModeParam
	// Denies says that it may tell by a false alone that something is not there; see denies.
	Denies bool
	// Absence is the parameter, counted from 1, that is an error which it answers with a false
	// where that says that there is no row; 0: none is.
	Absence int
	// Until is the parameter, counted from 1, that is the context by whose end alone it gives
	// up to wait for something; 0: it waits for nothing so; -1: it never does.
	Until int
	// Acks says that all it does is to acknowledge a message.
	Acks bool
	// AutoAck is the parameter that says whether a broker acknowledges by itself.
	AutoAck AckFlag
	// Serves are the fields from which it hands messages to handlers.
	Serves []Serve
	// Locks are where it locks the rows that it reads.
	Locks Locks
	// TellsKeys is where it tells the failure of a foreign key from others.
	TellsKeys Locks
	// Invokes are the functions among its parameters that it calls by itself.
	Invokes Origin
	// Publishes are the parameters that it publishes as they are.
	Publishes Origin
	// Encodes are the parameters of any type that it turns into bytes.
	Encodes Origin
	// Opens are the parameters that it decodes to whatever type it is told, as
	// Decode[T any](data []byte) (T, error) does.
	Opens Origin
	// When is what has to hold for it to publish them, as far as the caller decides.
	When Gate
	// Task says that the messages which it is given are tasks.
	Task bool
	// Blank says that it gives back nothing by which a request could be answered; see blank.
	Blank bool
	// Replies is how it answers messages for those who call it.
	Replies Reply
	// Plain is what it answers of a context that says nothing; 0 where that is not known.
	Plain Known
	// Says is what it says by the boolean that it returns; At is where it is declared
	// if that is always yes.
	Says Say
	At   summary.Place
	// Heeds are its uses of the mark of a repair, and Force is the field of its
	// messages that bears it.
	Heeds []Heed
	Force string
	// Skips are where it passes messages over that tell of a deletion.
	Skips []Skip
	// Raises are the messages that it publishes.
	Raises []Raised
	// Decoded are the types that it decodes what it is given to, and Deletions are
	// what those say of deletion that its writes are about.
	Decoded   []Decoded
	Deletions []Deletion
}

// A Fill is a parameter into which data is put.
type Fill struct {
	Param int
	From  Origin
}

// AFact marks Func as a fact.
func (*Func) AFact() {}

func (f *Func) String() string {
	var parts []string
	for _, w := range f.Writes {
		parts = append(parts, fmt.Sprintf("writes(%s,%x,%s%d%d%v%v)", w.Table, uint64(w.From), w.Guard.Kind, w.Asks, w.Sets, w.Elements, w.KeyTurns))
		if w.Told.By > 0 {
			parts = append(parts, fmt.Sprintf("told by %d", w.Told.By))
		}
	}
	for _, c := range f.Calls {
		parts = append(parts, fmt.Sprintf("calls(%s%x%t%v%v)", c.Method, c.Args, c.Waited, c.Elements, c.KeyTurns))
	}
	for _, r := range f.Reads {
		parts = append(parts, "reads("+r.Table+string(r.Fault)+")")
	}
	for _, h := range f.Handlers {
		parts = append(parts, fmt.Sprintf("handler(%d.%s%s%t%t%t%t)", h.Param, h.Method, h.Guard.Kind, h.Locks, h.TellsKeys, h.Asked, h.Task))
	}
	for _, h := range f.Hands {
		parts = append(parts, fmt.Sprintf("hands(%d,%s,%d)", h.Param, h.Method, h.Arg))
	}
	for _, k := range f.Keeps {
		parts = append(parts, fmt.Sprintf("keeps(%d,%s%v)", k.Param, k.Field, k.Through))
	}
	for _, a := range f.Applies {
		parts = append(parts, "applies("+a.key()+")")
	}
	for _, e := range f.Entrusted {
		parts = append(parts, fmt.Sprintf("entrusts(%d,%d.%d)", e.Param, e.To, e.Arg))
	}
	if f.Pure {
		parts = append(parts, "pure")
	}
	if f.AutoAck.Param > 0 {
		parts = append(parts, fmt.Sprintf("acknowledges %v", f.AutoAck))
	}
	if f.Softens != None {
		parts = append(parts, "softens "+string(f.Softens))
	}
	parts = append(parts, f.Marks...)
	for _, m := range f.Modes {
		parts = append(parts, fmt.Sprintf("sets %s to %d", m.Field, m.Param))
	}
	for _, s := range f.Serves {
		parts = append(parts, fmt.Sprintf("serves(%s,%s)", s.Field, s.Fault))
	}
	for _, r := range f.Runs {
		parts = append(parts, fmt.Sprintf("runs(%d,%s)", r.Param, r.Fault))
	}
	for _, s := range f.Sent {
		parts = append(parts, fmt.Sprintf("sends(%s,%x)", s.Field, uint64(s.From)))
	}
	for _, p := range f.Passed {
		parts = append(parts, fmt.Sprintf("passes(%s,%s,%x%v%t)", p.Field, p.Method, p.Args, p.Answer, p.Itself))
	}
	if f.Channel != nil {
		parts = append(parts, f.Channel.String())
	}
	parts = append(append(parts, f.Makes...), f.Adapts...)
	for _, l := range f.Layers {
		parts = append(parts, fmt.Sprintf("layer(%s,%d,%v)", l.Guard.Kind, len(l.Looks), l.After))
	}
	parts = append(parts, fmt.Sprint(f.Moves, f.Key, f.Puts, f.KeyReads, f.Sifts.Kind))
	parts = append(parts, fmt.Sprintf("%v %v %x %v %x %v %v %x %v %t", f.Compares, f.Refuses, uint64(f.Checks), f.Fills, uint64(f.Result), f.Locks, f.TellsKeys, uint64(f.Publishes), f.Says, f.Acks), strconv.FormatUint(uint64(f.Spares), 16), strconv.FormatUint(uint64(f.Equates), 16), strconv.FormatUint(uint64(f.Encodes), 16), strconv.FormatUint(uint64(f.Opens), 16))
	if f.Chooses != 0 {
		parts = append(parts, fmt.Sprintf("chooses by %x", uint64(f.Chooses)))
	}
	if len(f.Merges) > 0 {
		parts = append(parts, fmt.Sprintf("merges %v", f.Merges))
	}
	if len(f.States) > 0 {
		parts = append(parts, fmt.Sprintf("puts %v", f.States))
	}
	if len(f.Wins) > 0 {
		parts = append(parts, fmt.Sprintf("wins %v", f.Wins))
	}
	if f.Denies {
		parts = append(parts, "denies")
	}
	if f.Absence != 0 {
		parts = append(parts, fmt.Sprintf("absence %d", f.Absence))
	}
	if f.Until != 0 {
		parts = append(parts, fmt.Sprintf("waits until %d", f.Until))
	}
	if f.Outcome {
		parts = append(parts, fmt.Sprintf("tells how it went, apart %t", f.Apart))
	}
	if f.Task {
		parts = append(parts, "does tasks")
	}
	if f.Blank {
		parts = append(parts, "blank")
	}
	if f.Replies != (Reply{}) {
		parts = append(parts, fmt.Sprintf("replies %v", f.Replies))
	}
	if f.Plain != 0 {
		parts = append(parts, fmt.Sprintf("plainly %d", f.Plain))
	}
	if len(f.Declines) > 0 {
		parts = append(parts, fmt.Sprintf("declines %v", f.Declines))
	}
	if f.Gives.All || f.Gives.Known || len(f.Gives.Keys) > 0 {
		parts = append(parts, fmt.Sprintf("gives %+v", f.Gives))
	}
	if len(f.When.Needs) > 0 {
		parts = append(parts, fmt.Sprintf("when %v", f.When.Needs))
	}
	parts = append(parts, fmt.Sprintf("%v %s %v %v %v", f.Heeds, f.Force, f.Raises, f.Tells, f.Skips))
	for _, d := range f.Decoded {
		parts = append(parts, fmt.Sprintf("decodes(%s,%x)", d.Shown, uint64(d.From)))
	}
	return strings.Join(parts, " ")
}

// empty reports whether there is nothing that callers have to know of a function.
func (f *Func) empty() bool {
	bare := *f
	// These say more of what else is said, and nothing alone.
	bare.Equates, bare.Unasked, bare.Apart, bare.Denies, bare.Task, bare.Blank = 0, false, false, false, false, false
	bare.givesOther, bare.Gives.AsRead, bare.Gives.By = false, false, 0
	bare.When.Closed, bare.When.Shut = false, ""
	bare.Force, bare.At, bare.Deletions = "", summary.Place{}, nil
	return reflect.ValueOf(bare).IsZero()
}
