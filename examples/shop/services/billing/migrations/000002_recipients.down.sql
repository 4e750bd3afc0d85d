DROP VIEW invoice_recipients;
