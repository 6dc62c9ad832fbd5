// Package archivo is how long papers are kept, and how they end (Ley 25323, DS 008-92-JUS):
// which closed filings are over the term of their documentary series, and their elimination
// under a resolution of the Archivo General de la Nación, which is recorded first and kept
// for ever. What is eliminated are the papers and the personal data; number, dates, state,
// trail, and the leaves of the register stay.
//
// Nothing here runs by itself, and no screen asks for it. The room may not move a filing,
// and judges no closing: it reads the day on which a move ended the filing.
package archivo
