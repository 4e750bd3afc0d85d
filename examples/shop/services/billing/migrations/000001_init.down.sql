DROP TABLE payments;
DROP TABLE invoices;
DROP SEQUENCE payment_numbers;
