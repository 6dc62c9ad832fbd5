// Package pb_migrations builds the base with typed code: the collections, one file
// each, in the order in which they refer to one another; then the triggers, the
// first office and the declared days.
//
// A file never changes once a version with it was released: an office's base keeps
// its name and will not run it again. That holds as well for what the file uses: its
// data (first_office) and the constructors and helpers of this package.
// A change is a new file, named with the next timestamp and what it changes, that calls
// m.Register with a way up and a working way down. The tests walk both, and
// testdata/schema.golden shows what the change made of the base.
//
// A migration calls no live code of the house: what it needs is frozen in its file,
// and its rows go past the record events (see rows.go). Else a new office, which runs
// every file in one go, would get old rows by rules that were written for later
// collections. The package therefore imports no other room.
//
// Every API rule stays nil, which lets only superusers in: guests and lesser
// accounts reach nothing unless a rule says so.
package pb_migrations
