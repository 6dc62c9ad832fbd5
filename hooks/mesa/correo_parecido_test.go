package mesa_test

import (
	"strings"
	"testing"

	"mesadepartes/hooks/mesa"
)

func TestAMistypedDomainIsGuessed(t *testing.T) {
	for typed, want := range map[string]string{
		"ana@gmial.com": "ana@gmail.com", "ana@gmai.com": "ana@gmail.com", "ana@gmail.con": "ana@gmail.com", "ana@gmail.co": "ana@gmail.com",
		"ana@gmaill.comm": "ana@gmail.com", "ana@gnail.com": "ana@gmail.com", "Ana.Rios+x@GMIAL.COM": "Ana.Rios+x@gmail.com",
		"ana@hotmal.com": "ana@hotmail.com", "ana@hormail.es": "ana@hotmail.es", "ana@htomial.com": "ana@hotmail.com",
		"ana@outlok.com": "ana@outlook.com", "ana@outlool.es": "ana@outlook.es", "ana@yaho.com": "ana@yahoo.com", "ana@yahooo.es": "ana@yahoo.es",
		"ana@iclod.com": "ana@icloud.com", "ana@live.con": "ana@live.com", " ana@gmial.com ": "ana@gmail.com",
	} {
		if got := mesa.SimilarCorreo(typed); got != want {
			t.Errorf("%q is guessed %q, want %q", typed, got, want)
		}
	}
}

func TestARealDomainIsNoMistake(t *testing.T) {
	for _, domain := range strings.Fields(`gmail.com hotmail.com outlook.com yahoo.com icloud.com live.com yahoo.es outlook.es hotmail.es
		mail.com ymail.com email.com fastmail.com rocketmail.com gmx.com gmx.es msn.com aol.com me.com proton.me protonmail.com
		zoho.com tutanota.com yahoo.com.pe yahoo.com.mx yahoo.fr yahoo.se outlook.cl outlook.fr hotmail.fr hotmail.it
		live.cl live.fr line.com love.com life.com
		minsa.gob.pe cenares.gob.pe gob.pe sunat.gob.pe pucp.edu.pe ejemplo.pe mesa.ejemplo.pe outlook.gob.pe a.b x`) {
		if got := mesa.SimilarCorreo("ana@" + domain); got != "" {
			t.Errorf("%s is taken for %s", domain, got)
		}
	}
	for _, broken := range []string{"", "ana", "ana@", "@gmial.com", "ana@.com", "ana@gmial", "ana@gmial.com@gmial.com"} {
		if got := mesa.SimilarCorreo(broken); got != "" {
			t.Errorf("%q is taken for %q", broken, got)
		}
	}
}
