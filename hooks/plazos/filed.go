package plazos

import "time"

// Regla says on which date a filing counts when it arrives on a day that
// doesn't work (regla_presentacion of the office or of the trámite).
type Regla string

const (
	// DiaHabilSiguiente: the filing counts on the next working day. That is the
	// manual's rule and the text of DS 029-2021-PCM art. 46.2 until 2025.
	DiaHabilSiguiente Regla = "dia_habil_siguiente"
	// MismoDia: the filing counts on the day it arrives (art. 46.2 as amended by
	// DS 098-2025-PCM). The entity's term then ends earlier, never later.
	MismoDia Regla = "mismo_dia"
)

// Filed is the date on which a filing that arrived at instant counts. The hour
// doesn't matter under either rule: reception is open from 00:00 to 23:59 and
// counting a filing made after closing time from the next day was declared an
// illegal barrier (INDECOPI 0518-2024/SEL). A half day receives like any other.
//
// Anything but MismoDia is read as DiaHabilSiguiente, the default of an office.
// Where a special law does count from closing time (SAIP, DS 007-2024-JUS art.
// 22.2.2), the caller, who knows the hours, calls Next instead.
func (c *Calendar) Filed(instant time.Time, r Regla) time.Time {
	if r == MismoDia || c.IsWorking(instant) {
		return Date(instant)
	}
	return c.Next(instant)
}
