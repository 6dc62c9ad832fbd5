// Package hooks holds every rule of the house as a record event, one rule a
// file, so that the public form, the REST API, the panel and the dashboard all
// meet the same wall. desk.go lists them all.
package hooks
