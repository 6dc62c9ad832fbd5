package webhook

import (
	"crypto/rand"
	"encoding/base64"
	"net/netip"
	"net/url"
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
)

// ofProgram are the columns of a webhook that no person writes.
var ofProgram = []string{"pendientes", "fallidos", "error", "error_en", "enviado_en", "apagado_en"}

func (r *Room) create(e *core.RecordEvent) error {
	for _, field := range ofProgram {
		e.Record.Set(field, nil)
	}
	if err := r.check(e); err != nil {
		return err
	}
	return e.Next()
}

// change checks what an administrator changes. The columns of the program stay as the base
// has them: the dashboard sends whole records.
func (r *Room) change(e *core.RecordEvent) error {
	before, err := rule.Stored(e)
	if err != nil {
		return err
	}
	for _, field := range ofProgram {
		e.Record.SetRaw(field, before.GetRaw(field))
	}
	if err := r.check(e); err != nil {
		return err
	}
	if e.Record.GetBool("activo") && !before.GetBool("activo") {
		e.Record.Set("apagado_en", nil)
		signal(r.wake)
	}
	return e.Next()
}

// check refuses an address that no word may go to, and gives a webhook without a secret one.
func (r *Room) check(e *core.RecordEvent) error {
	var f mesa.Fallas
	e.Record.Set("nombre", mesa.CleanLine(e.Record.GetString("nombre")))
	f.Add("url", badAddress(e.Record.GetString("url"), reach{e.Record.GetBool("red_interna"), e.App.IsDev()}))
	secret, err := opened(e.App, e.Record.GetString("secreto"))
	switch {
	case err != nil:
		f.Add("secreto", err.Error())
	case secret == "":
		secret = newSecret()
	case keyOf(secret) == nil:
		f.Add("secreto", mesa.TextWebhookSecreto)
	}
	if err := f.Err(); err != nil {
		return err
	}
	text, err := sealed(e.App, secret)
	e.Record.Set("secreto", text)
	return err
}

// badAddress says why an address is none for a webhook, "" for a good one. Where a name leads
// is looked at when something is sent.
func badAddress(address string, to reach) string {
	u, err := url.Parse(address)
	switch {
	case err != nil || u.Hostname() == "" || u.User != nil || u.Fragment != "":
		return mesa.TextWebhookURL
	case u.Scheme == "http" && to.dev && isLoopback(u.Hostname()):
		return ""
	case u.Scheme != "https":
		return mesa.TextWebhookURL
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil && !to.allows(ip) {
		return mesa.TextWebhookInterna
	}
	return ""
}

func isLoopback(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// secretMark begins a secret (Standard Webhooks).
const secretMark = "whsec_"

// newSecret makes a secret of 256 bits.
func newSecret() string {
	var b [32]byte
	_, _ = rand.Read(b[:]) // never fails, says crypto/rand
	return secretMark + base64.StdEncoding.EncodeToString(b[:])
}

// keyOf is the key in a secret, nil when there is none of 24 to 64 bytes.
func keyOf(secret string) []byte {
	text, marked := strings.CutPrefix(secret, secretMark)
	key, err := base64.StdEncoding.DecodeString(text)
	if !marked || err != nil || len(key) < 24 || len(key) > 64 {
		return nil
	}
	return key
}
