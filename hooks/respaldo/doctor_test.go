package respaldo_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	"errors"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks"
	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/hookstest/base"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/respaldo"

	"github.com/pocketbase/pocketbase/core"
)

// patient is the folder of an office that is well, and what doctor is told of its world.
type patient struct {
	t              *testing.T
	dir, resguardo string
	dest           string // of its copies
	older          string // its base before the last filing
	pdf            string // a stored file, below dir
	clock          *hookstest.Clock
	dns            map[string][]string
	dnsDown        bool
	selector       string
	roots          *x509.CertPool
	todo           bool
}

// wellOffice files, sends, copies and closes an office. Its mail server and its web server
// go on to the end of the test.
func wellOffice(t *testing.T) *patient {
	t.Helper()
	o := hookstest.NewProduction(t, workday)
	hookstest.NewSMTP(t, o.App)
	web := httptest.NewTLSServer(nil)
	t.Cleanup(web.Close)
	roots := x509.NewCertPool()
	roots.AddCert(web.Certificate())
	o.Settings().Meta.AppURL = web.URL
	o.Settings().Logs.MaxDays = 5
	if err := errors.Join(o.Save(o.Settings()), o.Registro.Fill(o.App)); err != nil {
		t.Fatal(err)
	}
	o.Settings().Logs.MaxDays = 0
	o.Registro.Open(o.App)
	p := &patient{t: t, dir: o.DataDir(), resguardo: o.Libro.Resguardo, dest: t.TempDir(), older: filepath.Join(t.TempDir(), "older.db"),
		clock: o.Clock, roots: roots, selector: "s1", dns: map[string][]string{
			"ejemplo.pe":        {"otra cosa", "v=spf1 ip4:192.0.2.1 -all"},
			"_dmarc.ejemplo.pe": {"v=DMARC1; p=none"}, "s1._domainkey.ejemplo.pe": {"k=rsa; p=MIIB"},
		}}
	o.Filed(t, nil)
	if _, err := o.NonconcurrentDB().NewQuery("VACUUM INTO '" + p.older + "'").Execute(); err != nil {
		t.Fatal(err)
	}
	s := o.Filed(t, nil)
	doc := o.Documents(t, s.Id)[0]
	p.pdf = filepath.Join(core.LocalStorageDirName, filepath.FromSlash(doc.BaseFilesPath()), doc.GetString("archivo"))
	_, sent := o.Mailer.Deliver(o.App)
	round := respaldo.New(respaldo.Config{Now: o.Clock.Now, Lugar: respaldo.Lugar{Donde: p.dest}}).Round(t.Context(), o.App)
	if err := errors.Join(o.Registro.Head(o.App), sent, round, base.End(o.App)); err != nil {
		t.Fatal(err)
	}
	return p
}

// twin copies a patient, to be hurt.
func (p *patient) twin(t *testing.T) *patient {
	t.Helper()
	q := *p
	q.t, q.dir, q.dest = t, filepath.Join(t.TempDir(), "datos"), t.TempDir()
	q.resguardo, q.dns = q.dir+"-resguardo", map[string][]string{}
	for name, texts := range p.dns {
		q.dns[name] = texts
	}
	for from, to := range map[string]string{p.dir: q.dir, p.resguardo: q.resguardo, p.dest: q.dest} {
		if err := os.CopyFS(to, os.DirFS(from)); err != nil {
			t.Fatal(err)
		}
		if _, err := disco.MakePrivate(t.Context(), to, true); err != nil {
			t.Fatal(err)
		}
	}
	return &q
}

// examine is what the command finds.
func (p *patient) examine() []respaldo.Linea {
	p.t.Helper()
	app := core.NewBaseApp(core.BaseAppConfig{DataDir: p.dir})
	desk, err := hooks.Register(app, hooks.Config{Now: p.clock.Now, ClockSet: true, Files: hookstest.Files(), Out: &hookstest.Output{}})
	if err != nil {
		p.t.Fatal(err)
	}
	with := desk.Examen(app)
	with.Copias = respaldo.Lugar{Donde: p.dest}
	with.Selector, with.Roots, with.Todo, with.Progreso = p.selector, p.roots, p.todo, quiet
	with.TXT = func(_ context.Context, name string) ([]string, error) {
		if p.dnsDown {
			return nil, &net.DNSError{Err: "i/o timeout", IsTimeout: true}
		}
		if found, ok := p.dns[name]; ok {
			return found, nil
		}
		return nil, &net.DNSError{Err: "no such host", IsNotFound: true}
	}
	told := 0
	lines, err := respaldo.Examine(p.t.Context(), p.dir, with, func(respaldo.Linea) { told++ })
	if err != nil || told != len(lines) {
		p.t.Fatalf("%d lines, %d told: %v", len(lines), told, err)
	}
	return lines
}

func (p *patient) sql(statements ...string) {
	p.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(p.dir, "data.db"))
	if err != nil {
		p.t.Fatal(err)
	}
	defer db.Close()
	for _, s := range statements {
		if _, err := db.Exec(s); err != nil {
			p.t.Fatal(s, err)
		}
	}
}

// setting changes what the base keeps of PocketBase's settings.
func (p *patient) setting(path, value string) {
	p.t.Helper()
	p.sql("UPDATE _params SET value = json_set(value, '$." + path + "', " + value + ") WHERE id = 'settings'")
}

// unguarded drops the triggers of a table, as somebody does who changes it behind the rules.
func (p *patient) unguarded(table string) {
	p.t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(p.dir, "data.db"))
	if err != nil {
		p.t.Fatal(err)
	}
	rows, err := db.Query("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", table)
	if err != nil {
		p.t.Fatal(err)
	}
	var names []string
	for rows.Next() {
		var name string
		_ = rows.Scan(&name)
		names = append(names, "DROP TRIGGER "+name)
	}
	if err := errors.Join(rows.Err(), rows.Close(), db.Close()); err != nil {
		p.t.Fatal(err)
	}
	p.sql(names...)
}

func (p *patient) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

func (p *patient) write(path, text string) {
	p.t.Helper()
	p.must(os.WriteFile(path, []byte(text), 0o600))
}

// newest is the last file of a folder, by its path.
func (p *patient) newest(dir, ext string) string {
	p.t.Helper()
	list, _ := stored(p.t, dir)
	list = slices.DeleteFunc(list, func(path string) bool { return filepath.Ext(path) != ext })
	if len(list) == 0 {
		p.t.Fatal("nothing in ", dir)
	}
	return slices.Max(list)
}

// secured serves a certificate that ends then, by an authority that the patient knows.
func (p *patient) secured(end time.Time) {
	p.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	p.must(err)
	sheet := &x509.Certificate{SerialNumber: big.NewInt(1), NotBefore: end.AddDate(-1, 0, 0), NotAfter: end,
		IPAddresses: []net.IP{{127, 0, 0, 1}}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, sheet, sheet, &key.PublicKey, key)
	p.must(err)
	own, err := x509.ParseCertificate(der)
	p.must(err)
	web := httptest.NewUnstartedServer(nil)
	web.TLS = &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{der}, PrivateKey: key}}}
	web.StartTLS()
	p.t.Cleanup(web.Close)
	p.roots = x509.NewCertPool()
	p.roots.AddCert(own)
	p.setting("meta.appURL", "'"+web.URL+"'")
}

// served lets the lock of the folder name a server that answers with the text to who shows the
// key of the folder.
func (p *patient) served(kind, text string) {
	p.t.Helper()
	web := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/salud" || r.Header.Get("X-Mesa-Clave") != "llave-de-prueba" {
			w.WriteHeader(http.StatusNotFound)
		}
		w.Header().Set("Content-Type", kind)
		_, _ = w.Write([]byte(text))
	}))
	p.t.Cleanup(web.Close)
	address := web.Listener.Addr().String()
	p.write(filepath.Join(p.dir, "mesadepartes.lock"), `{"pid":1,"direccion":"`+address+`","clave":"llave-de-prueba"}`)
}

// planted are the faults: which line must tell of each, in which state, and what it says.
var planted = map[string]struct {
	line, says string
	salud      mesa.Salud
	hurt       func(*patient)
}{
	"a base open to others": {"permisos", "data.db", mesa.Mal, func(p *patient) {
		p.must(os.Chmod(filepath.Join(p.dir, "data.db"), 0o644))
	}},
	"an open folder": {"permisos", "abiertos", mesa.Mal, func(p *patient) { p.must(os.Chmod(p.dir, 0o755)) }},
	"an open key": {"permisos", "registro.clave", mesa.Mal, func(p *patient) {
		p.must(os.Chmod(filepath.Join(p.resguardo, "registro.clave"), 0o644))
	}},
	"an open file far below": {"permisos", ".pdf", mesa.Mal, func(p *patient) {
		p.todo = true
		p.must(os.Chmod(filepath.Join(p.dir, p.pdf), 0o640))
	}},
	"damaged pages": {"integridad de la base", "", mesa.Mal, func(p *patient) {
		f, err := os.OpenFile(filepath.Join(p.dir, "data.db"), os.O_RDWR, 0)
		p.must(err)
		defer f.Close()
		info, _ := f.Stat()
		for at := info.Size() / 2; at < info.Size(); at += 4096 {
			_, err := f.WriteAt([]byte(strings.Repeat("x", 512)), at)
			p.must(err)
		}
	}},
	"a lost index": {"esquema", "falta el índice idx_areas_nombre", mesa.Mal, func(p *patient) {
		p.sql("DROP INDEX idx_areas_nombre")
	}},
	"a lost trigger": {"esquema", "falta el disparador", mesa.Mal, func(p *patient) { p.unguarded("movimientos") }},
	"a lost column": {"esquema", "falta la columna areas.siglas", mesa.Mal, func(p *patient) {
		p.sql("ALTER TABLE areas DROP COLUMN siglas")
	}},
	"an index that is another": {"esquema", "el índice idx_areas_nombre no es el del programa", mesa.Mal, func(p *patient) {
		p.sql("DROP INDEX idx_areas_nombre", "CREATE INDEX idx_areas_nombre ON areas (siglas)")
	}},
	"a foreign trigger": {"disparadores ajenos", "espia", mesa.Atencion, func(p *patient) {
		p.sql("CREATE TRIGGER espia AFTER INSERT ON solicitudes BEGIN SELECT 1; END")
	}},
	"a newer base": {"esquema", "más nueva", mesa.Mal, func(p *patient) {
		p.sql("INSERT INTO _migrations (file, applied) VALUES ('1999000000_futuro.go', 1)")
	}},
	"an older program's base": {"esquema", "1799000840", mesa.Atencion, func(p *patient) {
		p.sql("DELETE FROM _migrations WHERE file LIKE '1799000840%'")
	}},
	"settings under another key": {"base de datos", "MESA_LLAVE", mesa.Mal, func(p *patient) {
		p.sql("UPDATE _params SET value = 'bm8gc2UgbGVl' WHERE id = 'settings'")
	}},
	"a full disk": {"espacio", "no se reciben archivos", mesa.Mal, func(p *patient) {
		p.sql("UPDATE entidad SET reserva_mb = 1073741824")
	}},
	"no folder of files": {"archivos", "falta la carpeta", mesa.Mal, func(p *patient) {
		p.must(os.RemoveAll(filepath.Join(p.dir, core.LocalStorageDirName)))
	}},
	"a file in its place": {"archivos", "no es una carpeta", mesa.Mal, func(p *patient) {
		p.must(os.RemoveAll(filepath.Join(p.dir, core.LocalStorageDirName)))
		p.write(filepath.Join(p.dir, core.LocalStorageDirName), "")
	}},
	"a changed PDF": {"huellas de los archivos", "no es el que se recibió", mesa.Mal, func(p *patient) {
		p.todo = true
		p.write(filepath.Join(p.dir, p.pdf), "%PDF-1.4 otro")
	}},
	"a lost PDF": {"huellas de los archivos", "falta un archivo de la solicitud 2-2026", mesa.Mal, func(p *patient) {
		p.todo = true
		p.must(os.Remove(filepath.Join(p.dir, p.pdf)))
	}},
	"a document found damaged at night": {"documentos guardados", "abc", mesa.Mal, func(p *patient) {
		p.write(filepath.Join(p.dir, "muestra.json"), `{"fecha":"2026-03-25T08:00:00Z","leidos":9,"danados":["abc"]}`)
	}},
	"the last entry of the book gone": {"libro de actos", "", mesa.Mal, func(p *patient) {
		p.must(os.Remove(p.newest(filepath.Join(p.dir, "libro"), ".json")))
	}},
	"the head outside gone": {"libro de actos", "resguardo", mesa.Mal, func(p *patient) {
		p.must(os.Remove(filepath.Join(p.resguardo, "libro.cabeza")))
	}},
	"an older base": {"libro de actos", "2-2026", mesa.Mal, func(p *patient) {
		data, err := os.ReadFile(p.older)
		p.must(err)
		p.write(filepath.Join(p.dir, "data.db"), string(data))
	}},
	"the key gone": {"llave de los cargos", "Falta la llave", mesa.Mal, func(p *patient) {
		p.must(os.Remove(filepath.Join(p.resguardo, "registro.clave")))
	}},
	"the key torn": {"llave de los cargos", "dañado", mesa.Mal, func(p *patient) {
		p.write(filepath.Join(p.resguardo, "registro.clave"), "{")
	}},
	"a tree remade": {"registro público", "se rehízo", mesa.Mal, func(p *patient) {
		p.unguarded("registro_nodos")
		p.sql("UPDATE registro_nodos SET h = randomblob(32)")
	}},
	"a line changed behind the rules": {"registro público", "fue alterada", mesa.Mal, func(p *patient) {
		p.todo = true
		p.unguarded("movimientos")
		p.sql("UPDATE movimientos SET destino = 'OTRO LUGAR'")
	}},
	"a clock that is behind": {"hora", "", mesa.Mal, func(p *patient) { p.clock = hookstest.At("2026-03-24T09:00:00-05:00") }},
	"a mail that does not go": {"correos por salir", "esperan salir", mesa.Atencion, func(p *patient) {
		p.sql("UPDATE correos SET estado = 'pendiente', creado_en = '2026-03-25 05:00:00.000Z'")
	}},
	"no mail server": {"correos por salir", "configurar", mesa.Atencion, func(p *patient) {
		p.setting("smtp.enabled", "json('false')")
	}},
	"a mail server that is down": {"servidor de correo", "conexión", mesa.Mal, func(p *patient) {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		p.must(err)
		port := l.Addr().String()[len("127.0.0.1:"):]
		p.must(l.Close())
		p.setting("smtp.port", port)
	}},
	"a mail server that wants nobody": {"servidor de correo", "554", mesa.Mal, func(p *patient) {
		app := hookstest.Stock(p.t)
		s := hookstest.NewSMTP(p.t, app)
		s.Behave(hookstest.Manner{Banner: "554 no se atiende"})
		p.setting("smtp.port", big.NewInt(int64(s.Port())).String())
	}},
	"no sender": {"remitente", "remitente", mesa.Mal, func(p *patient) { p.setting("meta.senderAddress", "''") }},
	"no SPF": {"SPF del remitente", "SPF", mesa.Atencion, func(p *patient) {
		p.dns["ejemplo.pe"] = []string{"otra cosa"}
	}},
	"no DMARC": {"DMARC del remitente", "DMARC", mesa.Atencion, func(p *patient) { delete(p.dns, "_dmarc.ejemplo.pe") }},
	"no DKIM": {"DKIM del remitente", "DKIM", mesa.Atencion, func(p *patient) {
		p.dns["s1._domainkey.ejemplo.pe"] = []string{"k=rsa"}
	}},
	"no network": {"SPF del remitente", "servidor de nombres", mesa.Atencion, func(p *patient) { p.dnsDown = true }},
	"no https": {"dirección pública", "https://", mesa.Atencion, func(p *patient) {
		p.setting("meta.appURL", "'http://mesa.ejemplo.pe'")
	}},
	"an expired certificate": {"certificado", "venció", mesa.Mal, func(p *patient) { p.secured(p.clock.Now().Add(-time.Hour)) }},
	"a certificate near its end": {"certificado", "en 9 días", mesa.Atencion, func(p *patient) {
		p.secured(p.clock.Now().Add(9*24*time.Hour + time.Hour))
	}},
	"a certificate that nobody knows": {"certificado", "no aceptan", mesa.Atencion, func(p *patient) { p.roots = x509.NewCertPool() }},
	"nobody at the address": {"certificado", "no se pudo ver", mesa.Atencion, func(p *patient) {
		p.setting("meta.appURL", "'https://127.0.0.1:1'")
	}},
	"no copies wanted": {"última copia", "configurada", mesa.Atencion, func(p *patient) { p.dest = "" }},
	"no copy made":     {"última copia", "ninguna copia", mesa.Mal, func(p *patient) { p.dest = p.t.TempDir() }},
	"an old copy": {"última copia", "última copia", mesa.Mal, func(p *patient) {
		p.clock = hookstest.At("2026-03-27T09:00:00-05:00")
	}},
	"a copy that can't be restored": {"ensayo de la copia", "falta el archivo", mesa.Mal, func(p *patient) {
		p.write(filepath.Join(p.dest, "ensayo.json"), `{"hecho":"2026-03-25T08:00:00Z","copia":"20260325","fallas":["falta el archivo"]}`)
	}},
	"a copy never tried": {"ensayo de la copia", "ensayó", mesa.Atencion, func(p *patient) {
		p.must(os.Remove(filepath.Join(p.dest, "ensayo.json")))
	}},
	"a server that is not well": {"programa en marcha", "espacio (mal)", mesa.Mal, func(p *patient) {
		p.served("text/plain; charset=utf-8", "mal\nespacio (mal): no se reciben archivos\n")
	}},
	"a stranger where the server was": {"programa en marcha", "no dijo cómo está", mesa.Atencion, func(p *patient) {
		p.served("text/html", "<p>otra cosa</p>")
	}},
	"files in quarantine": {"cuarentena", "apartados", mesa.Atencion, func(p *patient) {
		p.must(os.MkdirAll(filepath.Join(p.dir, "cuarentena", "2026-03-25"), 0o700))
	}},
}

func TestDoctorFindsEachPlantedFaultAndSaysWhatToDo(t *testing.T) {
	t.Parallel()
	well := wellOffice(t)
	t.Run("none", func(t *testing.T) {
		p := well.twin(t)
		p.todo = true
		before, _ := stored(t, p.dir)
		for _, l := range p.examine() {
			if l.Salud != mesa.Bien {
				t.Errorf("%s is %s: %s", l.Nombre, l.Estado, l.Motivo)
			}
		}
		if after, _ := stored(t, p.dir); !slices.Equal(before, after) {
			t.Errorf("doctor left %v in the folder, which had %v", after, before)
		}
	})
	if len(planted) < 20 {
		t.Errorf("%d faults", len(planted))
	}
	for name, c := range planted {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := well.twin(t)
			c.hurt(p)
			for _, l := range p.examine() {
				if l.Nombre != c.line {
					continue
				}
				unknown := l.Remedio == "" || l.Remedio == mesa.RemedioDoctor("?")
				if l.Salud != c.salud || !strings.Contains(l.Motivo+l.Remedio, c.says) || unknown {
					t.Errorf("%s is %s: %q → %q", l.Nombre, l.Estado, l.Motivo, l.Remedio)
				}
				return
			}
			t.Errorf("no line tells of %s", c.line)
		})
	}
}

func TestDoctorHasNothingToLookAtInAnEmptyFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if lines, err := respaldo.Examine(t.Context(), dir, respaldo.Examen{}, nil); err == nil || len(lines) > 0 {
		t.Errorf("%v %v", lines, err)
	}
	if list, _ := os.ReadDir(dir); len(list) > 0 {
		t.Errorf("doctor made %v", list)
	}
}
