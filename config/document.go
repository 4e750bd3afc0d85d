package config

// FileName is the name under which a config is found.
const FileName = "boundaries.yaml"

// BaselineName is the default name of the baseline, beside the config.
const BaselineName = "boundaries.baseline.json"

// A Document is boundaries.yaml as it is written. The json tags name its keys,
// for the decoder and for the JSON Schema alike; a key without omitempty is
// required. The jsonschema tags are what an editor shows.
type Document struct {
	Version   int                 `json:"version" jsonschema:"version of this format; always 1"`
	Services  map[string]*Service `json:"services,omitempty" jsonschema:"the services, by name"`
	Shared    Shared              `json:"shared,omitzero" jsonschema:"what belongs to no service"`
	Consumers []Consumer          `json:"consumers,omitempty" jsonschema:"functions that handle messages, in addition to those of the common libraries"`
	Producers []Producer          `json:"producers,omitempty" jsonschema:"functions that publish messages, in addition to those of the common libraries"`

	Syncs        []Pattern `json:"syncs,omitempty" jsonschema:"full-sync and repair jobs: they may write copies, and must suppress events"`
	Remote       []Pattern `json:"remote,omitempty" jsonschema:"functions that leave the process, in addition to the built-in ones; a leading ! takes a built-in one away"`
	Local        []Pattern `json:"local,omitempty" jsonschema:"functions that never count as leaving the process"`
	Transactions []Pattern `json:"transactions,omitempty" jsonschema:"functions that run their function argument in a transaction"`
	Waits        []Pattern `json:"waits,omitempty" jsonschema:"functions that wait for a condition"`
	Breakers     []Pattern `json:"breakers,omitempty" jsonschema:"functions that guard a call as a circuit breaker does"`

	Fields  Fields                `json:"fields,omitzero" jsonschema:"names of the fields that carry order and state of a message, in addition to the built-in ones"`
	Rules   map[string]RuleOption `json:"rules,omitempty" jsonschema:"rules to switch on or off, or their options"`
	Exclude []Pattern             `json:"exclude,omitempty" jsonschema:"files whose findings are not shown: globs with ** relative to this file, or package patterns"`
}

// A Service is one service: what belongs to it and what it may use of others.
type Service struct {
	Name     Pattern   `json:"-"` // the key in services
	Pos      Pos       `json:"-"`
	Packages []Pattern `json:"packages,omitempty" jsonschema:"packages of the service: ./dir, ./dir/... or import paths"`
	API      []Pattern `json:"api,omitempty" jsonschema:"its packages that other services may import"`
	Reach    Reach     `json:"reach,omitzero" jsonschema:"how others reach it from outside Go's type system"`
	Owns     Owns      `json:"owns,omitzero" jsonschema:"the data that it owns"`
	Copies   []Copy    `json:"copies,omitempty" jsonschema:"its local copies of other services' entities"`
	Calls    []Pattern `json:"calls,omitzero" jsonschema:"services that it may call synchronously; absent: any; []: none"`
	Grants   []Grant   `json:"grants,omitempty" jsonschema:"deliberate exceptions, each with a reason"`
}

func (s *Service) setKey(key Pattern) { s.Name = key }

// Reach names the addresses under which a service is called.
type Reach struct {
	Hosts []Pattern `json:"hosts,omitempty" jsonschema:"host names, without scheme; * matches any part of a name; a port, where several services are on one host"`
	Env   []Pattern `json:"env,omitempty" jsonschema:"environment variables that hold its address"`
	GRPC  []Pattern `json:"grpc,omitempty" jsonschema:"full names of its gRPC services, as in accounts.v1.Accounts"`
}

// Owns names the data of a service.
type Owns struct {
	Database   Pattern   `json:"database,omitzero" jsonschema:"its database; default: one of its own. Services that name the same one share it"`
	Schema     Pattern   `json:"schema,omitzero" jsonschema:"default schema of unqualified table names, where schemas are used"`
	Migrations []Pattern `json:"migrations,omitempty" jsonschema:"directories of migrations, in SQL or Go code, or of models or ent schemas: what they create is owned"`
	Tables     []Pattern `json:"tables,omitempty" jsonschema:"tables and collections: name or schema.name, with * for any part of a name"`
	Models     []Pattern `json:"models,omitempty" jsonschema:"Go types that stand for a table, where its name cannot be read from the code"`
	Env        []Pattern `json:"env,omitempty" jsonschema:"environment variables that hold the connection string"`
}

// A Copy is a local copy of another service's entity.
type Copy struct {
	Pos        Pos                `json:"-"`
	Table      Pattern            `json:"table" jsonschema:"the local table"`
	Of         Pattern            `json:"of" jsonschema:"the table that it copies: service.table or service.schema.table"`
	SyncedAt   OneOrMany          `json:"synced_at,omitempty" jsonschema:"the column or columns that keep the order of messages"`
	References map[string]Pattern `json:"references,omitempty" jsonschema:"parent table by column, where no migration says so"`
	Columns    []Pattern          `json:"columns,omitempty" jsonschema:"the columns that are copied; default: all. Others are the service's own"`
}

// A Grant lets one service use another's table.
type Grant struct {
	Pos    Pos     `json:"-"`
	Table  Pattern `json:"table" jsonschema:"the table: service.table or service.schema.table, with * for any part of a name"`
	Access Access  `json:"access" jsonschema:"read, or write, which implies read"`
	Reason Pattern `json:"reason" jsonschema:"why the exception is accepted"`
	Until  Date    `json:"until,omitzero" jsonschema:"last day on which it holds, as in 2027-03-31; default: for ever"`
}

// Shared names what belongs to no service.
type Shared struct {
	Packages   []Pattern `json:"packages,omitempty" jsonschema:"packages of no service; what they do counts for their caller"`
	Migrations []Pattern `json:"migrations,omitempty" jsonschema:"central directories of migrations: their tables are known, the services' tables say whose they are, or the packages of the models that Go code migrates"`
	Tables     []Pattern `json:"tables,omitempty" jsonschema:"tables that anybody may use"`
	Messages   []Pattern `json:"messages,omitempty" jsonschema:"packages in which message types must be defined"`
}

// A Consumer names functions that handle messages; one key of the two.
type Consumer struct {
	Pos       Pos     `json:"-"`
	Subscribe Pattern `json:"subscribe,omitzero" jsonschema:"a function argument of this function handles messages"`
	Handler   Pattern `json:"handler,omitzero" jsonschema:"this function, or every implementation of this interface method, handles messages"`
}

// A Producer names functions that publish messages; one key of the two.
type Producer struct {
	Pos     Pos     `json:"-"`
	Filter  Pattern `json:"filter,omitzero" jsonschema:"this function, or every implementation of this interface method, decides whether a change is published"`
	Publish Pattern `json:"publish,omitzero" jsonschema:"this function publishes"`
}

// Fields names the fields by which messages are ordered and marked.
type Fields struct {
	MessageTime []Pattern `json:"message_time,omitempty" jsonschema:"when, or as which version, a message was made"`
	SyncedAt    []Pattern `json:"synced_at,omitempty" jsonschema:"the message time that is stored with a copy"`
	ForceSync   []Pattern `json:"force_sync,omitempty" jsonschema:"marks a message that must pass every order check"`
	Deleted     []Pattern `json:"deleted,omitempty" jsonschema:"marks a deleted entity"`
}
