CREATE TABLE companies (
    id                     uuid PRIMARY KEY,
    name                   text NOT NULL,
    is_deleted             boolean NOT NULL DEFAULT false,
    last_message_sync_date timestamptz NOT NULL
);

CREATE TABLE customers (
    id                     uuid PRIMARY KEY,
    company_id             uuid REFERENCES companies (id),
    name                   text NOT NULL,
    email                  text NOT NULL,
    is_deleted             boolean NOT NULL DEFAULT false,
    last_message_sync_date timestamptz NOT NULL
);

CREATE TABLE shipments (
    order_id     uuid PRIMARY KEY,
    customer_id  uuid NOT NULL REFERENCES customers (id),
    country      char(2) NOT NULL,
    status       text NOT NULL DEFAULT 'open',
    ordered_at   timestamptz NOT NULL
);

CREATE TABLE parcels (
    order_id     uuid NOT NULL REFERENCES shipments (order_id),
    number       integer NOT NULL,
    weight_grams integer NOT NULL,
    tracking     text NOT NULL DEFAULT '',
    PRIMARY KEY (order_id, number)
);

CREATE TABLE sync_log (
    source      text NOT NULL,
    entity_id   uuid NOT NULL,
    refused_at  timestamptz NOT NULL DEFAULT now()
);
