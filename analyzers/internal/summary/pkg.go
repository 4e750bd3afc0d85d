package summary

// A Pkg fact is exported for every package, whatever it is: an importer that
// misses one knows that an analysis failed below it, which go vet would not
// tell.
type Pkg struct {
	Err     string // why the package could not be analyzed
	Reaches bool   // some function here may leave the process, so importers are worth a look
	Service string // first-party packages: the service that it belongs to
	First   bool   // first-party
	Broken  bool   // it, or a package below it, does not compile
	Brokers bool   // a dependency: messages come in by it

	// What first-party packages forward about interfaces: the union of what
	// their imports know and their own.
	Obligations []Obligation
	Conversions []Conversion
	Wiring      Wiring
	TableCalls  []TableCall
	Keyed       []Keyed
	Outgoing    OutgoingPool
}

// AFact marks Pkg as a fact.
func (*Pkg) AFact() {}

func (p *Pkg) String() string {
	if p.Err != "" {
		return "error: " + p.Err
	}
	return "analyzed"
}

// An Obligation is a finding that hangs on what an interface's method does. It
// is settled by the first package that knows an implementation.
type Obligation struct {
	Rule     string
	Place    Place
	Tx       []Step   // how the transaction came to be open
	TxNeed   *Need    // it is open only if this method runs its argument in one
	Call     []Step   // from the place to the call of Method
	Key      string   // under which a container held what the method is called of
	Allowed  []string // the types that were registered under the key, once known
	Method   *Method  // the method that must turn out to leave the process; nil where Remote is known
	Remote   *Chain   // known already; then only TxNeed is open
	Conf     int
	Callee   string // what is called at the place: "app.Gateway.Charge"
	TxText   string // how the message speaks of the transaction
	Begin    string // the name of what opened it, for the fix
	Visited  []Method
	Resolved int // implementations gone through, to bound decorators of decorators
}

// A Keyed says of which types the values are that a container makes for a key.
type Keyed struct {
	Key   string
	Types []string
}

// A Need is an interface's method that must turn out to run its argument in a
// transaction.
type Need struct {
	Method Method
	Arg    int
}

// A Place is where a finding stands, with all that is computed there.
type Place struct {
	Service, Package, File, Function string
	Line, Col                        int
	Touched                          string // what the fingerprint names
	Nth                              int
	Ignore                           []Ignore // the ignore comments that stand at the place
}

// An Ignore is an ignore comment's content.
type Ignore struct {
	Rule, Reason string
}

// A Conversion says that a type implements an interface, and what its methods
// do. Only those with an effect are kept. An interface that is converted to
// another counts as a type without methods of its own.
type Conversion struct {
	Type, Iface string
	Field       string // the field that a function is stored in, where Iface is a struct
	Seen        bool   // a conversion was seen; otherwise the type's package merely sees the interface
	Forward     bool   // Type is an interface
	Service     string // whose code Type is
	Methods     []MethodEffects
}

// MethodEffects are the effects of one method that matter to a caller through
// an interface.
type MethodEffects struct {
	Name   string
	Shown  string // as a finding names it: billing.HTTP
	Remote *Chain
	Dyn    []DynCall
	RunsTx []Param // indices without the receiver
	DB     []Access
	Asks   []Ask
	// SQL are the texts that hang on the receiver or on its type arguments, its
	// parameters counted with the receiver.
	SQL   []SQLParam
	Fills []Fill // the fields of the struct that it makes of its arguments
	Sites []SiteRef
	Gives []Returned
}
