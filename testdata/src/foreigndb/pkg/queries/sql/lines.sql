SELECT users FROM order_lines -- not FROM users
