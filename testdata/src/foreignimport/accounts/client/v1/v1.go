// Package v1 is below the api, which takes it in.
package v1

// Version is the api's.
const Version = 1
