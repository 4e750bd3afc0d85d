package contracts

import "time"

// TopicOrdersPlaced announces orders that are ready to be shipped.
const TopicOrdersPlaced = "orders.placed"

// OrderPlaced is sent once for each order.
type OrderPlaced struct {
	OrderID        string    `json:"order_id"`
	CustomerID     string    `json:"customer_id"`
	Country        string    `json:"country"`
	CreatedUtcDate time.Time `json:"created_utc_date"`
}
