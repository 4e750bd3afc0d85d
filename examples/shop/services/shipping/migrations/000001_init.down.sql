DROP TABLE sync_log;
DROP TABLE parcels;
DROP TABLE shipments;
DROP TABLE customers;
DROP TABLE companies;
