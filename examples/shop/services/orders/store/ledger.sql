SELECT o.id AS order_id, i.number, o.amount_cents, o.placed_at
FROM orders o
JOIN billing.invoices i ON i.order_id = o.id
WHERE o.placed_at >= $1 AND o.placed_at < $2
ORDER BY o.placed_at;
