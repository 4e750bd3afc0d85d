module github.com/couchbase/gocb/v2

go 1.26.0
