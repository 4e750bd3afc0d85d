// Package jobs is accounts' own code, which asks somebody else.
package jobs

import "net/http"

// Refill gets what the credit agency has.
func Refill() error {
	res, err := http.Get("https://agency.example.com/scores")
	if err != nil {
		return err
	}
	defer res.Body.Close()
	return nil
}
