package stores

import "errors"

var errNotNext = errors.New("not the next version")
