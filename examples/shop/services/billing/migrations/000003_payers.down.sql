DROP TABLE payers;
DROP TABLE payer_companies;
