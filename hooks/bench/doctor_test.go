//go:build linux

package bench

import (
	"os/exec"
	"strings"
	"time"

	"mesadepartes/hooks/hookstest"
)

// doctor is a look at a base of 200,000 filings that nobody serves, its mail server there.
func (b *bench) doctor() {
	office := hookstest.NewProduction(b, time.Now().Format(time.RFC3339))
	office.Registro.Open(office.App)
	filed := office.Filed(b, nil).Id
	dir := leave(office)
	bytes := fill(b, dir, filed, inboxFilings)
	settle()
	began := time.Now()
	out, err := exec.Command(hookstest.Program(b), "doctor", "--dir="+dir).CombinedOutput()
	if _, ended := err.(*exec.ExitError); err != nil && !ended || !strings.Contains(string(out), "última copia") {
		b.Fatalf("%v\n%s", err, out)
	}
	b.atMost("doctor on 200,000 filings / 60 s", 1, "s", time.Since(began).Seconds(), 60)
	b.note("doctor read a base of %d MB:\n%s", bytes>>20, out)
}
