CREATE TABLE companies (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE grades (id uuid PRIMARY KEY);
CREATE TABLE employees (
    id uuid PRIMARY KEY,
    name text NOT NULL,
    grade_id uuid REFERENCES grades (id),
    company_id uuid REFERENCES companies (id)
);
CREATE TABLE contracts (
    id uuid PRIMARY KEY,
    company_id uuid REFERENCES companies (id) DEFERRABLE INITIALLY DEFERRED
);
CREATE TABLE badges (id uuid PRIMARY KEY, employee uuid REFERENCES employees (id));
