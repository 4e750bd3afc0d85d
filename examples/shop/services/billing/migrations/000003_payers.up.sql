-- Copies of accounts' entities: who pays, and for which company.
CREATE TABLE payer_companies (
    id         uuid PRIMARY KEY,
    name       text NOT NULL,
    is_deleted boolean NOT NULL DEFAULT false
);

CREATE TABLE payers (
    id         uuid PRIMARY KEY,
    company_id uuid REFERENCES payer_companies (id),
    name       text NOT NULL,
    email      text NOT NULL,
    is_deleted boolean NOT NULL DEFAULT false,
    synced_at  timestamptz NOT NULL
);
