// Package pdf decides which files are admitted as PDF documents and counts
// their pages.
//
// A PDF is hostile until proved otherwise: 632 bytes are enough to overflow
// the Go stack inside pdfcpu, which no recover catches, and 2 kB to ask for
// 7 GB of memory. So pdfcpu never runs in the server: an [Inspector] keeps at
// most two child processes of the same binary, each with hard limits, and
// hands them one file after another. main, and every TestMain of a package
// that inspects files, must call [ChildMain] when [IsChild] says so.
//
// The package answers with stable codes ([Motivo], [Aviso]); the texts that
// people read stand in package mesa.
package pdf

// Verdict is what is known about one file after inspection. It is also one
// line of `mesadepartes inspeccionar`.
type Verdict struct {
	Archivo  string  `json:"archivo"`
	Admitido bool    `json:"admitido"`
	Motivo   Motivo  `json:"motivo"` // "" when admitted
	Folios   int     `json:"folios"`
	Bytes    int64   `json:"bytes"`
	SHA256   string  `json:"sha256"`            // hex; "" only when the file was refused unread (Grande)
	Avisos   []Aviso `json:"avisos"`            // never nil
	Blancas  []int   `json:"blancas,omitempty"` // pages that seem blank, the first of them
	Firmas   int     `json:"firmas"`            // signatures found, not verified
	Es       Kind    `json:"-"`                 // what a file is that is no PDF
}

// Motivo says why a file was refused.
type Motivo string

// The reasons for refusing a file.
const (
	Vacio             Motivo = "vacio"              // no bytes
	Grande            Motivo = "grande"             // more bytes than the limit
	NoEsPDF           Motivo = "no_es_pdf"          // no header at the start
	Contrasena        Motivo = "contrasena"         // a password is needed to open it
	Danado            Motivo = "danado"             // it can't be read, or part of it is lost
	SinPaginas        Motivo = "sin_paginas"        // none, or a broken page tree
	DemasiadasPaginas Motivo = "demasiadas_paginas" // more than 10,000
	AccionPeligrosa   Motivo = "accion_peligrosa"   // a program started, data imported, a file opened unasked
	Complejo          Motivo = "complejo"           // beyond the child's budget
)

// Motivos lists every reason, so that tests elsewhere can ask for a text each.
var Motivos = []Motivo{Vacio, Grande, NoEsPDF, Contrasena, Danado, SinPaginas, DemasiadasPaginas, AccionPeligrosa, Complejo}

// Aviso is something staff should know about an admitted file.
type Aviso string

// The notices.
const (
	JavaScript     Aviso = "javascript"       // a script anywhere
	Formulario     Aviso = "formulario"       // fields to fill in, signatures apart
	Adjuntos       Aviso = "adjuntos"         // embedded files
	EnlaceLocal    Aviso = "enlace_local"     // a link to a document of the reader's computer
	Proteccion     Aviso = "proteccion"       // owner-only protection
	PaginasGrandes Aviso = "paginas_grandes"  // a page larger than A3
	MuchasPaginas  Aviso = "muchas_paginas"   // more than 500 pages
	PaginaEnBlanco Aviso = "pagina_en_blanco" // nothing seems to be drawn on a page
)

// Avisos lists every notice, in the order in which a verdict gives them.
var Avisos = []Aviso{JavaScript, Formulario, Adjuntos, EnlaceLocal, Proteccion, PaginasGrandes, MuchasPaginas, PaginaEnBlanco}
