CREATE TABLE plates (id text PRIMARY KEY, number text NOT NULL, deleted_at timestamptz);
CREATE TABLE owners (id text PRIMARY KEY, name text NOT NULL, is_deleted boolean NOT NULL);
CREATE TABLE colours (id text PRIMARY KEY, name text NOT NULL);
