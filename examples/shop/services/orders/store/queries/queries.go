// Package queries holds SQL that several parts of the orders service run.
package queries

// ReadyForPicking lists orders that are paid for and not yet packed.
const ReadyForPicking = `
	SELECT o.id::text, l.sku, l.quantity
	FROM orders.orders o
	JOIN orders.order_lines l ON l.order_id = o.id
	WHERE o.status = 'paid'
	ORDER BY o.placed_at
	LIMIT $1`
