CREATE TABLE users (
    id      UUID PRIMARY KEY,
    name    TEXT NOT NULL,
    company UUID
);

CREATE TABLE companies (
    id UUID PRIMARY KEY
);

CREATE TABLE teams (
    id UUID PRIMARY KEY
);
