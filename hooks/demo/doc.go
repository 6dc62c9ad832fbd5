// Package demo holds the invented people and filings of `mesadepartes demo`. The
// office they file at is the first one, which pb_migrations makes.
package demo
