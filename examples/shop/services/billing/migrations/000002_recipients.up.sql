CREATE VIEW invoice_recipients AS
SELECT i.id AS invoice_id, i.number, u.name, u.email
FROM invoices i
JOIN accounts.users u ON u.id = i.customer_id;
