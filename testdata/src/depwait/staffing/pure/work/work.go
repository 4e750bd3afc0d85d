// Package work implements what package pure asks for.
package work

import (
	"context"
	"errors"
	"strings"
	"sync"

	"example.com/fixtures/depwait/staffing/pure"
)

// Trim makes rows without blanks.
type Trim struct{ Prefix string }

// Row makes one.
func (t Trim) Row(_ context.Context, e pure.Hired) (pure.Row, error) {
	if e.ID == "" {
		return pure.Row{}, errIncomplete
	}
	return pure.Row{ID: t.Prefix + e.ID, Name: strings.TrimSpace(e.Name), Company: e.Company}, nil
}

var errIncomplete = errors.New("incomplete")

// Strict wants all fields.
type Strict struct{ Max int }

// Validate wants them.
func (s *Strict) Validate(_ context.Context, e pure.Hired) error {
	if e.ID == "" || len(e.Name) > s.Max {
		return errIncomplete
	}
	return nil
}

// Memory keeps what it was told.
type Memory struct {
	mu   sync.Mutex
	seen map[string]bool
}

// Saw tells it.
func (m *Memory) Saw(company string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.seen[company] = true
}

// Expect asks it.
func (m *Memory) Expect(_ context.Context, company string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if !m.seen[company] {
		return errIncomplete
	}
	return nil
}

// Lists keeps what it was told in lists, and is handed around as it is.
type Lists struct {
	seen  map[string]bool
	names []string
}

// Admit asks it.
func (l Lists) Admit(_ context.Context, e pure.Hired) error {
	if l.seen[e.Company] {
		return nil
	}
	return errIncomplete
}

// Screen asks it likewise.
func (l Lists) Screen(_ context.Context, e pure.Hired) error {
	for _, name := range l.names {
		if name == e.Company {
			return nil
		}
	}
	return errIncomplete
}

// Open lets everything pass.
type Open struct{}

// Screen does.
func (Open) Screen(context.Context, pure.Hired) error { return nil }

// Wire has them stand behind the interfaces.
func Wire(k *pure.Keeper) {
	k.Gate, k.Second = Lists{}, Lists{}
	k.Mapper, k.Validator, k.Register, k.Screen = Trim{"x"}, &Strict{50}, &Memory{seen: map[string]bool{}}, Open{}
}
