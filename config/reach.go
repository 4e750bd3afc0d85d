package config

import (
	"net"
	"strings"
)

// EnvOwner returns the services whose connection string travels under a name,
// sorted. There are several where services share a database.
func (c *Config) EnvOwner(name string) (services []string) {
	return c.naming(func(s *Service) []Pattern { return s.Owns.Env }, func(p string) bool { return sameEnv(p, name) })
}

// EnvServices returns the services whose address travels under a name, sorted.
func (c *Config) EnvServices(name string) []string {
	return c.naming(func(s *Service) []Pattern { return s.Reach.Env }, func(p string) bool { return sameEnv(p, name) })
}

// sameEnv reports whether a name in code is that of an environment variable, also as
// libraries for configuration spell it in their keys: accounts.url, accounts-url.
func sameEnv(env, name string) bool {
	return env == name || strings.EqualFold(env, keySigns.Replace(name))
}

var keySigns = strings.NewReplacer(".", "_", "-", "_")

// HostServices returns the services that a host name reaches, sorted. host may
// have a port: then the services that have that very port of the host come first,
// since several may run on one machine. A pattern without a port has all of them.
func (c *Config) HostServices(host string) []string {
	host, port := splitPort(host)
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	at := func(port string) []string {
		return c.naming(func(s *Service) []Pattern { return s.Reach.Hosts }, func(p string) bool {
			name, its := splitPort(p)
			return host != "" && its == port && wildcard(strings.ToLower(name), host, "", nil)
		})
	}
	if port != "" {
		if services := at(port); len(services) > 0 {
			return services
		}
	}
	return at("")
}

// splitPort parts a port, "" where there is none, from a host.
func splitPort(host string) (name, port string) {
	if name, port, err := net.SplitHostPort(host); err == nil {
		return name, port
	}
	return host, ""
}

// GRPCServices returns the services that serve a gRPC service, named in full
// (accounts.v1.Accounts) or as a method (/accounts.v1.Accounts/Get), sorted.
func (c *Config) GRPCServices(name string) []string {
	name, _, _ = strings.Cut(strings.TrimPrefix(name, "/"), "/")
	return c.naming(func(s *Service) []Pattern { return s.Reach.GRPC }, func(p string) bool { return p == name })
}

func (c *Config) naming(list func(*Service) []Pattern, match func(string) bool) (services []string) {
	for name, service := range c.sortedServices {
		for _, p := range list(service) {
			if match(p.Text) {
				services = append(services, name)
				break
			}
		}
	}
	return services
}
