package sqltext

import "strings"

// IsSystem reports whether the table is one of the database itself, or one that lives no longer than the session:
// catalogs, temporary tables by their name, dual. Nobody owns those.
func IsSystem(schema, name string) bool {
	schema, name = strings.ToLower(schema), strings.ToLower(name)
	switch schema {
	case "information_schema", "pg_catalog", "pg_toast", "pg_temp", "sys", "mysql", "performance_schema", "tempdb",
		"crdb_internal", "temp":
		return true
	case "":
		if name == "dual" || name == "sysobjects" || name == "syscolumns" {
			return true
		}
	}
	return strings.HasPrefix(name, "sqlite_") || strings.HasPrefix(name, "#") ||
		strings.HasPrefix(schema, "pg_temp_") || strings.HasPrefix(name, "pg_") && systemPrefix(name)
}

// systemPrefix reports whether a name without schema that starts with pg_ is of PostgreSQL's catalog. A table of one's
// own may start alike.
func systemPrefix(name string) bool {
	for _, known := range [...]string{
		"pg_stat", "pg_class", "pg_namespace", "pg_attr", "pg_index", "pg_type", "pg_proc", "pg_constraint",
		"pg_tables", "pg_views", "pg_matviews", "pg_roles", "pg_user", "pg_database", "pg_extension", "pg_locks",
		"pg_settings", "pg_replication", "pg_publication", "pg_subscription", "pg_depend", "pg_description",
		"pg_enum", "pg_trigger", "pg_sequence", "pg_inherits", "pg_partitioned", "pg_auth", "pg_tablespace",
		"pg_available", "pg_policy", "pg_policies", "pg_rewrite", "pg_language", "pg_timezone", "pg_prepared",
		"pg_shdepend", "pg_collation", "pg_range", "pg_event_trigger",
	} {
		if strings.HasPrefix(name, known) {
			return true
		}
	}
	return false
}
