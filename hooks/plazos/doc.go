// Package plazos is the legal clock of Peru: which days work, on which date a
// filing counts and on which date a term ends.
//
// The package is pure: it never asks what time it is, and it knows neither the app
// nor the rest of the project. The caller brings the instant and the days declared
// for its office, and gets dates back. Every date returned is midnight in Lima
// (05:00Z), as dates without an hour are stored.
//
// The articles cited are those of Ley 27444 as numbered by its TUO of 2026
// (DS 006-2026-JUS); what they ask is:
//
//   - 133.1: a term starts the working day after the act it depends on (due.go);
//   - 134.1: days are consecutive working days, without national holidays and
//     the days declared non-working for the service (feriados.go, calendar.go);
//   - 134.2: a last day that does not work, or without normal hours, moves on to
//     the next working day (due.go);
//   - 140.1: a term lasts until the last moment of its last day (lima.go);
//   - 46.2 of DS 029-2021-PCM and its earlier texts: a filing on a day that does
//     not work counts that day or the next working one (filed.go).
//
// Besides, semaforo.go gives the colour (Luz) of a term that the office
// must meet.
package plazos
