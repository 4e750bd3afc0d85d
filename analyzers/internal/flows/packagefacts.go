package flows

import (
	"golang.org/x/tools/go/ssa"

	"github.com/boundarylint/boundarylint/analyzers/internal/summary"
)

// What a package leaves for those that import it, to settle there.

// An Entry is a consumer: where messages come in, and what it does with them
// all told. What hangs on interfaces is settled further up.
type Entry struct {
	Place  summary.Place // of the consumer itself
	Name   string        // as findings name it
	Writes []Write       // whose data is from the message
	Calls  []Call        // likewise
	Reads  []Read
	Sent   []Sent
	Locks  Locks
	// TellsKeys is where it tells the failure of a foreign key from others.
	TellsKeys Locks
	// Decoded are the types that its messages are decoded to, as far as that is
	// known here and not where they are decoded.
	Decoded []Decoded
	// Types are those that its own function decodes its messages to, if it does, and what else
	// its package decodes, as findings name them.
	Types []string
	// Deletions are what its messages say of deletion.
	Deletions []Deletion
	// Heeds are its uses of the mark of a repair, which is the field Force of its
	// messages, as far as its own function tells.
	Heeds []Heed
	Force string
	// Skips are where it passes messages over that tell of a deletion.
	Skips []Skip
	// Raises are the messages that it publishes because of one.
	Raises []Raised
	// By is the function that subscribes it; "" where none does.
	By string
	// Symbol is the function that it is, where that is declared; "" where it is not.
	Symbol string
	// Marks are those that it is subscribed with; see markedEntries.
	Marks []string
	// Sync says that it is a sync job, rather than a consumer.
	Sync bool
	// Task says that its messages are tasks that the service has given itself.
	Task  bool
	Steps []summary.Step // how it comes to be a consumer; may be nil
	// Command says that its messages are commands that watermill's processor has handled.
	Command bool
	// Job says what runs it, where it is a job and no handler of requests.
	Job string
	// Wiring says that it stands in a main package, which only brings requests to
	// those who handle them.
	Wiring bool

	call       ssa.CallInstruction // by which it is subscribed
	unanswered *Entry              // as it is but for what is done about its failures; nil: the same
}

// A Conversion says that a type implements an interface, and what its methods
// do with their arguments.
type Conversion struct {
	Type, Iface string
	Service     string // that the type belongs to
	Seen        bool
	Forward     bool
	// Wrapped says that it is only seen to be made in order to be decorated.
	Wrapped bool
	Methods []Method
}

// A Method is what one method does.
type Method struct {
	Name  string
	Shown string
	Func  Func
}

// A Pkg fact is exported for each first-party package that has something to
// forward.
type Pkg struct {
	Entries []Entry
	// Settled are entries of which all is known but which tables other consumers fill.
	Settled []Entry
	// Registered are entries that hang on what else is done with what they are
	// subscribed to.
	Registered []Entry
	// Lost are entries whose failures are lost, of which those further up may know more.
	Lost        []Entry
	Pending     []Pending
	Conversions []Conversion
	// Filled are the tables that consumers fill, by service.
	Filled []Filled
	// Encoded and Decoded are types of the package's own that it turns into bytes
	// and back.
	Encoded, Decoded []string
	// Requests are handlers of requests, in services that keep copies.
	Requests []Entry
	// Deliveries are how it, and what it imports, subscribe.
	Deliveries []Delivery
	// Syncs are sync jobs.
	Syncs []Entry
	// Idle are types that implement an interface and do nothing by it.
	Idle []Conversion
	// Quiet are types none of whose methods acts that an interface asks for.
	Quiet []Quiet
	// Waiting are consumers of channels, and Fed the fields that keep channels into
	// which messages go.
	Waiting []Waiting
	Fed     []summary.Method
	// Handled are the fields from which messages are handled.
	Handled []FieldHandler
	// Picked are the tables that functions pick handlers out of.
	Picked []Alias
	// InFields are the types that the package puts into fields of its own structs.
	InFields []InField
	// Finals are the errors of the package's by which messages are acknowledged.
	Finals []string
	// Seen are the tables that it, and what it imports, see to before they send messages.
	Seen []Seen
}

// An InField is a field that keeps a value of an interface, and the types of what is
// put into it.
type InField struct {
	Field summary.Method
	Types []string
}

// A Delivery is how subscriptions to the messages of a library's package
// acknowledge.
type Delivery struct {
	Library string
	How     delivery
}

// AFact marks Pkg as a fact.
func (*Pkg) AFact() {}

func (*Pkg) String() string { return "flows" }
