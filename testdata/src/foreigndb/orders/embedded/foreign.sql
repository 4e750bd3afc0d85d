-- users of the last day
SELECT u.id FROM orders o JOIN users u ON u.id = o.user_id;
