// Package pide asks other offices for names: RENIEC (DNI), Migraciones (CE) and
// SUNAT (RUC) through PIDE, the State's interoperability platform, and, only
// where the office switched it on, a private service of decolecta's shape.
//
// A look-up never keeps a person from filing: an answer takes three seconds at
// most unless Config says otherwise, a service that fails or refuses the office's
// credentials is not asked for a while, and after any error the person types the
// data. Of an answer only names and a company's state are kept; photo, address
// and the rest are dropped while they are read.
//
// The package has no clock, no database and no log of its own. Cache, quotas and
// closed services are kept in memory and lost at a restart. Errors and alerts
// carry neither a citizen's number nor a secret, so both may be logged.
package pide
