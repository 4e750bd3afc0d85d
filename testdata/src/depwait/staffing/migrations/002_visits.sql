CREATE TABLE visits (
    id uuid PRIMARY KEY,
    company_id uuid NOT NULL REFERENCES companies (id)
);
