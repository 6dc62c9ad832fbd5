// Package registro is the public register of the office's acts: each line of the trail is
// a leaf of a Merkle tree, written in the transaction of its act, and the acts that the law
// wants a receipt of leave the exact bytes of their cargo with it.
//
// Leaves are salted hashes, so the register holds no personal data and can be shown to
// anybody: /registro/checkpoint and its tiles. The key that signs heads and receipts lies
// outside the data folder, beside the head of the book, so that a copy of the data that
// leaks leaks no key. Filing never waits for the key: leaves need none, and receipts are
// signed when they are asked for.
//
// The room may not know what a move means for a filing, who may see a receipt, or how
// the book keeps what it writes.
package registro
