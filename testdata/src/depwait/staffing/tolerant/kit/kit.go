// Package kit serves handlers of events.
package kit

import (
	"context"
	"errors"
	"log"

	"github.com/ThreeDotsLabs/watermill"
	"github.com/ThreeDotsLabs/watermill/components/cqrs"
	"github.com/ThreeDotsLabs/watermill/message"
	"github.com/ThreeDotsLabs/watermill/message/router/middleware"
)

// An Option changes how handlers are served.
type Option func(*message.Router)

// WithRetry tries a few times.
func WithRetry(n int) Option {
	return func(r *message.Router) { r.AddMiddleware(middleware.Retry{MaxRetries: n}.Middleware) }
}

// WithTolerance goes on with the next message whatever comes of one.
func WithTolerance() Option { return func(r *message.Router) { r.AddMiddleware(tolerate) } }

func tolerate(next message.HandlerFunc) message.HandlerFunc {
	return func(msg *message.Message) ([]*message.Message, error) {
		out, err := next(msg)
		if err != nil && !errors.Is(err, context.Canceled) {
			log.Print(err)
			return nil, nil
		}
		return out, err
	}
}

// WithPatience goes on only where the time has run out.
func WithPatience() Option { return func(r *message.Router) { r.AddMiddleware(hurry) } }

func hurry(next message.HandlerFunc) message.HandlerFunc {
	return func(msg *message.Message) ([]*message.Message, error) {
		out, err := next(msg)
		if errors.Is(err, context.DeadlineExceeded) {
			return nil, nil
		}
		return out, err
	}
}

// Serve runs handlers.
func Serve(ctx context.Context, p *cqrs.EventProcessor, handlers []cqrs.EventHandler, opts ...Option) error {
	router, err := message.NewRouter(message.RouterConfig{}, watermill.NopLogger{})
	if err != nil {
		return err
	}
	for _, o := range opts {
		o(router)
	}
	if err := p.AddHandlers(handlers...); err != nil {
		return err
	}
	return router.Run(ctx)
}
