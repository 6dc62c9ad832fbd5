// Package informe counts what the reports of the office show: how many filings came in, how
// long their review and their answer took in working days, which terms of the law were met,
// and how old the open ones are.
//
// The package is arithmetic alone: it knows neither the app nor the base. The caller reads
// the facts and brings the office's calendar.
package informe
