// Package pb_migrations builds the collections with typed code, one change a
// file, in the order of the file names. A released name is never edited:
// a later file changes what an earlier one made. Each has a working way down.
//
// Every API rule stays nil, which lets only superusers in: guests and lesser
// accounts reach nothing unless a rule says so.
package pb_migrations
