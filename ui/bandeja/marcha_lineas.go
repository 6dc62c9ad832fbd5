package bandeja

import (
	"net"
	"net/url"
	"strings"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// freshBackup is how old the newest backup may be.
const freshBackup = 8 * 24 * time.Hour

// checkList is what an office needs before citizens come, in the order in which it is set up.
func (b *Bandeja) checkList(e *core.RequestEvent) ([]checkLine, error) {
	entidad, err := mesa.FindEntidad(e.App)
	if err != nil {
		return nil, err
	}
	record := "#/collections?collection=" + mesa.ColEntidad + "&record=" + entidad.Id
	c := &checker{b: b, e: e, entidad: entidad}
	c.add(c.mail())
	c.add(c.address())
	c.word(mesa.MarchaEntidad, record, c.count(mesa.ColSolicitudes) > 0 || !entidad.GetDateTime("confirmada_en").IsZero())
	c.catalogue(mesa.MarchaTramites, mesa.ColTramites)
	c.catalogue(mesa.MarchaAreas, mesa.ColAreas)
	c.add(c.accounts())
	c.add(checkLine{Clave: "factor", Lista: entidad.GetBool("segundo_factor"), Enlace: record})
	c.add(c.backups())
	if r := b.Replica(); r.Activa {
		c.add(checkLine{Clave: "replica", Lista: r.Salud == mesa.Bien, Aviso: r.Aviso, En: r.AlDia})
	}
	c.add(c.registry())
	for _, linea := range []string{mesa.MarchaPresentacion, mesa.MarchaPlazo, mesa.MarchaSubsanacion} {
		c.word(linea, record, false)
	}
	oficial := entidad.GetString("oficial_datos")
	c.add(checkLine{Clave: "oficial", Lista: oficial != "", Valor: oficial, Enlace: record})
	c.word(mesa.MarchaFeriados, "#/collections?collection="+mesa.ColNoLaborables, false)
	c.add(c.proxy())
	return c.lines, c.err
}

// checker gathers the lines; the first error ends the list.
type checker struct {
	b       *Bandeja
	e       *core.RequestEvent
	entidad *mesa.Entidad
	lines   []checkLine
	err     error
}

func (c *checker) add(l checkLine) { c.lines = append(c.lines, l) }

func (c *checker) count(collection string, where ...dbx.Expression) int {
	n, err := c.e.App.CountRecords(collection, where...)
	if c.err == nil {
		c.err = err
	}
	return int(n)
}

// word is a line that a person confirms; done tells that nobody needs to.
func (c *checker) word(linea, enlace string, done bool) {
	l := checkLine{Clave: linea, Enlace: enlace, Por: c.entidad.Confirmada(linea, c.b.Now())}
	l.Valor, _ = c.entidad.MarchaValor(linea, c.b.Now())
	l.Lista = done || l.Por != nil
	if before, has := c.entidad.Confirmaciones()[linea]; has && l.Por == nil {
		l.Antes = &before
	}
	c.add(l)
}

// catalogue is a collection that must have something, which a person read.
func (c *checker) catalogue(linea, collection string) {
	n := c.count(collection, dbx.HashExp{"activo": true})
	c.word(linea, "#/collections?collection="+collection, false)
	l := &c.lines[len(c.lines)-1]
	l.N, l.Lista = n, l.Lista && n > 0
}

func (c *checker) mail() checkLine {
	l := checkLine{Clave: "correo", Enlace: "#/settings/mail"}
	if smtp := c.e.App.Settings().SMTP; smtp.Enabled {
		l.Valor = smtp.Host
	}
	l.N = c.count(mesa.ColCorreos, dbx.HashExp{"estado": string(mesa.CorreoEnviado)})
	l.Lista = !c.b.Salida.NoServer(c.e.App) && l.N > 0
	return l
}

// address is the address of the links in mails: over HTTPS, and one that citizens can open.
func (c *checker) address() checkLine {
	appURL := c.e.App.Settings().Meta.AppURL
	u, err := url.Parse(appURL)
	if err != nil {
		u = &url.URL{}
	}
	ip := net.ParseIP(u.Hostname())
	own := u.Hostname() == "localhost" || ip != nil && (ip.IsLoopback() || ip.IsUnspecified())
	return checkLine{Clave: "direccion", Lista: u.Scheme == "https" && u.Host != "" && !own, Valor: appURL, Enlace: "#/settings"}
}

// accounts wants somebody at reception, and a role for everybody who works.
func (c *checker) accounts() checkLine {
	active := dbx.HashExp{"activo": true}
	l := checkLine{Clave: "cuentas", Enlace: "#/collections?collection=" + mesa.ColPersonal}
	l.N = c.count(mesa.ColPersonal, active, dbx.HashExp{"rol": string(mesa.RolMesa)})
	l.Faltan = c.count(mesa.ColPersonal, active, dbx.HashExp{"rol": ""})
	l.Lista = l.N > 0 && l.Faltan == 0
	return l
}

// backups wants copies that the program makes by itself, on another disk, the newest fresh and
// the last rehearsal well. A program that makes none leaves it to the dashboard's backups.
func (c *checker) backups() checkLine {
	now := c.b.Copia()
	if now.Donde == "" && !now.No {
		return c.dashboardBackups()
	}
	l := checkLine{Clave: "copias", Valor: now.Donde, En: now.Ultima}
	l.Aviso, _ = now.Aviso(c.b.Now())
	l.Lista = l.Aviso == "" && !now.Ultima.IsZero()
	if ensayo := now.Ensayo; !ensayo.Hecho.IsZero() && len(ensayo.Fallas) == 0 {
		l.Ensayo = mesa.TextEnsayoBien(ensayo)
	}
	return l
}

func (c *checker) dashboardBackups() checkLine {
	l := checkLine{Clave: "copias", Enlace: "#/settings/backups", Valor: c.e.App.Settings().Backups.Cron}
	fsys, err := c.e.App.NewBackupsFilesystem()
	if err != nil {
		return l // a store that can't be reached has no copy to show
	}
	defer fsys.Close()
	files, err := fsys.List("")
	if err != nil {
		return l
	}
	for _, f := range files {
		if strings.HasSuffix(f.Key, ".zip") && f.ModTime.After(l.En) {
			l.En = f.ModTime
		}
	}
	l.Lista = l.Valor != "" && time.Since(l.En) < freshBackup // files have the machine's time
	return l
}

func (c *checker) registry() checkLine {
	l := checkLine{Clave: "padron", Enlace: "#/collections?collection=" + mesa.ColPadronCargas, En: c.b.Padron()}
	l.Lista = !l.En.IsZero()
	return l
}

// proxy looks at the very request: one that tells whom it was forwarded for came through a
// proxy, and all citizens share the proxy's address until its header is trusted.
func (c *checker) proxy() checkLine {
	l := checkLine{Clave: "proxy", Lista: true, Enlace: "#/settings"}
	for _, header := range []string{"X-Forwarded-For", "X-Real-IP", "Forwarded", "CF-Connecting-IP"} {
		if c.e.Request.Header.Get(header) != "" {
			l.Valor = header
			l.Lista = len(c.e.App.Settings().TrustedProxy.Headers) > 0
			return l
		}
	}
	return l
}
