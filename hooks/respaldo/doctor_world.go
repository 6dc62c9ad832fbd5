package respaldo

import (
	"context"
	"errors"
	"net"
	"net/mail"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/registro"
	"mesadepartes/hooks/servidor"
)

const (
	askDNS  = 3 * time.Second
	askSMTP = 10 * time.Second
	askS3   = 5 * time.Second
)

// book compares the base with the book of acts, which may be on S3.
func (x *examination) book(context.Context) {
	if x.noS3 {
		x.add("libro de actos", mesa.Atencion, mesa.TextDoctorNoMira("S3"))
		return
	}
	fault, err := x.Libro.Diagnose(x.app, x.Todo)
	x.verdict("libro de actos", fault, err)
}

func (x *examination) key(context.Context) {
	fault, err := x.Registro.DiagnoseKey(x.app)
	x.verdict("llave de los cargos", fault, err)
}

func (x *examination) heads(ctx context.Context) {
	fault, err := x.Registro.DiagnoseHeads(ctx, x.app, x.Todo, x.Progreso)
	x.verdict("registro público", fault, err)
}

// hashes reads every stored file.
func (x *examination) hashes(ctx context.Context) {
	faults, n, err := registro.DiagnoseFiles(ctx, x.app, 5, x.Progreso)
	text := ""
	if n > 0 {
		text = mesa.TextDoctorHuellas(n, faults)
	}
	x.verdict("huellas de los archivos", text, err)
}

// remote asks the bucket for a file that need not be there.
func (x *examination) remote(ctx context.Context) {
	ctx, stop := context.WithTimeout(ctx, askS3)
	defer stop()
	fsys, err := x.app.NewFilesystem()
	if err == nil {
		defer fsys.Close()
		fsys.SetContext(ctx)
		_, err = fsys.Exists("mesa_salud")
	}
	if err != nil {
		x.noS3 = true
		x.add("archivos", mesa.Mal, mesa.TextDoctorS3(err.Error()))
		return
	}
	x.add("archivos", mesa.Bien, "")
}

// others asks the checks of other rooms.
func (x *examination) others(ctx context.Context) {
	for _, c := range x.Checks {
		salud, motivo := c.Look(ctx, x.app)
		x.add(c.Name, salud, motivo)
	}
}

func (x *examination) outbox(ctx context.Context) {
	salud, motivo := x.Correo.Salud(ctx, x.app)
	x.add("correos por salir", salud, motivo)
}

// relay goes to the mail server as far as a mail does before it names anybody.
func (x *examination) relay(ctx context.Context) {
	if x.Correo.NoServer(x.app) {
		return // the line before says so
	}
	ctx, stop := context.WithTimeout(ctx, askSMTP)
	defer stop()
	failed, err := x.Correo.Reach(ctx, x.app)
	if err != nil {
		why := err.Error()
		if errors.Is(err, context.DeadlineExceeded) {
			why = mesa.TextServidorCallado
		}
		x.add("servidor de correo", mesa.Mal, failed+": "+why+". "+mesa.TextPasoFalla(failed, why))
		return
	}
	x.add("servidor de correo", mesa.Bien, "")
}

// sender looks at what the sender's domain says of who may send in its name.
func (x *examination) sender(ctx context.Context) {
	from, err := mail.ParseAddress(x.app.Settings().Meta.SenderAddress)
	if err != nil {
		x.add("remitente", mesa.Mal, mesa.TextDoctorRemitente)
		return
	}
	domain := from.Address[strings.LastIndex(from.Address, "@")+1:]
	asked := []published{
		{"SPF del remitente", domain, "v=spf1", mesa.TextDoctorSPF(domain)},
		{"DMARC del remitente", "_dmarc." + domain, "v=DMARC1", mesa.TextDoctorDMARC(domain)},
	}
	if x.Selector != "" {
		record := x.Selector + "._domainkey." + domain
		asked = append(asked, published{"DKIM del remitente", record, "", mesa.TextDoctorDKIM(record)})
	}
	for _, a := range asked {
		found, err := x.txt(ctx, a.record)
		switch {
		case err != nil:
			x.add(a.name, mesa.Atencion, mesa.TextDoctorSinDNS(a.record, err.Error()))
		case !slices.ContainsFunc(found, a.fits):
			x.add(a.name, mesa.Atencion, a.text)
		default:
			x.add(a.name, mesa.Bien, "")
		}
	}
}

// published is a text that a domain should have, and what is said when it has none.
type published struct{ name, record, begins, text string }

// fits tells whether a text is the wanted one; a key of DKIM need not begin with its version.
func (a published) fits(text string) bool {
	if a.begins == "" {
		return strings.Contains(text, "p=")
	}
	return len(text) >= len(a.begins) && strings.EqualFold(text[:len(a.begins)], a.begins)
}

// txt asks for the texts of a name; none when the name has none.
func (x *examination) txt(ctx context.Context, name string) ([]string, error) {
	ctx, stop := context.WithTimeout(ctx, askDNS)
	defer stop()
	found, err := x.TXT(ctx, name)
	var none *net.DNSError
	if errors.As(err, &none) && none.IsNotFound {
		return nil, nil
	}
	return found, err
}

// address looks at the office's public address and at its certificate.
func (x *examination) address(ctx context.Context) {
	address := x.app.Settings().Meta.AppURL
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" {
		x.add("dirección pública", mesa.Atencion, mesa.TextDoctorDireccion(address))
		return
	}
	x.add("dirección pública", mesa.Bien, "")
	end, fault, err := servidor.Certificate(ctx, address, x.Roots)
	if err != nil {
		x.add("certificado", mesa.Atencion, mesa.TextDoctorSinCertificado(u.Host, err.Error()))
		return
	}
	salud, motivo := servidor.JudgeCertificate(address, end, fault, x.Now())
	x.add("certificado", salud, motivo)
}

// copies looks at the place of the copies: the newest one and its rehearsal.
func (x *examination) copies(ctx context.Context) {
	place := x.Copias.Donde
	if place == "" {
		x.add("última copia", mesa.Atencion, mesa.TextDoctorSinCopias)
		return
	}
	d, err := look(x.Copias)
	var newest time.Time
	if err == nil {
		newest, err = d.newestAt(ctx)
	}
	switch {
	case err != nil:
		x.add("última copia", mesa.Mal, mesa.TextCopiaFalla(err.Error()))
		return
	case newest.IsZero():
		x.add("última copia", mesa.Mal, mesa.TextDoctorCopiaNinguna(place))
		return
	case x.Now().Sub(newest) > mesa.CopiaTarde:
		x.add("última copia", mesa.Mal, mesa.TextCopiaVieja(place, newest))
	default:
		x.add("última copia", mesa.Bien, "")
	}
	x.rehearsal(d.rehearsed(ctx))
	if free, err := disco.Free(filepath.Clean(place)); err == nil && free < 1<<30 {
		x.add("disco de las copias", mesa.Atencion, mesa.TextDoctorDiscoCopias(free))
	}
}

func (x *examination) rehearsal(last mesa.EnsayoCopia, err error) {
	switch {
	case err != nil:
		x.verdict("ensayo de la copia", "", err)
	case len(last.Fallas) > 0:
		x.add("ensayo de la copia", mesa.Mal, mesa.TextEnsayoFalla(last.Copia, last.Fallas[0]))
	case x.Now().Sub(last.Hecho) > 2*rehearseEvery:
		x.add("ensayo de la copia", mesa.Atencion, mesa.TextDoctorSinEnsayo)
	default:
		x.add("ensayo de la copia", mesa.Bien, "")
	}
}
