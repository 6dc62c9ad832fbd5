package mesa

import "net/netip"

// Vecindario is the network around an address, /24 or /56: who holds one of its addresses
// mostly gets another one at will.
func Vecindario(ip string) string { return Network(ip, 24, 56) }

// Network is the network of an address with so many bits; an address that is none is its
// own network.
func Network(ip string, bits4, bits6 int) string {
	addr, err := netip.ParseAddr(ip)
	if err != nil {
		return ip
	}
	bits := bits6
	if addr = addr.Unmap(); addr.Is4() {
		bits = bits4
	}
	p, err := addr.Prefix(bits)
	if err != nil || p.IsSingleIP() {
		return addr.String()
	}
	return p.String()
}
