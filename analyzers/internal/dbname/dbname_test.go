package dbname

import "testing"

func TestTable(t *testing.T) {
	for name, want := range map[string]string{
		"User": "users", "OrderLine": "order_lines", "Company": "companies", "Person": "people", "UserAddress": "user_addresses",
		"HTTPServer": "http_servers", "APIKey": "api_keys", "Category": "categories", "Day": "days", "Box": "boxes",
		"Status": "statuses", "ChildPolicy": "child_policies", "Child": "children", "Analysis": "analyses", "News": "news",
		"OrderInformation": "order_information", "Shelf": "shelves",
	} {
		if got := Table(name); got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}
