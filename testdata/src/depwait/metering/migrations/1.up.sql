CREATE TABLE sites (id text PRIMARY KEY, name text);
CREATE TABLE meters (id text PRIMARY KEY, name text, site_id text NOT NULL REFERENCES sites (id), feeder_id text REFERENCES feeders (id));
CREATE TABLE feeders (id text PRIMARY KEY);
CREATE TABLE labels (id bigserial PRIMARY KEY, name text);
CREATE TABLE meter_labels (meter_id text, label_id bigint NOT NULL REFERENCES labels (id));
