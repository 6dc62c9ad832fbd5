// Package oficina is the office's own set-up: its one record, its calendar, its
// catalogue of procedures and areas, its staff. Everybody above reads them here.
//
// It may not know of filings: what a changed setting does to them is other rooms'.
package oficina
