// Package contracts is where messages are defined.
package contracts

type UserChanged struct{ ID, Name, Email, Phone, Street string }

// An Envelope is put around what is published.
type Envelope[T any] struct {
	ID   string
	Body T
}

// Topics of which services tell each other.
const (
	TopicFrames = "frames"
	TopicLoads  = "loads"
	TopicRetry  = "retry"
)
