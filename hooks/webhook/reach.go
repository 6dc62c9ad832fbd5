package webhook

import (
	"net"
	"net/http"
	"net/netip"
	"slices"
	"syscall"
	"time"

	"mesadepartes/hooks/mesa"
)

// reach is which addresses a webhook may lead to.
type reach struct {
	inner bool // those of the office's own network, this machine too
	dev   bool // this machine alone
}

// errInner says that a webhook led to an address that it may not reach.
type errInner struct{}

func (errInner) Error() string { return mesa.TextWebhookInterna }

// shared is the address space that providers share among their customers (RFC 6598).
var shared = netip.MustParsePrefix("100.64.0.0/10")

// never are addresses that no webhook needs: where clouds tell a machine its credentials, and
// blocks that are no host's or that wrap another address.
var never = []netip.Prefix{
	netip.MustParsePrefix("100.100.100.200/32"), netip.MustParsePrefix("168.63.129.16/32"), netip.MustParsePrefix("fd00:ec2::/32"),
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("198.18.0.0/15"),
	netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"),
	netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("2001::/32"),
}

// allows tells whether something may be sent to an address. One of the link, where clouds
// keep a machine's credentials, gets nothing.
func (to reach) allows(ip netip.Addr) bool {
	ip = ip.Unmap().WithZone("")
	switch {
	case slices.ContainsFunc(never, func(p netip.Prefix) bool { return p.Contains(ip) }):
		return false
	case ip.IsLoopback():
		return to.inner || to.dev
	case ip.IsPrivate(), shared.Contains(ip):
		return to.inner
	}
	return ip.IsGlobalUnicast()
}

// control judges the address that a name led to, just before the connection: a name may lead
// elsewhere than a moment ago.
func (to reach) control(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return err
	}
	if !to.allows(at.Addr()) {
		return errInner{}
	}
	return nil
}

// client is what asks the receivers that may be as far. It follows nobody elsewhere, and asks
// no proxy, which would hide where an address leads.
func (r *Room) client(to reach) *http.Client {
	r.mu.Lock()
	defer r.mu.Unlock()
	key := [2]bool{to.inner, to.dev}
	if r.clients[key] == nil {
		r.clients[key] = &http.Client{
			Timeout:       r.AnswerTime,
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			Transport: &http.Transport{
				DialContext:     (&net.Dialer{Timeout: r.AnswerTime, Control: to.control}).DialContext,
				TLSClientConfig: trusting(r.Trust), ForceAttemptHTTP2: true,
				MaxResponseHeaderBytes: 64 << 10, MaxIdleConnsPerHost: 1, IdleConnTimeout: time.Minute,
			},
		}
	}
	return r.clients[key]
}
