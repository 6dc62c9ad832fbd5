package portal

import (
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const correctionPage, correctionTitle = "portal/subsanacion", "Subsanar observaciones"

// annexID stands in addresses for the one new annex, when the filing was observed and
// none of its documents.
const annexID = "anexo"

// correctionView is the page of an open correction.
type correctionView struct {
	Token                                    string
	Proved, PideCodigo                       bool
	Correo                                   string // masked
	Numero, Tramite, Nombre, Documento       string
	RazonSocial, RUC, Observacion, Respuesta string
	Plazo                                    string // how long the term to correct is, before it runs
	Vence                                    *time.Time
	Tarjetas                                 []observedCard
	General                                  bool // only the filing as a whole was observed
	Codigo                                   string
	CaptchaID                                string // asked for before a code, when the address was sent many
	Hasta                                    string // when the session ends, in Lima
	Quedan                                   int    // seconds until then
}

// observedCard is an observed document with its replacement.
type observedCard struct {
	web.FileCard
	Documento, Nombre, Observacion string
	Observado                      string // where the observed file is opened; "" for who may not
	Activa                         bool
}

// showCorrection shows what was observed and takes the replacements.
func (p *Portal) showCorrection(e *core.RequestEvent) error {
	s, err := p.correction(e)
	if err != nil {
		return err
	}
	if s.record.Enviada() {
		return e.Redirect(303, "/subsanar/"+s.record.Id+"/constancia")
	}
	if s.record.Over(p.Now()) {
		return mesa.Refuse(409, "", mesa.TextSesionVencida)
	}
	renewCookie(e, s.record)
	v, err := p.correctionView(e.App, s)
	if err != nil {
		return err
	}
	return p.Screen.Show(e, correctionPage, correctionTitle, v)
}

func (p *Portal) correctionView(app core.App, s *session) (*correctionView, error) {
	r := s.solicitud
	last, err := p.lastToCorrect(app, s.entidad, r)
	if err != nil {
		return nil, err
	}
	v := &correctionView{
		Token: s.record.Id, Proved: s.proved, Correo: maskMail(r.GetString("correo")), Numero: r.Numero(),
		Plazo:  mesa.TextPlazoSubsanar(r.GetInt("plazo_dias"), r.FromAcuse()),
		Nombre: r.Nombre(), Documento: r.GetString("numero_documento"), RazonSocial: r.GetString("razon_social"), RUC: r.GetString("ruc"),
		Respuesta: s.record.GetString("respuesta"), Vence: dateOrNil(last),
		PideCodigo: p.Codes.Asked(app, r.GetString("correo"), s.record.Id),
	}
	v.Hasta, v.Quedan = p.until(s.record)
	if !s.record.GetBool("validada") {
		// No code was given: anybody who knows number and document can be here.
		v.Nombre, v.Documento = maskWords(v.Nombre), maskDocument(v.Documento)
	}
	tramite, err := app.FindRecordById(mesa.ColTramites, r.GetString("tramite"))
	if err != nil {
		return nil, err
	}
	v.Tramite = tramite.GetString("nombre")
	observed, err := app.FindRecordsByFilter(mesa.ColMovimientos, "solicitud = {:s} && etapa = 'OBSERVADO'", "-fecha", 1, 0,
		dbx.Params{"s": r.Id})
	if err != nil {
		return nil, err
	}
	if len(observed) == 1 {
		v.Observacion = observed[0].GetString("observaciones")
	}
	return v, v.addCards(app, s)
}

func (v *correctionView) addCards(app core.App, s *session) error {
	filed, err := app.FindRecordsByFilter(mesa.ColDocumentos, "solicitud = {:s}", "subido_en,clase", 0, 0, dbx.Params{"s": s.solicitud.Id})
	if err != nil {
		return err
	}
	uploads, err := s.uploads(app)
	if err != nil {
		return err
	}
	by := map[string]*core.Record{}
	for _, up := range uploads {
		by[up.GetString("reemplaza")] = up
	}
	for _, doc := range mesa.Observed(mesa.Current(filed)) {
		place := mesa.NombreClase(doc.GetString("clase"))
		card := newObservedCard(app, s, doc.Id, place+" corregido", "Arrastre el documento corregido o haga clic aquí.", by[doc.Id])
		card.Documento, card.Nombre, card.Activa = place, doc.GetString("nombre"), true
		if s.record.MayOpen(app.IsDev()) {
			card.Observado = "/subsanar/" + s.record.Id + "/observados/" + doc.Id
		}
		if up := by[doc.Id]; up != nil && up.GetString("sha256") == doc.GetString("sha256") {
			card.Archivo["Avisos"] = append(card.Archivo["Avisos"].([]string), mesa.TextIgualAlObservado)
		}
		card.Observacion = doc.GetString("observacion")
		v.Tarjetas = append(v.Tarjetas, card)
	}
	if v.General = len(v.Tarjetas) == 0; v.General {
		card := newObservedCard(app, s, annexID, "Anexo nuevo", "Arrastre el anexo o haga clic aquí.", by[""])
		card.Opcional = true
		v.Tarjetas = []observedCard{card}
	}
	return nil
}

func newObservedCard(app core.App, s *session, id, titulo, zona string, upload *core.Record) observedCard {
	token := s.record.Id
	carga := "subsanacion=" + token + "&documento=" + id
	c := observedCard{FileCard: newCard("/subsanar/"+token, id, carga, s.entidad.MaxBytesSubsanacion(), s.entidad.AdmiteFotos())}
	c.Titulo, c.Zona, c.ConNumero = titulo, zona, true
	if upload != nil {
		c.Archivo = fileData(upload)
		if s.record.MayOpen(app.IsDev()) {
			c.Archivo["URL"] = c.Accion
		}
	}
	return c
}

// refuseCorrection shows the correction again with the texts of a refusal.
func (p *Portal) refuseCorrection(e *core.RequestEvent, s *session, err error, change func(*correctionView)) error {
	v, viewErr := p.correctionView(e.App, s)
	if viewErr != nil {
		return viewErr
	}
	change(v)
	order := []string{"codigo", "captcha", "respuesta"}
	for _, card := range v.Tarjetas {
		order = append(order, "archivo-"+card.Clase)
	}
	return p.Screen.Refuse(e, err, correctionPage, correctionTitle, v, order...)
}

// maskWords keeps the first letter of each word: "J*** P***".
func maskWords(s string) string {
	words := strings.Fields(s)
	for i, w := range words {
		words[i] = string([]rune(w)[:1]) + "***"
	}
	return strings.Join(words, " ")
}

// maskDocument keeps the last three characters.
func maskDocument(s string) string {
	if len(s) <= 3 {
		return "***"
	}
	return strings.Repeat("*", len(s)-3) + s[len(s)-3:]
}

// maskMail keeps the first letter and the domain.
func maskMail(s string) string {
	if s == "" {
		return "" // who filed at the counter may have left none
	}
	local, domain, ok := strings.Cut(s, "@")
	if !ok || local == "" {
		return "***"
	}
	return string([]rune(local)[:1]) + "***@" + domain
}
