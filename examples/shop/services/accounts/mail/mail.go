// Package mail writes to users.
package mail

import (
	"fmt"
	"net/smtp"
)

// Sender hands mail to a relay.
type Sender struct {
	Relay string // host:port
	From  string
}

// Welcome greets a new user.
func (s *Sender) Welcome(to, name string) error {
	return s.send(to, "Welcome", "Hello "+name+",\n\nyour account is ready.\n")
}

// EmailChanged tells the old address that it is no longer in use.
func (s *Sender) EmailChanged(to string) error {
	return s.send(to, "Your address has changed", "Sign in with your new address from now on.\n")
}

// Goodbye confirms that an account is closed.
func (s *Sender) Goodbye(to string) error {
	return s.send(to, "Your account is closed", "We are sorry to see you go.\n")
}

func (s *Sender) send(to, subject, body string) error {
	text := fmt.Sprintf("From: %s\r\nTo: %s\r\nSubject: %s\r\n\r\n%s", s.From, to, subject, body)
	if err := smtp.SendMail(s.Relay, nil, s.From, []string{to}, []byte(text)); err != nil {
		return fmt.Errorf("mail %q: %w", subject, err)
	}
	return nil
}
