// Package di stands for a container that is told by values what implements what.
package di

// Provide makes what a function makes known, as what the options say.
func Provide(constructor any, as ...any) {}

// As names an interface by a new pointer to it.
func As(interfaces ...any) any { return nil }
