// Package others calls what is no service of ours.
package others

import (
	"context"
	"net/http"

	"google.golang.org/grpc"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
)

func Search() {
	http.Get("https://search.example.com/")
}

func Health(ctx context.Context, conn *grpc.ClientConn) {
	healthpb.NewHealthClient(conn).Check(ctx, nil)
}
