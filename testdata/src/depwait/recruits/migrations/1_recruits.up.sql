CREATE TABLE agencies (id text PRIMARY KEY, name text);
CREATE TABLE recruits (id text PRIMARY KEY, agency_id text NOT NULL REFERENCES agencies (id));
CREATE TABLE rooms (id text PRIMARY KEY, name text);
CREATE TABLE beds (id text PRIMARY KEY, room_id text NOT NULL REFERENCES rooms (id));
