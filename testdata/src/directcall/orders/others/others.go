// Package others calls what is no service of ours.
package others

import (
	"context"
	"net/http"

	"google.golang.org/grpc"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"

	"example.com/fixtures/directcall/accounts/jobs"
)

// Self asks this very service.
func Self(ctx context.Context, conn *grpc.ClientConn) {
	http.Get("http://orders:8080/")
}

func Search() {
	http.Get("https://search.example.com/")
}

func Health(ctx context.Context, conn *grpc.ClientConn) {
	healthpb.NewHealthClient(conn).Check(ctx, nil)
}

// Refill runs accounts' code here: it may not be imported, but nobody calls accounts.
func Refill() { jobs.Refill() }
