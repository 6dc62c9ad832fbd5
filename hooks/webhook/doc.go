// Package webhook tells other systems of each move of a filing: CloudEvents 1.0 over
// HTTPS, signed as Standard Webhooks says. What is to be told is written in the transaction
// of the move and leaves after the commit, by a worker of its own: mails and other receivers
// wait for no receiver.
//
// It names no person: a number, a state, a procedure, an area and days. A delivery happens
// at least once, with the same webhook-id each time.
package webhook
