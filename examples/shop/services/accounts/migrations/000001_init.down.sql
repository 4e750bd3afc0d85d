DROP TABLE users;
DROP TABLE companies;
DROP TABLE countries;
