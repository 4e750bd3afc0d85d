// Package listen has the functions that make the handlers of topics.
package listen

// An App does what messages ask for.
type App interface {
	Rename(body []byte) error
	Move(body []byte) error
	Reset(body []byte) error
}

// A Handle is given the bodies of messages.
type Handle func(body []byte) error

// A Maker makes the handler of a topic.
type Maker func(app App) (topic string, handle Handle, err error)

// Makers are those of all topics.
var Makers []Maker

// Commands are run by hand.
var Commands = map[string]func(App) Handle{"reset": resets}

func init() {
	Makers = append(Makers, renames)
	Makers = append(Makers, moves)
}

func renames(app App) (string, Handle, error) {
	return "customers", func(body []byte) error { return app.Rename(body) }, nil
}

func moves(app App) (topic string, handle Handle, err error) {
	topic = "addresses"
	handle = func(body []byte) error { return app.Move(body) }
	return topic, handle, nil
}

func resets(app App) Handle {
	return func(body []byte) error { return app.Reset(body) }
}
