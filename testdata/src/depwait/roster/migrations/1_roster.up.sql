CREATE TABLE clubs (id text PRIMARY KEY, name text);
CREATE TABLE players (id text PRIMARY KEY, club_id text NOT NULL REFERENCES clubs (id));
