CREATE SEQUENCE payment_numbers;

CREATE TABLE invoices (
    id           uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    number       bigint GENERATED ALWAYS AS IDENTITY,
    order_id     uuid NOT NULL UNIQUE,
    customer_id  uuid NOT NULL,
    amount_cents bigint NOT NULL,
    currency     char(3) NOT NULL,
    status       text NOT NULL DEFAULT 'open',
    due_at       timestamptz NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE payments (
    number       text PRIMARY KEY,
    invoice_id   uuid NOT NULL REFERENCES invoices (id),
    reference    text NOT NULL,
    amount_cents bigint NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now()
);
