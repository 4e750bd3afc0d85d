CREATE TABLE countries (
    code     char(2) PRIMARY KEY,
    name     text NOT NULL,
    vat_rate numeric(4, 2) NOT NULL
);

CREATE TABLE companies (
    id         uuid PRIMARY KEY,
    name       text NOT NULL,
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);

CREATE TABLE users (
    id         uuid PRIMARY KEY,
    company_id uuid REFERENCES companies (id),
    country    char(2) NOT NULL REFERENCES countries (code),
    name       text NOT NULL,
    email      text NOT NULL UNIQUE,
    status     text NOT NULL DEFAULT 'active',
    updated_at timestamptz NOT NULL DEFAULT now(),
    deleted_at timestamptz
);
