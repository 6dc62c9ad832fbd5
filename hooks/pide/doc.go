// Package pide asks other offices for names: RENIEC (DNI), Migraciones (CE) and
// SUNAT (RUC) through PIDE, the State's interoperability platform, and, only
// where the office switched it on, a private service of decolecta's shape.
//
// It never stands in the way: an answer takes three seconds at most, a service
// that fails or refuses our credentials is left alone for a while, and every
// error means "type it by hand". Of an answer only names and a company's state
// are kept; photo, address and the rest are dropped while they are read.
//
// It has no clock, no database and no log of its own. What it remembers (cache,
// quotas, closed services) lives in memory and is lost at a restart. Errors and
// alerts carry neither a citizen's number nor a secret, so both may be logged.
package pide
