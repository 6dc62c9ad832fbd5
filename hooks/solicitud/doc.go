// Package solicitud is what was filed: the number, the moves of a filing (one stage
// a file), and the correction that is accepted. Each is one transaction of state,
// terms, trail and outbox.
//
// It may not know which door asks: the form, the API, the dashboard and the clock
// save the same records.
package solicitud
