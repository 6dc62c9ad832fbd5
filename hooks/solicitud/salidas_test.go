package solicitud_test

import (
	"strings"
	"testing"
	"time"

	"mesadepartes/hooks/hookstest"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/otp"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// A Monday. November 2026 has no holiday; December has Tuesday 8 and Wednesday 9.
const monday = "2026-11-02T10:00:00-05:00"

// act is something done to a filing at an instant.
type act struct {
	at     string // day and hour in Lima
	etapa  mesa.Etapa
	values map[string]any
}

type acts = []act

// play moves the clock and makes the moves, which must be accepted.
func play(t testing.TB, o *hookstest.Office, id string, all ...act) {
	t.Helper()
	for _, a := range all {
		clockAt(o, a.at)
		o.MustMove(t, id, a.etapa, a.values)
	}
}

// clockAt moves the clock to a day and hour in Lima, such as 2026-11-02 10:00:00.
func clockAt(o *hookstest.Office, at string) {
	o.Clock.Set(strings.Replace(at, " ", "T", 1) + "-05:00")
}

// wantDays compares columns of a filing; a date is compared by its day.
func wantDays(t testing.TB, o *hookstest.Office, id string, want map[string]string) {
	t.Helper()
	s := o.Record(t, mesa.ColSolicitudes, id)
	for field, value := range want {
		got := s.GetString(field)
		if len(got) > 10 && strings.HasSuffix(got, "05:00:00.000Z") {
			got = got[:10]
		}
		if got != value {
			t.Errorf("%s = %q, want %q", field, got, value)
		}
	}
}

// to is RECONDUCIDO to a procedure of the catalogue.
func to(t testing.TB, o *hookstest.Office, orden int) map[string]any {
	return map[string]any{"tramite": o.Tramite(t, orden).Id, "motivo": "Lo que pide es otro trámite."}
}

var (
	because = map[string]any{"motivo": "Fue un error."}
	against = map[string]any{"motivo": "Nulidad de oficio, art. 202.", "confirma_silencio": true} // what silence approved
)

// Procedures of the first office: 1 access to information, 10 working days, negative;
// 2: 7 days; 3: 10 days, silence approves; 4: 10 days; 7: 30 days.
func TestWhatEachExitDoesToTheTerms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		date, rule, article string
		tramite             int
		acts                func(testing.TB, *hookstest.Office) acts
		want                map[string]string
	}{
		{"2026-11-04", "otro trámite: sus días, desde la presentación", "131.1", 2, func(t testing.TB, o *hookstest.Office) acts {
			return acts{{"2026-11-04 10:00:00", mesa.EtapaReconducido, to(t, o, 1)}}
		}, map[string]string{"vence_legal": "2026-11-16", "legal_desde": "2026-11-02", "legal_dias": "10", "estado": "recibida",
			"vence_revision": "2026-11-04", "plazo_desde": "2026-11-02", "vence_respuesta": "2026-11-16"}}, // SAIP counts from the filing
		{"2026-11-05", "dos veces: como si siempre hubiera sido el último", "131.1", 2, func(t testing.TB, o *hookstest.Office) acts {
			return acts{{"2026-11-04 10:00:00", mesa.EtapaReconducido, to(t, o, 7)}, {"2026-11-05 10:00:00", mesa.EtapaReconducido, to(t, o, 2)}}
		}, map[string]string{"vence_legal": "2026-11-11", "legal_dias": "7"}},
		{"2026-11-06", "registrada: lo dicho al ciudadano se cuenta con los días nuevos", "131.1", 2,
			func(t testing.TB, o *hookstest.Office) acts {
				return acts{{"2026-11-05 10:00:00", mesa.EtapaRegistrado, nil}, {"2026-11-06 10:00:00", mesa.EtapaReconducido, to(t, o, 4)}}
			}, map[string]string{"vence_legal": "2026-11-16", "vence_respuesta": "2026-11-19", "plazo_desde": "2026-11-05", "estado": "registrada"}},
		{"2026-11-04", "el silencio positivo del trámite anterior no se aleja", "33", 3, func(t testing.TB, o *hookstest.Office) acts {
			return acts{{"2026-11-02 10:00:00", mesa.EtapaRegistrado, nil}, {"2026-11-04 10:00:00", mesa.EtapaReconducido, to(t, o, 7)}}
		}, map[string]string{"vence_legal": "2026-11-16", "legal_dias": "10", "vence_respuesta": "2026-11-16", "plazo_dias": "10"}},
		{"2026-11-04", "ni el del nuevo: nunca después de antes", "33", 2, func(t testing.TB, o *hookstest.Office) acts {
			return acts{{"2026-11-04 10:00:00", mesa.EtapaReconducido, to(t, o, 3)}}
		}, map[string]string{"vence_legal": "2026-11-11", "legal_dias": "7"}},
		{"2026-11-04", "ni se promete un día después del silencio", "33", 3, func(t testing.TB, o *hookstest.Office) acts {
			return acts{{"2026-11-03 10:00:00", mesa.EtapaReconducido, to(t, o, 2)}, {"2026-11-04 10:00:00", mesa.EtapaReconducido, to(t, o, 14)}}
		}, map[string]string{"vence_legal": "2026-11-11", "legal_dias": "7", "vence_respuesta": "2026-11-11", "plazo_dias": "7"}},
		{"2026-11-04", "pero sí antes", "33", 7, func(t testing.TB, o *hookstest.Office) acts {
			return acts{{"2026-11-04 10:00:00", mesa.EtapaReconducido, to(t, o, 3)}}
		}, map[string]string{"vence_legal": "2026-11-16", "legal_dias": "10"}},
		{"2026-11-06", "devuelta: los plazos corren y vuelve a contarse el día de derivar", "132.1", 2,
			func(t testing.TB, o *hookstest.Office) acts {
				return acts{{"2026-11-03 10:00:00", mesa.EtapaRegistrado, nil},
					{"2026-11-03 11:00:00", mesa.EtapaDerivado, map[string]any{"area": o.Area(t).Id}},
					{"2026-11-06 10:00:00", mesa.EtapaDevuelto, because}}
			}, map[string]string{"estado": "registrada", "area": "", "registrada_el": "2026-11-06", "vence_legal": "2026-11-11",
				"vence_respuesta": "2026-11-12"}},
		{"2026-11-04", "acceso a la información: prórroga dentro de dos días hábiles", "27806 art. 11.g", 1,
			func(t testing.TB, o *hookstest.Office) acts {
				return acts{{"2026-11-03 10:00:00", mesa.EtapaRegistrado, nil}, {"2026-11-04 23:59:59", mesa.EtapaProrrogado, extension("2026-11-30")}}
			}, map[string]string{"vence_legal": "2026-11-30", "vence_respuesta": "2026-11-30", "prorrogada": "true", "estado": "registrada",
				"legal_dias": "20"}},
		{"2026-11-03", "remitida: el plazo corre en la otra entidad", "130.1", 2, func(t testing.TB, o *hookstest.Office) acts {
			return acts{{"2026-11-03 10:00:00", mesa.EtapaRemitido, referral("2026-11-03")}}
		}, map[string]string{"estado": "remitida", "entidad_destino": "MUNICIPALIDAD INVENTADA", "cerrada_el": "2026-11-03",
			"semaforo": "", "alerta": ""}},
		{"2026-11-20", "reabierta: queda lo que quedaba al cerrarla", "201", 2, func(t testing.TB, o *hookstest.Office) acts {
			return acts{{"2026-11-02 10:00:00", mesa.EtapaRegistrado, nil}, {"2026-11-04 10:00:00", mesa.EtapaArchivado, because},
				{"2026-11-20 10:00:00", mesa.EtapaReabierto, because}} // 5 of 7 days were left
		}, map[string]string{"estado": "registrada", "vence_legal": "2026-11-27", "legal_dias": "5", "legal_desde": "2026-11-20",
			"vence_respuesta": "2026-11-27", "cerrada_el": "", "registrada_el": "2026-11-20", "semaforo": "verde"}},
		{"2026-11-20", "reabierta: nunca menos de dos días hábiles", "201", 2, func(t testing.TB, o *hookstest.Office) acts {
			return acts{{"2026-11-02 10:00:00", mesa.EtapaRegistrado, nil}, {"2026-11-11 10:00:00", mesa.EtapaArchivado, because},
				{"2026-11-20 10:00:00", mesa.EtapaReabierto, because}}
		}, map[string]string{"vence_legal": "2026-11-24", "legal_dias": "2", "vence_respuesta": "2026-11-24"}},
		{"2026-11-20", "reabierta en revisión: dos días hábiles para revisarla", "125.6", 2, func(t testing.TB, o *hookstest.Office) acts {
			return acts{{"2026-11-03 10:00:00", mesa.EtapaRemitido, referral("2026-11-03")}, {"2026-11-20 10:00:00", mesa.EtapaReabierto, because}}
		}, map[string]string{"estado": "recibida", "vence_revision": "2026-11-24", "plazo_desde": "2026-11-20", "vence_legal": "2026-11-30",
			"vence_respuesta": "", "entidad_destino": ""}},
		{"2026-11-20", "reabierta: lo que el silencio aprobó sigue aprobado", "33", 3, func(t testing.TB, o *hookstest.Office) acts {
			return acts{{"2026-11-02 10:00:00", mesa.EtapaRegistrado, nil}, {"2026-11-17 10:00:00", mesa.EtapaArchivado, against},
				{"2026-11-20 10:00:00", mesa.EtapaReabierto, because}}
		}, map[string]string{"vence_legal": "2026-11-16", "semaforo": "rojo"}},
		{"2026-11-23", "reabierta y con otro trámite: desde la presentación, no desde la reapertura", "131.1", 2,
			func(t testing.TB, o *hookstest.Office) acts {
				return acts{{"2026-11-02 10:00:00", mesa.EtapaRegistrado, nil}, {"2026-11-04 10:00:00", mesa.EtapaArchivado, because},
					{"2026-11-20 10:00:00", mesa.EtapaReabierto, because}, {"2026-11-23 10:00:00", mesa.EtapaReconducido, to(t, o, 4)}}
			}, map[string]string{"vence_legal": "2026-11-16", "legal_desde": "2026-11-02", "legal_dias": "10", "vence_respuesta": "2026-11-27"}},
		{"2026-11-23", "ni más tarde que lo que dejó la reapertura", "201", 2,
			func(t testing.TB, o *hookstest.Office) acts {
				return acts{{"2026-11-02 10:00:00", mesa.EtapaRegistrado, nil}, {"2026-11-04 10:00:00", mesa.EtapaArchivado, because},
					{"2026-11-20 10:00:00", mesa.EtapaReabierto, because}, {"2026-11-23 10:00:00", mesa.EtapaReconducido, to(t, o, 7)}}
			}, map[string]string{"vence_legal": "2026-11-27", "legal_dias": "5", "legal_desde": "2026-11-20", "vence_respuesta": "2026-11-27"}},
		{"2026-11-20", "reabierta después de respondida: ya nada corre", "201", 2, func(t testing.TB, o *hookstest.Office) acts {
			return acts{{"2026-11-02 10:00:00", mesa.EtapaRegistrado, nil},
				{"2026-11-03 10:00:00", mesa.EtapaAtendido, map[string]any{"observaciones": "Va."}},
				{"2026-11-04 10:00:00", mesa.EtapaArchivado, nil}, {"2026-11-20 10:00:00", mesa.EtapaReabierto, because}}
		}, map[string]string{"estado": "atendida", "vence_legal": "2026-11-11", "semaforo": "", "alerta": ""}},
	} {
		t.Run(c.date+" "+c.rule+" (art. "+c.article+")", func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, monday)
			for orden, rule := range map[int]map[string]any{ // of an office that was set up with care
				1: {"inicio_plazo": "presentacion"}, 14: {"inicio_plazo": "presentacion", "silencio": "positivo", "plazo_dias": 10},
			} {
				tramite := o.Tramite(t, orden)
				tramite.Load(rule)
				if err := o.Save(tramite); err != nil {
					t.Fatal(err)
				}
			}
			id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, c.tramite).Id}).Id
			play(t, o, id, c.acts(t, o)...)
			wantDays(t, o, id, c.want)
		})
	}
}

func extension(last string) map[string]any {
	return map[string]any{"motivo": "Son 4000 folios.", "vence_nuevo": last}
}

// referral is what a REMITIDO needs, with the date of its document.
func referral(day string) map[string]any {
	return map[string]any{"motivo": "Es de otra entidad.", "entidad_destino": " MUNICIPALIDAD\nINVENTADA ",
		"documento_numero": "OFICIO 12-2026",
		"documento_fecha":  day}
}

func TestOnlySomeTermsAreExtendedAndOnlyOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		at, rule, article string
		tramite           int
		base              string
		before            acts
		texto             string // "" when it goes through
	}{
		{"2026-11-03 10:00:00", "ninguna norma lo permite", "136.1", 2, "", nil, mesa.TextSinProrroga},
		{"2026-11-04 23:59:59", "acceso: último momento", "27806 art. 11.g", 1, "Ley 27806 art. 11.g", nil, ""},
		{"2026-11-05 00:00:00", "acceso: un día tarde", "27806 art. 11.g", 1, "Ley 27806 art. 11.g", nil,
			mesa.TextProrrogaTarde("miércoles 4 de noviembre de 2026")},
		{"2026-11-11 23:59:59", "otra norma: hasta el último día", "136.1", 2, "Norma inventada", nil, ""},
		{"2026-11-12 00:00:00", "otra norma: el plazo ya venció", "136.1", 2, "Norma inventada", nil,
			mesa.TextProrrogaVencida("miércoles 11 de noviembre de 2026")},
		{"2026-11-10 10:00:00", "una sola vez", "136.1", 2, "Norma inventada",
			acts{{"2026-11-03 11:00:00", mesa.EtapaProrrogado, extension("2026-11-20")}}, mesa.TextYaProrrogada},
	} {
		t.Run(c.at+" "+c.rule+" (art. "+c.article+")", func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, monday)
			tramite := o.Tramite(t, c.tramite)
			tramite.Set("prorroga_base", c.base)
			if err := o.Save(tramite); err != nil {
				t.Fatal(err)
			}
			id := o.Filed(t, map[string]any{"tramite": tramite.Id}).Id
			play(t, o, id, append(acts{{"2026-11-03 10:00:00", mesa.EtapaRegistrado, nil}}, c.before...)...)
			clockAt(o, c.at)
			_, err := o.Move(t, id, mesa.EtapaProrrogado, extension("2026-11-30"))
			if c.texto == "" && err != nil {
				t.Fatal(hookstest.Explain(err))
			}
			if c.texto != "" {
				hookstest.WantRefusal(t, err, 409, "etapa", c.texto)
			}
		})
	}
}

// An extended term is counted anew like any other when a day is declared later.
func TestADayDeclaredLaterMovesAnExtendedTerm(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, monday)
	id := o.Filed(t, nil).Id
	play(t, o, id, act{"2026-11-02 10:00:00", mesa.EtapaRegistrado, nil},
		act{"2026-11-03 10:00:00", mesa.EtapaProrrogado, extension("2026-11-30")})
	o.Must(t, mesa.ColNoLaborables, map[string]any{"fecha": "2026-11-20", "nombre": "Aniversario", "base_legal": "Ley inventada"})
	wantDays(t, o, id, map[string]string{"vence_respuesta": "2026-12-01"})
}

func TestACitizenWhoseTermWasClosedGetsTwoDaysWhenItIsReopened(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, workday)
	id := o.Brought(t, mesa.NoPresentada) // on Friday 3 April 2026, a holiday
	if day := o.Record(t, mesa.ColSolicitudes, id).GetString("cerrada_el"); day != "2026-04-03 05:00:00.000Z" {
		t.Errorf("closed on %q", day)
	}
	clockAt(o, "2026-04-08 10:00:00")
	o.MustMove(t, id, mesa.EtapaReabierto, because) // its mail leaves at once, and the office counts from then
	wantDays(t, o, id, map[string]string{"estado": "observada", "vence_subsanacion": "2026-04-10",
		"plazo_desde": "2026-04-08", "plazo_dias": "2"})
	text := o.NoticeOf(t, id, "reapertura").GetString("texto")
	if !strings.Contains(text, "Puede subsanar hasta el viernes 10 de abril de 2026") {
		t.Error(text)
	}
	o.Correct(t, id, o.Documents(t, id)[0].Id)
	_, err := o.Move(t, id, mesa.EtapaReabierto, because)
	hookstest.WantRefusal(t, err, 409, "etapa", "La etapa REABIERTO no es posible: la solicitud está subsanada.")
}

// lastLine is the newest line of a filing.
func lastLine(t testing.TB, o *hookstest.Office, id string) *core.Record {
	t.Helper()
	rows, err := o.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:s}", "-@rowid", 1, 0, map[string]any{"s": id})
	if err != nil || len(rows) != 1 {
		t.Fatalf("%d lines, %v", len(rows), err)
	}
	return rows[0]
}

func TestEveryExitIsMailedWithItsReason(t *testing.T) {
	t.Parallel()
	hookstest.Dear(t)
	o := hookstest.New(t, monday)
	for _, c := range []struct {
		from   mesa.Estado
		etapa  mesa.Etapa
		values map[string]any
		kind   string
		says   []string
	}{
		{mesa.Recibida, mesa.EtapaReconducido, to(t, o, 2), "encauzada", []string{"Lo que pide es otro trámite.",
			"ACCESO A LA INFORMACIÓN PÚBLICA", "PRESENTACIÓN DE SERVICIOS", "a más tardar el miércoles 11 de noviembre de 2026", "131.1"}},
		{mesa.Recibida, mesa.EtapaRemitido, referral("2026-11-02"), "remitida", []string{"Es de otra entidad.", "MUNICIPALIDAD INVENTADA",
			"OFICIO 12-2026", "lunes 2 de noviembre de 2026", "130.1", "/acuse/"}},
		{mesa.Registrada, mesa.EtapaProrrogado, extension("2026-11-30"), "prorroga", []string{"Son 4000 folios.", "lunes 30 de noviembre de 2026",
			"Ley 27806", "/acuse/"}},
		{mesa.Observada, mesa.EtapaDesistido, map[string]any{"motivo": "Carta 7 del ciudadano."}, "desistimiento",
			[]string{"Carta 7 del ciudadano.", "189", "/acuse/"}},
		{mesa.Derivada, mesa.EtapaArchivado, map[string]any{"motivo": "Ya se entregó en otro expediente."}, "archivo",
			[]string{"Ya se entregó en otro expediente.", "Tribunal de Transparencia", "/acuse/"}},
		{mesa.Archivada, mesa.EtapaReabierto, because, "reapertura", []string{"Fue un error.", "Le responderemos a más tardar el", "/acuse/"}},
		{mesa.Subsanada, mesa.EtapaNoPresentado, map[string]any{"motivo": "Sigue sin firma."}, "no_presentada",
			[]string{"Sigue sin firma.", "no corrige lo observado", "/acuse/"}},
	} {
		t.Run(string(c.etapa), func(t *testing.T) {
			id := o.Brought(t, c.from)
			o.MustMove(t, id, c.etapa, c.values)
			mail := o.NoticeOf(t, id, c.kind)
			for _, part := range c.says {
				if !strings.Contains(mail.GetString("texto"), part) || !strings.Contains(mail.GetString("html"), part) {
					t.Errorf("%s lacks %q:\n%s", c.kind, part, mail.GetString("texto"))
				}
			}
			if line := lastLine(t, o, id); line.GetString("observaciones") != line.GetString("motivo") || line.GetString("motivo") == "" {
				t.Errorf("the line says %q, the motive is %q", line.GetString("observaciones"), line.GetString("motivo"))
			}
		})
	}
}

func TestTheCUOIsSaidWhenThereIsOne(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, monday)
	s := o.Filed(t, nil)
	s.Set("cuo", "1234567890")
	if err := o.Save(s); err != nil {
		t.Fatal(err)
	}
	o.MustMove(t, s.Id, mesa.EtapaRemitido, referral("2026-11-02"))
	if text := o.NoticeOf(t, s.Id, "remitida").GetString("texto"); !strings.Contains(text, "Código único de operación: 1234567890") {
		t.Error(text)
	}
	if line := lastLine(t, o, s.Id); line.GetString("destino") != "MUNICIPALIDAD INVENTADA" ||
		line.GetString("documento_fecha") != "2026-11-02 05:00:00.000Z" {
		t.Errorf("%v", line.PublicExport())
	}
}

// Who closed an answered filing told the citizen already.
func TestArchivingAnAnsweredFilingNeedsNoReasonAndMailsNobody(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, monday)
	id := o.Brought(t, mesa.Atendida)
	o.MustMove(t, id, mesa.EtapaArchivado, nil)
	if n, err := o.CountRecords(mesa.ColCorreos, dbx.HashExp{"tipo": string(mesa.CorreoArchivo)}); n != 0 || err != nil {
		t.Errorf("%d mails, %v", n, err)
	}
}

// A past day is never promised.
func TestAnOldFilingIsRecastWithoutPromisingAPastDay(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, monday)
	id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 7).Id}).Id
	play(t, o, id, act{"2026-11-20 10:00:00", mesa.EtapaReconducido, to(t, o, 2)})
	wantDays(t, o, id, map[string]string{"vence_legal": "2026-11-11", "semaforo": "rojo"})
	if text := o.NoticeOf(t, id, "encauzada").GetString("texto"); strings.Contains(text, "a más tardar") {
		t.Error(text)
	}
}

// What a stage has no use for stays empty, whoever sends it.
func TestALineSaysNoMoreThanItsMoveDid(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, monday)
	id := o.Filed(t, nil).Id
	all := everything(t, o, mesa.EtapaRegistrado)
	all["sentido"], all["agota_via"], all["recursos"], all["confirma_silencio"] = "desfavorable", true, "x", true
	line := o.MustMove(t, id, mesa.EtapaRegistrado, all)
	for _, f := range []string{"motivo", "tramite", "entidad_destino", "vence_nuevo", "sentido", "documento_numero", "documento_fecha",
		"recursos", "area"} {
		if line.GetString(f) != "" {
			t.Errorf("%s = %q", f, line.GetString(f))
		}
	}
	if line.GetBool("agota_via") || line.GetBool("confirma_silencio") {
		t.Error("a box stayed ticked")
	}
}

func TestACitizenWithdrawsOnlyThroughOurOwnPages(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, monday)
	id := o.Brought(t, mesa.Observada)
	c, err := o.FindCollectionByNameOrId(mesa.ColMovimientos)
	if err != nil {
		t.Fatal(err)
	}
	withdraw := func(proof otp.Proof) error {
		mov := core.NewRecord(c)
		mov.Load(map[string]any{"solicitud": id, "etapa": "DESISTIDO", "instrucciones": "x"})
		mesa.SetActor(mov, mesa.Actor{Mano: mesa.ManoCiudadano, Name: "solicitudes/x JUAN"})
		otp.Attach(mov, proof)
		return o.Save(mov)
	}
	hookstest.WantRefusal(t, withdraw(otp.Proof{}), 403, "", mesa.TextCorreoSinCodigo)
	foreign := o.Codes.ProofOf(o.App, o.Ready(t, map[string]any{"correo": "otra@ejemplo.pe"}).Id)
	hookstest.WantRefusal(t, withdraw(foreign), 403, "", mesa.TextCorreoSinCodigo)
	own := o.Codes.ProofOf(o.App, o.Ready(t, nil).Id)
	if err := withdraw(own); err != nil {
		t.Fatal(hookstest.Explain(err))
	}
	if err := withdraw(own); err == nil {
		t.Error("a withdrawn filing is withdrawn again")
	}
	line := lastLine(t, o, id)
	if line.GetString("origen") != "CIUDADANO" || line.GetString("observaciones") != mesa.TextDesistido ||
		line.GetString("instrucciones") != "" {
		t.Errorf("%v", line.PublicExport())
	}
	wantDays(t, o, id, map[string]string{"estado": "archivada", "cerrada_el": "2026-11-02", "estado_previo": "observada"})
}

func TestTheDocumentThatAsksAWithdrawalIsKept(t *testing.T) {
	t.Parallel()
	o := hookstest.New(t, monday)
	id := o.Brought(t, mesa.Derivada)
	o.MustMove(t, id, mesa.EtapaDesistido, map[string]any{
		"motivo": "Carta 7 del ciudadano.", "respuesta": hookstest.File("carta.pdf", hookstest.PDF(1)),
	})
	if docs := o.Documents(t, id); len(docs) != 2 || countClass(docs, mesa.ClaseAnexo(1)) != 1 {
		t.Errorf("%d documents", len(docs))
	}
}

// What silence approved is undone only with its legal basis (arts. 202 and 203), whatever
// stage would do it.
func TestNoStageUndoesWhatSilenceApprovedUnconfirmed(t *testing.T) {
	t.Parallel()
	for etapa, from := range map[mesa.Etapa]mesa.Estado{
		mesa.EtapaObservado: mesa.Recibida, mesa.EtapaRemitido: mesa.Derivada, mesa.EtapaReconducido: mesa.Derivada,
		mesa.EtapaArchivado: mesa.Derivada, mesa.EtapaNoPresentado: mesa.Subsanada,
	} {
		t.Run(string(etapa), func(t *testing.T) {
			t.Parallel()
			o := hookstest.New(t, workday)
			id := o.Filed(t, map[string]any{"tramite": o.Tramite(t, 3).Id}).Id
			if from == mesa.Subsanada {
				o.Correct(t, id, o.Observe(t, id).Id)
			}
			if from == mesa.Derivada {
				o.MustMove(t, id, mesa.EtapaRegistrado, nil)
				o.MustMove(t, id, mesa.EtapaDerivado, map[string]any{"area": o.Area(t).Id})
			}
			o.Clock.Add(60 * 24 * time.Hour)
			values := everything(t, o, etapa)
			values["motivo"] = "Fue un error."
			_, err := o.Move(t, id, etapa, values)
			hookstest.WantRefusal(t, err, 409, "confirma_silencio", "")
			values = everything(t, o, etapa)
			values["confirma_silencio"], values["motivo"] = true, "Nulidad de oficio, art. 202."
			o.MustMove(t, id, etapa, values)
		})
	}
}
