// Package counter bounds what it serves by a middleware of its own, for gin.
package counter

import (
	"context"
	"net/http"
	"time"

	"github.com/gin-gonic/gin"
	"google.golang.org/grpc/examples/helloworld/helloworld"
)

// Bound gives each request a deadline.
func Bound(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c.Request.Context(), time.Second)
	defer cancel()
	c.Request = c.Request.WithContext(ctx)
	c.Next()
}

// Site passes greetings on.
type Site struct{ Greeter helloworld.GreeterClient }

func (s *Site) Greet(c *gin.Context) {
	if _, err := s.Greeter.SayHello(c.Request.Context(), &helloworld.HelloRequest{}); err != nil { // want `calls service billing without a circuit breaker\n`
		c.Status(http.StatusBadGateway)
	}
}
