// Package reloj is what the law counts: the terms of a filing, the lights and alerts
// that watch them, the days that a norm declares, the acknowledgement of a notice,
// the daily digest, and the round of each minute.
//
// An event and a round read the office, its calendar and the instant once (Reading)
// and pass them on. The room may not decide on a move: it counts what moves begin
// and end.
package reloj
