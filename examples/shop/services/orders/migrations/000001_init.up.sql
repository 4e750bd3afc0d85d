CREATE TABLE orders (
    id           uuid PRIMARY KEY,
    customer_id  uuid NOT NULL,
    country      char(2) NOT NULL,
    status       text NOT NULL DEFAULT 'placed',
    amount_cents bigint NOT NULL,
    currency     char(3) NOT NULL,
    invoice_id   uuid,
    risk         text NOT NULL DEFAULT 'unknown',
    placed_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE order_lines (
    order_id    uuid NOT NULL REFERENCES orders (id),
    sku         text NOT NULL,
    quantity    integer NOT NULL,
    price_cents bigint NOT NULL,
    PRIMARY KEY (order_id, sku)
);

CREATE TABLE order_events (
    order_id    uuid NOT NULL REFERENCES orders (id),
    kind        text NOT NULL,
    occurred_at timestamptz NOT NULL
);
