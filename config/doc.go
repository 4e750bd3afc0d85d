// Package config is everything that boundarylint knows from boundaries.yaml:
// which services exist, which packages and tables each one owns, what they may
// share, and which functions play which role in moving data between them.
//
// It knows no analyzer. The engine asks it for roles and owners, in terms of
// import paths, symbols and table names; it never asks for a rule's opinion.
//
// A config is read in two depths. [Load] reads one file and checks what that
// file alone can tell; it runs once per package under go vet and has to be
// cheap. [Config.Check] walks the tree below the config and finds the patterns
// that match nothing; the command does it once. Both report every mistake at
// once, each with its line and column.
package config
