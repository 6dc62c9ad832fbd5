// Package consulta finds names by themselves: it asks the registers for the person
// or company that a draft names, keeps every question on record, and imports
// SUNAT's registry beside the service.
//
// It may not stand in anybody's way: no failure of a register refuses a filing.
package consulta
