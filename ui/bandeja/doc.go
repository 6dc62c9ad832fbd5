// Package bandeja shows the staff's screens: the inbox, the review of a filing with its
// documents, and one form for each act. It reads, and acts by saving the very records that
// the API would: what an account may do is a rule of the record, never of a screen.
package bandeja
