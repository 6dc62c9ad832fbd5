package portal

import (
	"slices"
	"strings"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/ui/web"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

const formPage, formTitle = "portal/solicitud", "Generar solicitud"

// fieldOrder is the order of the fields in the form, for the error summary.
var fieldOrder = []string{
	"tipo_documento", "numero_documento", "nombres", "apellidos", "telefono", "correo", "domicilio", "ruc", "razon_social",
	"autorizo", "codigo", "captcha", "tramite", "asunto", "archivo-principal", "archivo-anexo1", "archivo-anexo2",
}

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
	Tramites []web.Option
	Tramite  *tramite
	Archivos []web.FileCard
	Pasos    []map[string]any
	Parecido string // what a mistyped address may have meant
	Hasta    string // how long the draft is kept

	BuscaPersona, BuscaEmpresa bool   // a register of names is set up
	AvisoPersona, AvisoEmpresa string // the source of the names, or the outcome of a look-up
	PersonaDe, EmpresaDe       string // the numbers that found names belong to
}

// tramite is what a citizen should know of a procedure before choosing it.
type tramite struct {
	Nombre, Plazo string
	Requisitos    []string
}

// draftFields are the columns that a person types: datosFields of part one first.
var draftFields = []string{
	"tipo_documento", "numero_documento", "nombres", "apellidos", "telefono", "correo", "domicilio", "ruc", "razon_social",
	"tramite", "asunto",
}

const datosFields = 9

// view builds the page from what is stored.
func (p *Portal) view(e *core.RequestEvent, b *mesa.Borrador) (*form, error) {
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return nil, err
	}
	f := &form{
		ID: b.Id, Juridica: b.Juridica(), V: map[string]string{}, Autorizo: b.GetBool("autorizo"), Domicilio: entidad.GetBool("exigir_domicilio"),
		Validado: b.Validado(), ConTramite: b.Parte() >= mesa.ParteTramite,
	}
	for _, name := range draftFields {
		f.V[name] = b.GetString(name)
	}
	f.BuscaPersona, f.BuscaEmpresa = p.CanAsk("DNI") || p.CanAsk("CE"), p.CanAsk("RUC")
	if fuente := b.GetString("nombres_fuente"); fuente != "" {
		f.AvisoPersona, f.PersonaDe = mesa.TextDatosSegun(fuente), b.GetString("numero_documento")
	}
	f.PideCodigo = !f.Validado && p.Codes.Asked(e.App, b.GetString("correo"), b.Id)
	f.Parecido = mesa.SimilarCorreo(f.V["correo"])
	f.Hasta = mesa.DayAndHour(b.Vence().In(plazos.Lima))
	if err := f.addTramites(e.App); err != nil {
		return nil, err
	}
	if err := f.addFiles(e.App, entidad.MaxBytes()); err != nil {
		return nil, err
	}
	edit := e.Request.URL.Query().Get("editar")
	// While a code is awaited the data can't be edited, because Validar sends the code
	// alone and what was edited beside it would be lost.
	f.EditaDatos = !f.Validado && !f.PideCodigo || edit == "datos"
	// A procedure that was withdrawn after it was chosen must be chosen anew.
	f.EditaTramite = f.Validado && !f.EditaDatos && (!f.ConTramite || f.Tramite == nil || edit == "tramite")
	f.Listo = f.Validado && f.ConTramite && f.Archivos[0].Archivo != nil && !f.EditaDatos && !f.EditaTramite
	f.addSteps()
	return f, nil
}

func (f *form) addTramites(app core.App) error {
	rows, err := app.FindRecordsByFilter(mesa.ColTramites, "activo = true", "orden,nombre", 0, 0, dbx.Params{})
	if err != nil {
		return err
	}
	for _, r := range rows {
		f.Tramites = append(f.Tramites, web.Option{Valor: r.Id, Texto: r.GetString("nombre")})
		if r.Id == f.V["tramite"] {
			f.Tramite = describe(r)
		}
	}
	return nil
}

func describe(r *core.Record) *tramite {
	t := &tramite{Nombre: r.GetString("nombre")}
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

func (f *form) addFiles(app core.App, maxBytes int64) error {
	docs, err := app.FindAllRecords(mesa.ColDocumentos, mesa.OfDraft(f.ID))
	if err != nil {
		return err
	}
	zones := map[string]string{
		mesa.ClasePrincipal: "Arrastre el documento principal o haga clic aquí.",
		mesa.ClaseAnexo1:    "Arrastre el Anexo 1 o haga clic aquí.",
		mesa.ClaseAnexo2:    "Arrastre el Anexo 2 o haga clic aquí.",
	}
	for _, clase := range mesa.ClasesCiudadano() {
		card := newCard("/solicitud/"+f.ID, clase, "borrador="+f.ID+"&clase="+clase, maxBytes)
		card.Titulo, card.Zona = mesa.NombreClase(clase), zones[clase]
		card.Opcional, card.ConNumero = clase != mesa.ClasePrincipal, clase == mesa.ClasePrincipal
		i := slices.IndexFunc(docs, func(r *core.Record) bool { return r.GetString("clase") == clase })
		if i >= 0 {
			card.Archivo = fileData(docs[i])
		}
		f.Archivos = append(f.Archivos, card)
	}
	return nil
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
