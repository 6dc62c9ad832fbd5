package correo_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"mesadepartes/hooks/correo"
)

func TestAFileThatVouchesForNobodyIsRefused(t *testing.T) {
	t.Parallel()
	empty := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(empty, []byte("no es un certificado"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{empty, empty + "-no-hay"} {
		if pool, err := correo.Trusted(file); err == nil || !strings.Contains(err.Error(), "MESA_SMTP_CA") {
			t.Errorf("%s: %v, %v", file, pool, err)
		}
	}
	if pool, err := correo.Trusted(""); pool != nil || err != nil {
		t.Error(pool, err)
	}
}
