// Package catalogtest holds the catalogue of libraries to the libraries
// themselves: its test finds the source of each in the module cache, at the
// versions of modules.txt, and resolves every entry against its types.
//
// It is a module of its own, and requires none of those libraries: their
// sources are downloaded, not built.
package catalogtest
