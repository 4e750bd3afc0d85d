package main

import "net/http"

// Here time is something else.
func byOther() error {
	time := 1
	c := &http.Client{}
	resp, err := c.Get(accounts) // want `without a timeout, without a circuit breaker`
	if err != nil || resp.StatusCode != 200+time-1 {
		return http.ErrServerClosed
	}
	return nil
}
