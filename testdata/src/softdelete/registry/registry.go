// Package registry owns what is copied.
package registry
