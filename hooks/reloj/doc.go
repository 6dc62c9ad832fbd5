// Package reloj is what the law counts: the terms of a filing, the luz and the alert
// that tell how a filing stands, the days that a norm declares, the acknowledgement of a notice,
// the daily digest, and the round of each minute.
//
// The machine's clock is held against what the base has (ClockState): while it is
// behind there is no number and no move; while it is days ahead and unconfirmed, what
// can't be undone waits.
//
// An event and a round read the office, its calendar and the instant once (Reading)
// and pass them on. The room may not decide on a move: it counts what moves begin
// and end.
package reloj
