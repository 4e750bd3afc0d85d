INSERT INTO orders (id)
SELECT u.id FROM users u;
