package summary

// An Ask is a call of an interface's method that a function makes, all told:
// which tables it touches is known further up, where the implementation is.
type Ask struct {
	Method Method
	// In and API are as an Access has them: whose code makes the call, and
	// whether by way of that service's api.
	In    string
	API   bool
	Conf  int
	Steps []Step // the last one is the call of the method
}

// Key tells asks apart that need a chain of their own.
func (a Ask) Key() string {
	key := a.Method.String() + "|" + a.In
	if a.API {
		key += "|api"
	}
	return key
}

// A TableCall is an ask of a service's own code: a finding stands there if the
// implementation leads to another service's tables.
type TableCall struct {
	Place Place
	Ask   Ask
}
