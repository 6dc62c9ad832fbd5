// Package e2e tests the built program from outside, as the people do who use it:
// citizens in a real browser, an officer at the API, an administrator who kills
// the process or leaves it switched off. It has tests only, may look at any room,
// and nothing imports it.
package e2e
