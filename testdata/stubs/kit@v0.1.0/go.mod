module example.com/kit

go 1.26.0

require (
	entgo.io/ent v0.14.5
	github.com/Masterminds/squirrel v1.5.4
	github.com/nats-io/nats.go v1.55.0
	google.golang.org/protobuf v1.36.12
)
