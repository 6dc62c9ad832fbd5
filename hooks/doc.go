// Package hooks lists the rooms that hold the rules (desk.go) and the jobs that run
// by themselves (jobs.go). Every rule is a record event of one of the rooms below,
// so that the public form, the REST API, the panel and the dashboard all meet the
// same wall. Nothing else may be added here.
package hooks
