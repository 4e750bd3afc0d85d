CREATE TABLE persons (id text PRIMARY KEY, name text);
CREATE TABLE teams (id text PRIMARY KEY, name text);
CREATE TABLE members (
    person_id text NOT NULL REFERENCES persons (id),
    team_id text NOT NULL REFERENCES teams (id),
    role text
);
CREATE TABLE shirts (
    person_id text NOT NULL REFERENCES persons (id),
    number text
);
