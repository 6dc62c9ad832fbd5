// Package servidor is the program as a server on one machine: its database, its
// environment, what guests and the SQL console may reach, its backups, its health and
// whom it alarms, its metrics and its journal, and the purge of what nobody needs any more.
//
// It may not know what a filing means: it keeps, hides and clears, and leaves every
// act to the rooms above.
package servidor
