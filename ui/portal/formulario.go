package portal

import (
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const formPage, formTitle = "portal/solicitud", "Generar solicitud"

// fieldOrder is the order of the fields in the form, for the error summary.
var fieldOrder = func() []string {
	order := []string{
		"tipo_documento", "numero_documento", "nombres", "apellidos", "telefono", "domicilio",
		"domicilio_notificacion", "departamento", "provincia", "distrito", "ruc", "razon_social",
		"calidad", "poder_referencia", "representado", "representado_documento", "correo",
		"autorizo", "codigo", "captcha", "tramite", "pedido", "entrega", "entrega_otro", "asunto", "expediente_referencia",
		"documento_tipo", "documento_fecha",
	}
	order = append(order, statisticsFields()...)
	for _, clase := range mesa.ClasesCiudadano(mesa.MaxAnexos) {
		order = append(order, "archivo-"+clase)
	}
	return order
}()

// form is the page of a draft, as far as it has come.
type form struct {
	ID         string
	Juridica   bool
	V          map[string]string // what the fields hold
	Autorizo   bool
	Domicilio  bool   // required
	PideCodigo bool   // a code was sent for this draft
	CaptchaID  string // asked for before a code, when the address was sent many
	Validado   bool
	EditaDatos, EditaTramite,
	ConTramite, Listo bool
	Tramites                     []web.Option
	Identidades                  []web.Option
	Tramite                      *tramite
	PideDocumento, PideDireccion bool // settings of the office
	Archivos                     []web.FileCard
	Pasos                        []map[string]any
	Parecido                     string // what a mistyped address may have meant
	Duda                         bool   // which is asked before a code leaves
	Hasta                        string // how long the draft is kept
	CambiaDatos, CambiaTramite   bool   // a part that was complete is changed, and may be left as it was
	Sugeridos                    suggested
	Advertencias                 []string // what to think over before ENVIAR
	Iguales                      []string // files that stand in two places

	Persona, Empresa web.Found // the source of the names, or the outcome of a look-up
	Privacidad       string    // the short notice, where personal data are asked
	Escrito          string    // where the escrito that the program wrote is read
}

// tramite is what a citizen should know of a procedure before choosing it.
type tramite struct {
	Nombre, Plazo    string
	Requisitos       []string
	SAIP, Referencia bool // takes a request for information; continues another filing
}

// datosFields and tramiteFields are the columns that a person types in parts one and two.
var (
	datosFields = []string{
		"tipo_documento", "numero_documento", "nombres", "apellidos", "telefono", "correo", "domicilio", "ruc", "razon_social",
		"calidad", "poder_referencia", "representado", "representado_documento",
		"domicilio_notificacion", "departamento", "provincia", "distrito",
	}
	tramiteFields = append([]string{
		"tramite", "asunto", "expediente_referencia", "documento_tipo", "documento_fecha", "pedido", "entrega", "entrega_otro",
	}, statisticsFields()...)
	draftFields = slices.Concat(datosFields, tramiteFields)
)

// statisticsFields are the columns of the optional questions of a request for information.
func statisticsFields() (names []string) {
	for _, e := range mesa.Estadisticas() {
		names = append(names, e.Campo)
	}
	return names
}

// view builds the page from what is stored.
func (p *Portal) view(e *core.RequestEvent, b *mesa.Borrador) (*form, error) {
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return nil, err
	}
	f := &form{
		ID: b.Id, Juridica: b.Juridica(), V: map[string]string{}, Autorizo: b.GetBool("autorizo"), Domicilio: entidad.GetBool("exigir_domicilio"),
		Validado: b.Validado(), ConTramite: b.Parte() >= mesa.ParteTramite,
		PideDocumento: entidad.GetBool("pedir_documento"), PideDireccion: entidad.GetBool("pedir_direccion_notificacion"),
	}
	f.take(b)
	f.Privacidad = entidad.Privacidad().Corto(entidad.GetString("nombre"))
	if fuente := b.GetString("nombres_fuente"); fuente != "" {
		f.Persona.Aviso, f.Persona.De = mesa.TextDatosSegun(fuente), b.GetString("numero_documento")
	}
	f.PideCodigo = !f.Validado && p.Codes.Asked(e.App, b.GetString("correo"), b.Id)
	f.Parecido = mesa.SimilarCorreo(f.V["correo"])
	f.Duda = f.Parecido != "" && b.Parte() >= mesa.ParteDatos && !f.Validado && !f.PideCodigo
	f.Hasta = mesa.DayAndHour(b.Vence().In(plazos.Lima))
	if err := f.addTramites(e.App, entidad); err != nil {
		return nil, err
	}
	if err := f.addFiles(e.App, entidad); err != nil {
		return nil, err
	}
	edit := e.Request.URL.Query().Get("editar")
	// While a code is awaited the data can't be edited, because Validar sends the code
	// alone and what was edited beside it would be lost.
	f.EditaDatos = !f.Validado && !f.PideCodigo || edit == "datos"
	// A procedure that was withdrawn after it was chosen must be chosen anew.
	f.EditaTramite = f.Validado && !f.EditaDatos && (!f.ConTramite || f.Tramite == nil || edit == "tramite")
	f.CambiaDatos, f.CambiaTramite = f.Validado || f.PideCodigo, f.ConTramite && f.Tramite != nil
	f.Listo = f.Validado && f.ConTramite && f.Archivos[0].Archivo != nil && !f.EditaDatos && !f.EditaTramite
	f.addSteps()
	if f.Listo {
		return f, p.warnDay(e.App, f)
	}
	return f, nil
}

// take copies what the person typed. Who files for a company most often is its legal
// representative, so that answer stands first until the person gives one.
func (f *form) take(b *mesa.Borrador) {
	for _, name := range draftFields {
		f.V[name] = b.GetString(name)
	}
	if day := b.GetDateTime("documento_fecha").Time(); !day.IsZero() {
		f.V["documento_fecha"] = day.In(plazos.Lima).Format(time.DateOnly)
	}
	if f.V["calidad"] == "" {
		f.V["calidad"] = mesa.Titular
		if f.Juridica {
			f.V["calidad"] = mesa.Representante
		}
	}
}

func (f *form) addTramites(app core.App, entidad *mesa.Entidad) error {
	rows, err := app.FindRecordsByFilter(mesa.ColTramites, "activo = true", "orden,nombre", 0, 0, dbx.Params{})
	if err != nil {
		return err
	}
	saip := false
	if f.V["tramite"] == "" {
		f.Sugeridos = suggest(rows, "", f.V["asunto"])
	}
	for _, r := range rows {
		saip = saip || mesa.AsTramite(r).SAIP()
		f.Tramites = append(f.Tramites, web.Option{Valor: r.Id, Texto: r.GetString("nombre")})
		if r.Id == f.V["tramite"] {
			f.Tramite = describe(r)
		}
	}
	f.Identidades = identities(entidad, saip)
	return nil
}

func describe(r *core.Record) *tramite {
	known := mesa.AsTramite(r)
	t := &tramite{Nombre: r.GetString("nombre"), SAIP: known.SAIP(), Referencia: known.ExigeReferencia()}
	if days := r.GetInt("plazo_dias"); days > 0 {
		t.Plazo = mesa.Days(days, r.GetString("tipo_dias"))
	}
	for _, line := range strings.Split(r.GetString("requisitos"), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			t.Requisitos = append(t.Requisitos, line)
		}
	}
	return t
}

// addFiles makes the cards: as many annexes as the office takes, and those that are there
// already.
func (f *form) addFiles(app core.App, entidad *mesa.Entidad) error {
	docs, err := app.FindAllRecords(mesa.ColDocumentos, mesa.OfDraft(f.ID))
	if err != nil {
		return err
	}
	offered := mesa.ClasesCiudadano(entidad.MaxAnexos())
	for _, clase := range mesa.ClasesCiudadano(mesa.MaxAnexos) {
		i := slices.IndexFunc(docs, func(r *core.Record) bool { return r.GetString("clase") == clase })
		if i < 0 && !slices.Contains(offered, clase) {
			continue
		}
		card := newCard("/solicitud/"+f.ID, clase, "borrador="+f.ID+"&clase="+clase, entidad.MaxBytes(), entidad.AdmiteFotos())
		card.Titulo, card.Zona = mesa.NombreClase(clase), zoneOf(clase)
		card.Varios = true
		card.Opcional, card.ConNumero = clase != mesa.ClasePrincipal, clase == mesa.ClasePrincipal
		if i >= 0 {
			f.addFile(&card, docs[i])
		}
		f.Archivos = append(f.Archivos, card)
	}
	f.Iguales = sameFiles(f.Archivos)
	return nil
}

// zoneOf invites to drop a file; the words for the principal document are the manual's.
func zoneOf(clase string) string {
	if clase == mesa.ClasePrincipal {
		return "Arrastre el documento principal o haga clic aquí."
	}
	return "Arrastre el " + mesa.NombreClase(clase) + " o haga clic aquí."
}

// addFile puts the file on its card. An escrito that the program wrote is changed by its
// text, so no button removes it.
func (f *form) addFile(card *web.FileCard, doc *core.Record) {
	card.Archivo = fileData(doc)
	card.Archivo["URL"] = card.Accion
	if doc.GetString("escrito") != "" {
		card.Eliminar, f.Escrito = "", card.Accion
	}
}

// fileData is an uploaded file as the partial "archivo" shows it.
func fileData(r *core.Record) map[string]any {
	var notices []string
	_ = r.UnmarshalJSONField("avisos", &notices) // an empty column has none
	return map[string]any{
		"Titulo": mesa.NombreClase(r.GetString("clase")), "Nombre": r.GetString("nombre"), "Numero": r.GetString("numero"),
		"Bytes": r.GetInt64("bytes"), "Folios": r.GetInt("folios"), "Sha256": r.GetString("sha256"),
		"Avisos": notices, "Firmas": r.GetInt("firmas"), "URL": "",
	}
}

func (f *form) addSteps() {
	state := func(done, now bool) string {
		switch {
		case now:
			return "actual"
		case done:
			return "hecho"
		}
		return "pendiente"
	}
	f.Pasos = []map[string]any{
		{"Titulo": "Datos personales", "Estado": state(f.Validado, f.EditaDatos || !f.Validado)},
		{"Titulo": "Datos de la solicitud", "Estado": state(f.ConTramite, f.EditaTramite)},
		{"Titulo": "Documentación", "Estado": state(f.Listo, f.Validado && !f.EditaDatos && !f.EditaTramite && !f.Listo)},
		{"Titulo": "Revisar y enviar", "Estado": state(false, f.Listo)},
	}
}

// refuseForm shows the draft's page again with the texts of a refusal. change puts what
// was typed over what is stored, so that nothing typed is lost.
func (p *Portal) refuseForm(e *core.RequestEvent, b *mesa.Borrador, err error, change func(*form)) error {
	stored, lookup := e.App.FindRecordById(mesa.ColBorradores, b.Id)
	if lookup != nil {
		return lookup
	}
	f, viewErr := p.view(e, mesa.AsBorrador(stored))
	if viewErr != nil {
		return viewErr
	}
	change(f)
	return p.Screen.Refuse(e, err, formPage, formTitle, f, fieldOrder...)
}
