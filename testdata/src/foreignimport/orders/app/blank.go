package app

import _ "example.com/fixtures/foreignimport/accounts/store" // want "orders imports"
