// Package bench measures the built program beside a stock PocketBase and beside
// fixed limits; `make bench` prints its table. It has tests only, may look at any
// room, and nothing imports it.
package bench
