// Package borrador is what citizens prepare before they send it: a draft, a
// correction, and each document, which is admitted, stored, synced, observed and
// read back here.
//
// It may not know of numbers, terms or mails: what is sent becomes the next room's.
package borrador
