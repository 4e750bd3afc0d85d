// Package server serves the gRPC API of the billing service.
package server

import (
	"context"
	"errors"
	"log/slog"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"example.com/shop/services/billing/api/billingv1"
	"example.com/shop/services/billing/app"
	"example.com/shop/services/billing/domain"
)

// Server implements billing.v1.Billing.
type Server struct {
	billingv1.UnimplementedBillingServer
	invoices *app.Invoices
}

// New returns a server.
func New(invoices *app.Invoices) *Server { return &Server{invoices: invoices} }

// IssueInvoice writes the invoice of an order.
func (s *Server) IssueInvoice(ctx context.Context, req *billingv1.IssueInvoiceRequest) (*billingv1.IssueInvoiceResponse, error) {
	amount := domain.Money{Cents: req.GetAmountCents(), Currency: req.GetCurrency()}
	id, err := s.invoices.Issue(ctx, req.GetOrderId(), req.GetCustomerId(), amount)
	if err != nil {
		return nil, failure(ctx, err)
	}
	return &billingv1.IssueInvoiceResponse{InvoiceId: id}, nil
}

// VoidInvoice takes back an invoice that has not been paid.
func (s *Server) VoidInvoice(ctx context.Context, req *billingv1.VoidInvoiceRequest) (*billingv1.VoidInvoiceResponse, error) {
	if err := s.invoices.Void(ctx, req.GetInvoiceId(), req.GetReason()); err != nil {
		return nil, failure(ctx, err)
	}
	return &billingv1.VoidInvoiceResponse{}, nil
}

func failure(ctx context.Context, err error) error {
	if errors.Is(err, app.ErrStatus) {
		return status.Error(codes.FailedPrecondition, err.Error())
	}
	slog.ErrorContext(ctx, "request failed", "error", err)
	return status.Error(codes.Internal, "internal error")
}
