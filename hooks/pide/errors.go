package pide

import (
	"errors"
	"fmt"
)

// The errors of a look-up; errors.Is tells them apart. The text around them names
// the service and the reason, for the log.
var (
	// ErrNotFound: the register has nobody of that number, or gave no name.
	ErrNotFound = errors.New("pide: not found")
	// ErrMinor: the document belongs to a minor, whose data is not given.
	ErrMinor = errors.New("pide: document of a minor")
	// ErrInvalid: the number has the wrong form, by this package or the register.
	ErrInvalid = errors.New("pide: invalid number")
	// ErrQuota: the day's look-ups are spent, by the office's limit or the
	// register's; they start again at Lima's midnight.
	ErrQuota = errors.New("pide: daily quota spent")
	// ErrCredentials: the register does not accept the office's user, password,
	// token or address. Only an administrator can mend it.
	ErrCredentials = errors.New("pide: credentials refused")
	// ErrExpired is the ErrCredentials of a password that RENIEC let expire: the
	// official changes it at RENIEC, then the administrator writes it here.
	ErrExpired = fmt.Errorf("%w: the password expired", ErrCredentials)
	// ErrUnavailable: no whole, readable answer in time, or the service is not
	// asked because several questions ended so.
	ErrUnavailable = errors.New("pide: service unavailable")
	// ErrNotConfigured: the office set up no service for that kind of document.
	ErrNotConfigured = errors.New("pide: not configured")
)
