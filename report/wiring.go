package report

// A Wiring is what one package says about which of its consumers are subscribed:
// only all packages together tell.
type Wiring struct {
	// Main says that the package is a command.
	Main bool `json:"main,omitempty"`
	// Imports are the project's packages that it imports.
	Imports []string `json:"imports,omitempty"`
	// Uses are what its declarations name, of the project's own.
	Uses []Use `json:"uses,omitempty"`
	// Consumers are its handlers of messages.
	Consumers []Consumer `json:"consumers,omitempty"`
	// Interfaces are those by which it has messages handled.
	Interfaces []Interface `json:"interfaces,omitempty"`
}

// An Interface is one of handlers: its method that is given messages, and all of
// its methods with their types.
type Interface struct {
	Method  string   `json:"method"`
	Methods []string `json:"methods"`
}

// A Use is a declaration with what it names. A function is "path.Func", a method
// "path.Type.Method"; what runs when the package is loaded is "path".
type Use struct {
	By    string   `json:"by"`
	Names []string `json:"names"`
	// Inner says that it is a method that is given something of the project's own,
	// for which no library can ask: it is called where it is named.
	Inner bool `json:"inner,omitempty"`
}

// A Consumer is a handler of messages, with the finding that is due if nothing
// subscribes it.
type Consumer struct {
	Symbol string `json:"symbol"`
	// Type is the symbol of the type by whose use it is subscribed; "" where it
	// has to be named itself.
	Type string `json:"type,omitempty"`
	// Methods are those of the type, where it is a handler only if an interface of
	// handlers wants them.
	Methods []string `json:"methods,omitempty"`
	// Beside are the methods of the type that take just what it takes, where it is a
	// consumer only if one of them is handed on as a function.
	Beside  []string `json:"beside,omitempty"`
	Finding Finding  `json:"finding"`
}
