-- not from users
SELECT id FROM orders;
