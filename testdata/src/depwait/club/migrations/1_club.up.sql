CREATE TABLE persons (id text PRIMARY KEY, name text);
CREATE TABLE squads (id text PRIMARY KEY, name text);
CREATE TABLE members (
    person_id text NOT NULL REFERENCES persons (id),
    squad_id text NOT NULL REFERENCES squads (id),
    role text
);
CREATE TABLE shirts (
    person_id text NOT NULL REFERENCES persons (id),
    number text
);
CREATE TABLE loans (
    id text PRIMARY KEY,
    squad_id text NOT NULL REFERENCES squads (id),
    number text
);
