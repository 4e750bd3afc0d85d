// Package di is a container of what a program is made of, by key.
package di

// A Container makes values and hands them out.
type Container struct {
	makers map[string]func(*Container) (any, error)
}

// Add registers what makes the value of a key.
func (c *Container) Add(key string, maker func(*Container) (any, error)) { c.makers[key] = maker }

// Get makes the value of a key.
func (c *Container) Get(key string) any {
	v, err := c.makers[key](c)
	if err != nil {
		panic(err)
	}
	return v
}
