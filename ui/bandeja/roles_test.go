package bandeja_test

import (
	"slices"
	"testing"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/dbx"
)

// acto is an act, a state that it starts from, and the roles that may make it.
type acto struct {
	name   string
	etapa  mesa.Etapa
	estado mesa.Estado
	rol    []mesa.Rol
}

var actos = []acto{
	{"registrar", mesa.EtapaRegistrado, mesa.Recibida, []mesa.Rol{mesa.RolMesa}},
	{"observar", mesa.EtapaObservado, mesa.Recibida, []mesa.Rol{mesa.RolMesa}},
	{"reconducir", mesa.EtapaReconducido, mesa.Recibida, []mesa.Rol{mesa.RolMesa}},
	{"remitir", mesa.EtapaRemitido, mesa.Registrada, []mesa.Rol{mesa.RolMesa}},
	{"no-presentada", mesa.EtapaNoPresentado, mesa.Subsanada, []mesa.Rol{mesa.RolMesa}},
	{"desistir", mesa.EtapaDesistido, mesa.Recibida, []mesa.Rol{mesa.RolMesa}},
	{"derivar", mesa.EtapaDerivado, mesa.Derivada, []mesa.Rol{mesa.RolMesa, mesa.RolArea, mesa.RolJefatura}},
	{"derivar", mesa.EtapaDerivado, mesa.Registrada, []mesa.Rol{mesa.RolMesa}},
	{"devolver", mesa.EtapaDevuelto, mesa.Derivada, []mesa.Rol{mesa.RolArea}},
	{"atender", mesa.EtapaAtendido, mesa.Derivada, []mesa.Rol{mesa.RolMesa, mesa.RolArea}},
	{"archivar", mesa.EtapaArchivado, mesa.Derivada, []mesa.Rol{mesa.RolMesa, mesa.RolArea}},
	{"prorrogar", mesa.EtapaProrrogado, mesa.Derivada, []mesa.Rol{mesa.RolMesa, mesa.RolArea}},
	{"reabrir", mesa.EtapaReabierto, mesa.Archivada, []mesa.Rol{mesa.RolJefatura}},
	{"nota", mesa.EtapaNota, mesa.Derivada, []mesa.Rol{mesa.RolMesa, mesa.RolArea, mesa.RolJefatura}},
}

// TestEveryRoleActsByFormAndByAPIAsTheTableSays makes each act as each role, through both
// doors, on a filing of its own.
func TestEveryRoleActsByFormAndByAPIAsTheTableSays(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	area := o.Area(t).Id
	other := o.Must(t, mesa.ColAreas, map[string]any{"nombre": "OTRA ÁREA", "activo": true}).Id
	tramite := o.Tramite(t, 1)
	tramite.Set("area", area) // where Brought routes to
	if err := o.Save(tramite); err != nil {
		t.Fatal(err)
	}
	for _, rol := range []mesa.Rol{mesa.RolMesa, mesa.RolArea, mesa.RolJefatura} {
		correo := string(rol) + "@ejemplo.pe"
		own := ""
		if rol == mesa.RolArea {
			own = area
		}
		account := o.Record(t, mesa.ColPersonal, account(t, o, correo, rol, own))
		token, err := account.NewAuthToken()
		if err != nil {
			t.Fatal(err)
		}
		b := uitest.NewBrowser(t, site)
		enter(t, b, correo)
		for _, a := range actos {
			may := slices.Contains(a.rol, rol)
			for _, door := range []string{"form", "API"} {
				s := o.Record(t, mesa.ColSolicitudes, o.Brought(t, a.estado))
				before := count(t, o, s.Id)
				fields := map[string]any{
					"solicitud": s.Id, "etapa": string(a.etapa), "observaciones": "Texto.", "motivo": "Porque sí corresponde.", "area": other,
					"tramite": o.Tramite(t, 2).Id, "entidad_destino": "Otra entidad", "documento_numero": "12", "documento_fecha": "2026-03-24",
					"vence_nuevo": "2026-05-20", "sentido": "informativa",
				}
				status := 0
				if door == "API" {
					status = (uitest.REST{Browser: b, Token: token}).Call("POST", "/api/collections/movimientos/records", fields).Status
				} else {
					var pairs []string
					for name, value := range fields {
						pairs = append(pairs, name, value.(string))
					}
					status = b.Post("/bandeja/"+s.GetString("numero")+"/"+a.name, pairs...).Status
				}
				done := count(t, o, s.Id) > before
				if done != may || may != (status < 400) {
					t.Errorf("%s of %s by %s through the %s: %d, done %v, want %v", a.name, a.estado, rol, door, status, done, may)
				}
			}
		}
	}
}

func count(t *testing.T, o *hookstest.Office, solicitud string) int {
	t.Helper()
	lines, err := o.FindAllRecords(mesa.ColMovimientos, dbx.HashExp{"solicitud": solicitud})
	if err != nil {
		t.Fatal(err)
	}
	return len(lines)
}

// An area is answered on a filing that was never with it as on one that does not exist.
func TestAForeignFilingDoesNotExistForAnArea(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	s := o.Filed(t, nil)
	doc := o.Documents(t, s.Id)[0]
	account(t, o, "area@ejemplo.pe", mesa.RolArea, o.Area(t).Id)
	b := uitest.NewBrowser(t, site)
	enter(t, b, "area@ejemplo.pe")
	foreign, absent := b.Get("/bandeja/1-2026"), b.Get("/bandeja/9-2026")
	if foreign.Status != 404 || absent.Status != 404 || foreign.Body != absent.Body {
		t.Errorf("foreign %d, absent %d", foreign.Status, absent.Status)
	}
	for _, path := range []string{"/bandeja/documentos/" + doc.Id, "/bandeja/documentos/aaaaaaaaaaaaaaa"} {
		if p := b.Get(path); p.Status != 404 {
			t.Errorf("%s: %d", path, p.Status)
		}
	}
	for _, path := range []string{"/bandeja/1-2026/nota", "/bandeja/1-2026/asignar", "/bandeja/1-2026/vista-previa"} {
		if p := b.Post(path, "observaciones", "x", "acto", "nota"); p.Status != 404 {
			t.Errorf("POST %s: %d", path, p.Status)
		}
	}
	if p := b.Get("/bandeja?tab=todas"); p.Status != 200 || p.Has("1-2026") {
		t.Errorf("the list shows it: %d", p.Status)
	}
	if p := b.Get("/bandeja?q=perez"); p.Has("1-2026") {
		t.Error("the search finds it")
	}
}

// Who acts on a page that is old is told who did what, and keeps what was typed.
func TestAStaleFormKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	b := uitest.NewBrowser(t, uitest.Serve(t, o))
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	s := o.Filed(t, nil)
	enter(t, b, "mesa@ejemplo.pe")
	old := b.Get("/bandeja/1-2026").Field("version")
	o.MustMove(t, s.Id, mesa.EtapaRegistrado, nil)
	p := b.Post("/bandeja/1-2026/derivar", "version", old, "area", o.Area(t).Id, "instrucciones", "Responda antes del viernes.")
	if p.Status != 409 || !p.Has("Responda antes del viernes.") || !p.Has("registró «Registrada»") {
		t.Errorf("%d %s", p.Status, p.Body)
	}
	p = b.Post("/bandeja/1-2026/derivar", "version", p.Field("version"), "area", o.Area(t).Id)
	if p.Status != 303 {
		t.Errorf("with the new version: %d", p.Status)
	}
}

// A switched-off account, or one whose role changed, is out at its next request.
func TestAChangedAccountIsOutAtOnce(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	site := uitest.Serve(t, o)
	for _, change := range []map[string]any{{"activo": false}, {"rol": "jefatura"}, {"password": "otra-clave-de-prueba"}} {
		r := o.Record(t, mesa.ColPersonal, account(t, o, o.Now().Format("0405.000")+"@ejemplo.pe", mesa.RolMesa, ""))
		b := uitest.NewBrowser(t, site)
		enter(t, b, r.Email())
		r.Load(change)
		if err := o.Save(r); err != nil {
			t.Fatal(err)
		}
		if p := b.Get("/bandeja"); p.Status != 303 {
			t.Errorf("%v: %d", change, p.Status)
		}
		o.Clock.Add(1e9)
	}
}

// Five wrong passwords close the door of an account to one neighbourhood, and to no other.
func TestWrongPasswordsCloseOneDoorOnly(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	o.Settings().TrustedProxy.Headers = []string{uitest.ProxyHeader}
	site := uitest.Serve(t, o)
	account(t, o, "mesa@ejemplo.pe", mesa.RolMesa, "")
	stranger, owner := uitest.NewBrowser(t, site).Behind("203.0.113.9"), uitest.NewBrowser(t, site).Behind("198.51.100.7")
	for range 5 {
		if p := stranger.Post("/bandeja/ingresar", "correo", "mesa@ejemplo.pe", "clave", "no-es-esta-clave"); p.Status != 422 {
			t.Fatalf("a wrong password: %d", p.Status)
		}
	}
	if p := stranger.Post("/bandeja/ingresar", "correo", "mesa@ejemplo.pe", "clave", clave); p.Status != 429 {
		t.Errorf("the sixth: %d", p.Status)
	}
	enter(t, owner, "mesa@ejemplo.pe")
	for _, volver := range []string{"//malo.example/bandeja", "/bandejas", "/bandeja/../_/", "/bandeja//malo.example"} {
		if p := owner.Post("/bandeja/ingresar", "correo", "mesa@ejemplo.pe", "clave", clave, "volver", volver); p.Location != "/bandeja" {
			t.Errorf("%s goes on to %q", volver, p.Location)
		}
	}
}
