// Package domain holds the entities of the shipping service.
package domain

import "time"

// Parcel is one box of a shipment.
type Parcel struct {
	OrderID     string
	Number      int
	WeightGrams int
	Tracking    string
}

// Address is what goes on a label.
type Address struct {
	Name    string
	Email   string
	Country string
}

// Scan is what a carrier reports about a parcel.
type Scan struct {
	OrderID string    `json:"order_id"`
	Kind    string    `json:"kind"`
	At      time.Time `json:"at"`
}
