CREATE TABLE returns (
    order_id  uuid PRIMARY KEY REFERENCES orders (id),
    reason    text NOT NULL,
    label     text NOT NULL DEFAULT '',
    opened_at timestamptz NOT NULL DEFAULT now()
);
