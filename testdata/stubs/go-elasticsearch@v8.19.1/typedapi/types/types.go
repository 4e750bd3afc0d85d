// Package types stands for the bodies of requests.
package types

import "encoding/json"

// A Script is run on documents.
type Script struct {
	Source *string
	Params map[string]json.RawMessage
}

// A Query says which documents.
type Query struct{ Term map[string]TermQuery }

// A TermQuery asks for a value.
type TermQuery struct{ Value any }
