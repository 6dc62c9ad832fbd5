// Package replica keeps a second machine ready: it replicates the office while it works, and
// hands the turn over when its machine dies.
//
// One machine at a time has the turn. A turn is an epoch: the file `turno/EPOCH.json` of the
// destination, made once and never written over (O_EXCL in a folder, If-None-Match on S3), so
// of two that want the next epoch one gets it. Who holds an epoch looks for the next one before
// and after each round; once it is there, the old primary gives no number and makes no move any
// more, however it comes back.
//
// What must be true, and why it is:
//
//   - Nothing acknowledged in time is missing on the promoted standby. A round copies the papers
//     first, then the book, then the base (Litestream), and then looks for the next epoch. ENVIAR
//     is answered when a round that began after its commit has ended and the next epoch was not
//     there. The standby makes the next epoch first and reads the base after, so it reads
//     whatever was answered before.
//   - The right to file is not blocked. A round that takes longer than two seconds is not waited
//     for: the answer leaves, health says *atención*, and until a round ends well nobody waits.
//   - No number is given twice, not even by a primary that can't reach the destination while the
//     standby is promoted. No clock is compared for that, and no statement of a person believed.
//     The heartbeat of an epoch names a ceiling: the highest number that its holder may give
//     without writing a higher one. The holder uses a ceiling only after it was stored and the
//     next epoch was still absent. The standby makes the next epoch, then reads the ceiling, then
//     skips to it: so a ceiling that it did not read was never used. A primary that is cut off
//     files on, up to its ceiling (two days' filings), and then waits. Its numbers are its own:
//     what it took alone may be entered later under the numbers that it gave. A primary that
//     stopped in good order leaves the turn free, and nothing is skipped.
//   - Lease time decides comfort alone: `promover` refuses while the other heart beats.
//
// A promoted machine makes the heads of book and register anew from what it got, and recovers
// from the book what the base lacks. The key of the receipts is in no replica, which whoever
// keeps the destination could read: its file is brought to the second machine once, by hand. Until
// then the health of the standby says so, and it refuses a promotion unless told otherwise.
//
// Litestream runs inside the program, and no other file than litestream.go knows it. As a
// library with its S3 client it adds 11.8 MB and forty indirect modules to a PocketBase of 25.0 MB;
// over PocketBase's own S3 client, as here, 3.1 MB. A process of its own would need a second
// binary on each system and answers slower (2 to 5 ms against 1.6 ms).
package replica
