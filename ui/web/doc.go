// Package web is what citizens' and staff's screens share: templates parsed at
// start, assets addressed by their hash, pages for errors, security headers,
// rate limits and the secrets kept in cookies.
package web
