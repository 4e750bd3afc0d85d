CREATE TABLE user_preferences (user_id text PRIMARY KEY, lang text);
CREATE TABLE wallets (user_id text PRIMARY KEY, amount int);
CREATE TABLE customers (id text PRIMARY KEY, name text);
CREATE TABLE guests (id text PRIMARY KEY, name text);
CREATE TABLE reminders (id text PRIMARY KEY, user_id text, title text);
CREATE TABLE receipts (id text PRIMARY KEY, member_id text, title text);
