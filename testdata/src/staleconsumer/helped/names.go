package helped

const subject = "customers"
