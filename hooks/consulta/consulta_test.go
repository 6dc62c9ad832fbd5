package consulta_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/padron"
	"mesadepartes/hooks/pide"
	"mesadepartes/ui/uitest"

	"github.com/pocketbase/pocketbase/core"
)

// asking opens an office that PIDE answers, with a draft of that kind of person.
func asking(t *testing.T, persona string) (o *hookstest.Office, state *hookstest.PIDE, draft string) {
	t.Helper()
	o, state = hookstest.New(t, workday), hookstest.NewPIDE(t)
	settings(t, o, map[string]any{
		"pide_url": state.URL, "pide_dni_usuario": "22222222", "pide_ruc_usuario": "20000000001", "pide_clave": "secreta",
	})
	d := o.Must(t, mesa.ColBorradores, map[string]any{"secreto": strings.Repeat("a", 64), "persona": persona, "terminos_en": o.Now()})
	return o, state, d.Id
}

func settings(t *testing.T, o *hookstest.Office, values map[string]any) {
	t.Helper()
	if err := trySettings(o, values); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
}

func trySettings(o *hookstest.Office, values map[string]any) error {
	r, err := o.FindFirstRecordByFilter(mesa.ColConsultasAjustes, "id != ''")
	if err != nil {
		return err
	}
	r.Load(values)
	return o.Save(r)
}

// consult asks as the citizen's form does.
func consult(o *hookstest.Office, draft, tipo, numero string) (*core.Record, error) {
	c, err := o.FindCachedCollectionByNameOrId(mesa.ColConsultas)
	if err != nil {
		return nil, err
	}
	r := core.NewRecord(c)
	r.Load(map[string]any{"borrador": draft, "tipo": tipo, "numero": numero, "ip": "192.0.2.1"})
	mesa.SetActor(r, mesa.Actor{Mano: mesa.ManoCiudadano})
	return r, o.Save(r)
}

func TestAFoundNameFillsTheDraftAndIsInNoRegister(t *testing.T) {
	t.Parallel()
	o, _, draft := asking(t, "natural")
	r, err := consult(o, draft, "DNI", "1111 1111")
	if err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	wantRecord(t, o.Record(t, mesa.ColConsultas, r.Id), map[string]string{
		"resultado": "encontrada", "fuente": "RENIEC", "tipo": "DNI",
		"numero": "11111111", "finalidad": mesa.FinalidadConsulta, "ip": "192.0.2.1",
	})
	if line := fmt.Sprint(o.Record(t, mesa.ColConsultas, r.Id).FieldsData()); strings.Contains(line, "ANA") {
		t.Errorf("the line keeps the name: %s", line)
	}
	wantRecord(t, o.Record(t, mesa.ColBorradores, draft), map[string]string{
		"numero_documento": "11111111", "nombres": "ANA MARÍA", "apellidos": "NÚÑEZ ÁVILA", "nombres_fuente": "RENIEC",
	})
	d := o.Record(t, mesa.ColBorradores, draft)
	d.Set("nombres", "ANA M.")
	d.Set("nombres_fuente", "RENIEC")
	if err := o.Save(d); err != nil {
		t.Fatal(err)
	}
	wantRecord(t, o.Record(t, mesa.ColBorradores, draft), map[string]string{"nombres": "ANA M.", "nombres_fuente": ""})
}

func TestNamesKeepTheirSourceWheneverTheFormSavesItself(t *testing.T) {
	t.Parallel()
	o, _, draft := asking(t, "natural")
	if _, err := consult(o, draft, "DNI", "11111111"); err != nil {
		t.Fatal(err)
	}
	// The form as it was before the answer arrived; then as it is after it.
	for _, step := range []struct{ nombres, apellidos, fuente string }{
		{"", "", ""}, {"ANA MARÍA", "NÚÑEZ ÁVILA", "RENIEC"}, {"OTRA", "NÚÑEZ ÁVILA", ""},
	} {
		d := o.Record(t, mesa.ColBorradores, draft)
		d.Load(map[string]any{
			"nombres": step.nombres, "apellidos": step.apellidos, "nombres_fuente": "inventada", "nombres_hallados": "inventados",
		})
		if err := o.Save(d); err != nil {
			t.Fatal(err)
		}
		wantRecord(t, o.Record(t, mesa.ColBorradores, draft), map[string]string{"nombres": step.nombres, "nombres_fuente": step.fuente})
	}
}

// A register that answers late must not undo what the person typed while waiting.
func TestALateAnswerOverwritesNoTypedName(t *testing.T) {
	t.Parallel()
	type row = map[string]string
	for name, test := range map[string]struct{ typed, want row }{
		"both names":     {row{"nombres": "ANA", "apellidos": "ESCRITA"}, row{"nombres": "ANA", "apellidos": "ESCRITA", "nombres_fuente": ""}},
		"one name":       {row{"nombres": "ANITA"}, row{"nombres": "ANITA", "apellidos": "NÚÑEZ ÁVILA", "nombres_fuente": ""}},
		"the phone":      {row{"telefono": "987654321"}, row{"nombres": "ANA MARÍA", "nombres_fuente": "RENIEC"}},
		"another number": {row{"numero_documento": "22222222"}, row{"numero_documento": "22222222", "nombres": "", "apellidos": ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o, _, draft := asking(t, "natural")
			o.OnRecordAfterUpdateSuccess(mesa.ColConsultas).BindFunc(func(e *core.RecordEvent) error {
				d := o.Record(t, mesa.ColBorradores, draft) // the register has answered, and the draft does not have it yet
				d.Load(map[string]any{"tipo_documento": "DNI", "numero_documento": "11111111"})
				for column, value := range test.typed {
					d.Set(column, value)
				}
				if err := o.Save(d); err != nil {
					t.Error(err)
				}
				return e.Next()
			})
			r, err := consult(o, draft, "DNI", "11111111")
			if err != nil || r.GetString("resultado") != "encontrada" {
				t.Fatalf("%s %v", r.GetString("resultado"), err)
			}
			wantRecord(t, o.Record(t, mesa.ColBorradores, draft), test.want)
			if found := mesa.HalladoOf(r); found["nombres"] != "ANA MARÍA" || found["apellidos"] != "NÚÑEZ ÁVILA" {
				t.Errorf("the page is told %v", found)
			}
		})
	}
}

func TestAPrivateServiceIsAskedOnlyWhereItIsSwitchedOn(t *testing.T) {
	t.Parallel()
	o, state, draft := asking(t, "natural")
	private := map[string]any{"pide_url": "", "privada_url": state.URL + "/privada", "privada_token": "ficha", "privada_activa": false}
	settings(t, o, private)
	if r, err := consult(o, draft, "DNI", "11111111"); err != nil ||
		r.GetString("resultado") != "sin_servicio" || state.Asked.Load() != 0 || o.Consulta.CanAsk("DNI") {
		t.Errorf("switched off: %s %v", r.GetString("resultado"), err)
	}
	private["privada_activa"] = true
	settings(t, o, private)
	if r, err := consult(o, draft, "DNI", "11111111"); err != nil || r.GetString("fuente") != "127.0.0.1" || !o.Consulta.CanAsk("DNI") {
		t.Errorf("switched on: %s %s %v", r.GetString("resultado"), r.GetString("fuente"), err)
	}
	wantRecord(t, o.Record(t, mesa.ColBorradores, draft), map[string]string{"nombres": "ANA", "apellidos": "PRIVADA"})
}

func TestARegisterThatNeverAnswersIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	o, state, draft := asking(t, "natural")
	state.How.Store("silencio")
	if err := o.Consulta.PIDE.Configure(pide.Config{BaseURL: state.URL, DNIUsuario: "22222222", RUCUsuario: "20000000001", Clave: "secreta",
		Timeout: 50 * time.Millisecond, Now: o.Clock.Now}); err != nil {
		t.Fatal(err)
	}
	if r, err := consult(o, draft, "DNI", "11111111"); err != nil || r.GetString("resultado") != "no_disponible" {
		t.Errorf("%s %v", r.GetString("resultado"), err)
	}
}

func TestTheEnvironmentChangesOnlyTheSettingsItNames(t *testing.T) {
	o := hookstest.New(t, workday)
	settings(t, o, map[string]any{"pide_url": "https://antes.ejemplo.pe", "pide_dni_usuario": "33333333"})
	t.Setenv("MESA_PIDE_URL", "https://ahora.ejemplo.pe")
	t.Setenv("MESA_PIDE_CLAVE", "secreta-de-prueba")
	uitest.NewREST(t, o) // the server starts
	r, err := o.FindFirstRecordByFilter(mesa.ColConsultasAjustes, "id != ''")
	if err != nil {
		t.Fatal(err)
	}
	wantRecord(t, r, map[string]string{"pide_url": "https://ahora.ejemplo.pe", "pide_dni_usuario": "33333333", "pide_clave": ""})
	if !o.Consulta.CanAsk("RUC") || o.Consulta.CanAsk("DNI") {
		t.Error("the settings are not in use")
	}
}

func TestThreeDocumentsADraftHoweverManyAtOnce(t *testing.T) {
	t.Parallel()
	o, state, draft := asking(t, "natural")
	var all sync.WaitGroup
	var mu sync.Mutex
	asked, refused := 0, 0
	for i := range 10 {
		all.Go(func() {
			_, err := consult(o, draft, "DNI", fmt.Sprintf("1111111%d", i))
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				asked++
				return
			}
			if p, ok := mesa.AsProblem(err); ok && p.Status == 429 && p.Texto == mesa.TextTresDocumentos && p.Wait > 0 {
				refused++
			}
		})
	}
	all.Wait()
	if asked != 3 || refused != 7 || state.Asked.Load() != 3 {
		t.Errorf("%d asked, %d refused, RENIEC heard of %d", asked, refused, state.Asked.Load())
	}
}

func TestTheSameDocumentAgainIsFree(t *testing.T) {
	t.Parallel()
	o, _, draft := asking(t, "natural")
	for range 5 {
		if _, err := consult(o, draft, "DNI", "11111111"); err != nil {
			t.Fatal(hookstest.Explain(err))
		}
	}
}

func TestALookUpIsRefusedWhereNobodyFillsAFormIn(t *testing.T) {
	t.Parallel()
	o, state, draft := asking(t, "natural")
	admin, _ := uitest.NewREST(t, o)
	_, err := consult(o, "nohay", "DNI", "11111111")
	hookstest.WantRefusal(t, err, 404, "borrador", mesa.TextReferencia)
	_, err = consult(o, draft, "DNI", "1234")
	hookstest.WantRefusal(t, err, 422, "numero_documento", mesa.FaultDocumento("DNI", "1234"))
	_, err = consult(o, draft, "RUC", "20000000028")
	hookstest.WantRefusal(t, err, 422, "ruc", mesa.TextSoloJuridica)
	_, err = consult(o, draft, "", "11111111")
	hookstest.WantRefusal(t, err, 422, "tipo_documento", mesa.TextTipoDocumento)
	if p := admin.Call("POST", "/api/collections/consultas/records",
		map[string]any{"borrador": draft, "tipo": "DNI", "numero": "11111111"}); p.Status != 403 {
		t.Errorf("REST: %d %s", p.Status, p.Body)
	}
	_, err = o.Create(t, mesa.ColConsultas, map[string]any{"borrador": draft, "tipo": "DNI", "numero": "11111111"})
	hookstest.WantRefusal(t, err, 403, "", mesa.TextSoloCiudadano)
	sent := o.Ready(t, nil)
	o.Must(t, mesa.ColSolicitudes, map[string]any{"borrador": sent.Id})
	_, err = consult(o, sent.Id, "DNI", "11111111")
	hookstest.WantRefusal(t, err, 409, "", mesa.TextBorradorCerrado)
	if state.Asked.Load() != 0 {
		t.Error("a register was asked")
	}
}

func TestALineOfTheRegisterStays(t *testing.T) {
	t.Parallel()
	o, _, draft := asking(t, "natural")
	r, err := consult(o, draft, "DNI", "11111111")
	if err != nil {
		t.Fatal(err)
	}
	fresh := o.Record(t, mesa.ColConsultas, r.Id)
	fresh.Set("numero", "22222222")
	hookstest.WantRefusal(t, o.Save(fresh), 403, "", mesa.TextConsultasFijas)
	hookstest.WantRefusal(t, o.Delete(fresh), 403, "", mesa.TextConsultasFijas)
	for _, query := range []string{
		"UPDATE consultas SET ip = ''", "DELETE FROM consultas", "INSERT OR REPLACE INTO consultas (id) VALUES ('" + r.Id + "')",
	} {
		if _, err := o.DB().NewQuery(query).Execute(); err == nil {
			t.Errorf("%s passes", query)
		}
	}
}

func TestNoFaultOfARegisterStandsInTheWay(t *testing.T) {
	t.Parallel()
	for how, want := range map[string]string{"html": "no_disponible", "500": "no_disponible", "clave": "no_disponible",
		"vencida": "no_disponible"} {
		o, state, draft := asking(t, "natural")
		state.How.Store(how)
		r, err := consult(o, draft, "DNI", "11111111")
		if err != nil || r.GetString("resultado") != want {
			t.Errorf("%s: %s %v", how, r.GetString("resultado"), err)
		}
	}
	o, _, draft := asking(t, "natural")
	if r, err := consult(o, draft, "DNI", "11111119"); err != nil || r.GetString("resultado") != "no_encontrada" {
		t.Errorf("a number nobody has: %s %v", r.GetString("resultado"), err)
	}
	settings(t, o, map[string]any{"pide_url": ""})
	if r, err := consult(o, draft, "DNI", "11111118"); err != nil || r.GetString("resultado") != "sin_servicio" {
		t.Errorf("nothing set up: %s %v", r.GetString("resultado"), err)
	}
}

func TestRefusedCredentialsAreToldOnceADay(t *testing.T) {
	t.Parallel()
	o, state, draft := asking(t, "natural")
	o.Must(t, core.CollectionNameSuperusers, map[string]any{"email": "admin@ejemplo.pe", "password": "clave-de-prueba-1"})
	state.How.Store("vencida")
	for i := range 3 {
		if _, err := consult(o, draft, "DNI", fmt.Sprintf("1111111%d", i)); err != nil {
			t.Fatal(err)
		}
		o.TickAt(t, "2026-03-24T11:00:00-05:00")
		settings(t, o, map[string]any{"cuota_diaria": 100 + i}) // asks again at once
	}
	rows, err := o.FindRecordsByFilter(mesa.ColCorreos, "tipo = 'credenciales'", "", 0, 0)
	if err != nil || len(rows) != 1 || !strings.Contains(rows[0].GetString("texto"), "La contraseña venció") ||
		strings.Contains(rows[0].GetString("texto"), "secreta") {
		t.Errorf("%d mails, %v", len(rows), err)
	}
}

func TestAnAddressThatIsNoneIsRefusedAndTheSettingsStaySingle(t *testing.T) {
	t.Parallel()
	o, _, _ := asking(t, "natural")
	for _, field := range []string{"pide_url", "pide_sunat_url", "privada_url"} {
		hookstest.WantRefusal(t, trySettings(o, map[string]any{field: "ftp://ejemplo.pe"}), 422, field, mesa.TextDireccionPIDE)
	}
	_, err := o.Create(t, mesa.ColConsultasAjustes, map[string]any{})
	hookstest.WantRefusal(t, err, 409, "", mesa.TextAjustesUnicos)
}

// longRUC is the company whose name and state are longer than the form's room.
var longRUC = fmt.Sprint(hookstest.PadronRUC(20, 3))

func TestACompanyWithALongNameIsFoundAndFiled(t *testing.T) {
	t.Parallel()
	o, _, draft := asking(t, "juridica")
	importSample(t, o)
	if r, err := consult(o, draft, "RUC", longRUC); err != nil || r.GetString("resultado") != "encontrada" {
		t.Fatal(hookstest.Explain(err))
	}
	o.Filed(t, map[string]any{"persona": "juridica", "ruc": longRUC, "razon_social": "PRUEBA"})
}

// importSample imports the sample of three companies into the office.
func importSample(t *testing.T, o *hookstest.Office) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "padron.txt")
	text := hookstest.PadronHeader + "20000000001|EMPRESA FICTICIA \xd1AND\xda S.A.C.|ACTIVO|HABIDO|150101|-|-|-|-|-|-|-|-|-|-|\r\n" +
		"20000000010|COMERCIAL LA PRUEBA E.I.R.L.|BAJA DE OFICIO|NO HABIDO|160101|-|-|-|-|-|-|-|-|-|-|\r\n" +
		longRUC + "|" + strings.Repeat("LARGO ", 60) + "|" + strings.Repeat("BAJA ", 60) + "|-|-|-|-|-|-|-|-|-|-|-|-|\r\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := padron.Import(context.Background(), padron.Options{Src: file, Dir: o.DataDir(), Now: o.Now()}); err != nil {
		t.Fatal(err)
	}
}

func TestTheRegistryHereIsAskedBeforeSunat(t *testing.T) {
	t.Parallel()
	o, state, draft := asking(t, "juridica")
	importSample(t, o)
	if _, err := consult(o, draft, "RUC", "20000000010"); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	wantRecord(t, o.Record(t, mesa.ColBorradores, draft), map[string]string{
		"ruc": "20000000010", "razon_social": "COMERCIAL LA PRUEBA E.I.R.L.",
		"ruc_situacion": "BAJA DE OFICIO, NO HABIDO (padrón de SUNAT importado el 24/03/2026)",
	})
	if state.Asked.Load() != 0 {
		t.Error("SUNAT was asked for what is here")
	}
	if _, err := consult(o, draft, "RUC", "20000000028"); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	wantRecord(t, o.Record(t, mesa.ColBorradores, draft), map[string]string{
		"razon_social": "ASOCIACION DE PRUEBA", "ruc_situacion": "BAJA DE OFICIO, NO HABIDO (SUNAT, 24/03/2026)",
	})
}

func TestStaffSeeHowATypedRUCStandsAndNothingIsRefusedForIt(t *testing.T) {
	t.Parallel()
	for ruc, want := range map[string]string{
		"20000000010": "BAJA DE OFICIO, NO HABIDO (padrón de SUNAT importado el 24/03/2026)",
		"20000000028": "No figura en el padrón de SUNAT importado el 24/03/2026.",
	} {
		o := hookstest.New(t, workday)
		importSample(t, o)
		s := o.Filed(t, map[string]any{"persona": "juridica", "ruc": ruc, "razon_social": "PRUEBA"})
		if got := s.GetString("ruc_situacion"); got != want {
			t.Errorf("%s: %q, want %q", ruc, got, want)
		}
	}
	o := hookstest.New(t, workday)
	s := o.Filed(t, map[string]any{"persona": "juridica", "ruc": "20000000010", "razon_social": "PRUEBA"})
	if s.GetString("ruc_situacion") != "" {
		t.Errorf("without a registry: %q", s.GetString("ruc_situacion"))
	}
}

// wantRecord compares some columns.
func wantRecord(t *testing.T, r *core.Record, want map[string]string) {
	t.Helper()
	for field, value := range want {
		if got := r.GetString(field); got != value {
			t.Errorf("%s is %q, want %q", field, got, value)
		}
	}
}

// The account that enters a paper asks for its draft alone, and a citizen for no paper.
func TestReceptionAsksForItsOwnPapers(t *testing.T) {
	t.Parallel()
	o, state, citizen := asking(t, "natural")
	ana := mesa.Actor{Rol: mesa.RolMesa, Name: "personal/a ANA"}
	save := func(collection string, by mesa.Actor, values map[string]any) (*core.Record, error) {
		c, err := o.FindCachedCollectionByNameOrId(collection)
		if err != nil {
			t.Fatal(err)
		}
		r := core.NewRecord(c)
		r.Load(values)
		mesa.SetActor(r, by)
		return r, o.Save(r)
	}
	draft, err := save(mesa.ColBorradores, ana, map[string]any{"persona": "natural", "canal": mesa.CanalPresencial})
	if err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	for _, by := range []mesa.Actor{
		{Rol: mesa.RolMesa, Name: "personal/l LUIS"}, {}, {Rol: mesa.RolArea, Name: ana.Name}, {Mano: mesa.ManoCiudadano, Name: ana.Name},
	} {
		_, err := save(mesa.ColConsultas, by, map[string]any{"borrador": draft.Id, "tipo": "DNI", "numero": "11111111"})
		if p, _ := mesa.AsProblem(err); p.Status != 403 {
			t.Errorf("%v asks: %v", by, err)
		}
	}
	_, err = save(mesa.ColConsultas, ana, map[string]any{"borrador": citizen, "tipo": "DNI", "numero": "11111111"})
	hookstest.WantRefusal(t, err, 403, "", mesa.TextSoloCiudadano)
	if state.Asked.Load() != 0 {
		t.Error("a register was asked")
	}
	r, err := save(mesa.ColConsultas, ana, map[string]any{"borrador": draft.Id, "tipo": "DNI", "numero": "11111111", "actor": "otra"})
	if err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	wantRecord(t, o.Record(t, mesa.ColConsultas, r.Id), map[string]string{"resultado": "encontrada", "actor": ana.Name})
	wantRecord(t, o.Record(t, mesa.ColBorradores, draft.Id), map[string]string{"nombres": "ANA MARÍA", "nombres_fuente": "RENIEC"})
}
