package demo

import (
	"errors"
	"fmt"
	"io"
	"time"

	"mesadepartes/hooks/mesa"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// errNotEmpty refuses a data folder in use, because Fill must not add invented
// filings to an office's real ones.
var errNotEmpty = errors.New("la carpeta de datos ya tiene solicitudes o administradores: use otra con --dir")

// Fill makes accounts and the filings of six weeks, which meet the same record events as
// real ones, and prints how to enter. It refuses a data folder that has filings, staff or
// administrators.
func Fill(app core.App, c Config) error {
	if err := empty(app); err != nil {
		return err
	}
	end := c.Now()
	defer c.Set(end)
	s, err := newStory(app, c, end)
	if err != nil {
		return err
	}
	// Mails begin with the first day, and so does the office.
	c.Mail(app)
	c.Set(s.at(filings[0].ago, 7, 30))
	if err := s.addAccounts(); err != nil {
		return err
	}
	if err := s.play(); err != nil {
		return err
	}
	return s.farewell(c.Out)
}

func empty(app core.App) error {
	for _, c := range []string{mesa.ColSolicitudes, mesa.ColPersonal} {
		n, err := app.CountRecords(c)
		if err != nil {
			return err
		}
		if n > 0 {
			return errNotEmpty
		}
	}
	n, err := app.CountRecords(core.CollectionNameSuperusers, dbx.Not(dbx.HashExp{"email": core.DefaultInstallerEmail}))
	if err == nil && n > 0 {
		return errNotEmpty
	}
	return err
}

// addAccounts makes the administrator and the staff, each with a password of its own.
func (s *story) addAccounts() error {
	clave := security.RandomString(14)
	admin, err := s.add(core.CollectionNameSuperusers, map[string]any{"email": "admin@demo.pe", "password": clave})
	if err != nil {
		return err
	}
	if err := confirm(s.app, admin); err != nil {
		return err
	}
	s.said = append(s.said, fmt.Sprintf("Administrador (panel /_/):  admin@demo.pe  %s", clave))
	for _, a := range staff {
		clave := security.RandomString(14)
		values := map[string]any{
			"email": a.correo, "password": clave, "nombre": a.nombre, "rol": a.rol, "activo": true, "verified": true,
		}
		if a.area != "" {
			area, err := s.app.FindFirstRecordByData(mesa.ColAreas, "nombre", a.area)
			if err != nil {
				return fmt.Errorf("%s: %w", a.area, err)
			}
			values["area"] = area.Id
		}
		r, err := s.add(mesa.ColPersonal, values)
		if err != nil {
			return err
		}
		s.accounts = append(s.accounts, r)
		s.said = append(s.said, fmt.Sprintf("Personal (%s, /bandeja):  %s  %s", a.rol, a.correo, clave))
	}
	return nil
}

// farewell prints the accounts, and what a citizen types to see the other side.
func (s *story) farewell(out io.Writer) error {
	tried, err := s.app.FindFirstRecordByFilter(mesa.ColSolicitudes, "numero_documento = {:d} && estado = 'observada'",
		dbx.Params{"d": visitor.documento})
	if err != nil {
		return err
	}
	for _, line := range s.said {
		fmt.Fprintln(out, line)
	}
	fmt.Fprintf(out, "Ciudadano (/seguimiento, /subsanar):  número %s, documento %s\n", tried.GetString("numero"), visitor.documento)
	fmt.Fprintf(out, "Ciudadano (/mis-tramites):  correo %s; con «serve --dev» el código llega a /buzon\n", visitor.correo)
	return nil
}

// confirm has the administrator say that the data are of the office: production takes no filing
// before.
func confirm(app core.App, admin *core.Record) error {
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return err
	}
	mesa.SetConfirma(entidad.Record, mesa.MarchaEntidad, "")
	mesa.SetActor(entidad.Record, mesa.StaffActor(admin))
	return app.Save(entidad.Record)
}

func (s *story) add(collection string, values map[string]any) (*core.Record, error) {
	return s.addBy(mesa.Actor{}, collection, values)
}

func (s *story) addBy(who mesa.Actor, collection string, values map[string]any) (*core.Record, error) {
	c, err := s.app.FindCollectionByNameOrId(collection)
	if err != nil {
		return nil, err
	}
	r := core.NewRecord(c)
	r.Load(values)
	mesa.SetActor(r, who)
	if err := s.app.Save(r); err != nil {
		return nil, fmt.Errorf("%s: %w", collection, err)
	}
	return r, nil
}

// newest is the record of a collection that a filing got last.
func (s *story) newest(collection, filter, id string) (*core.Record, error) {
	list, err := s.app.FindRecordsByFilter(collection, "solicitud = {:s} && "+filter, "-@rowid", 1, 0, dbx.Params{"s": id})
	if err == nil && len(list) == 0 {
		err = fmt.Errorf("%s: none of %s", collection, id)
	}
	if err != nil {
		return nil, err
	}
	return list[0], nil
}

// moment is one thing that happens in the story.
type moment struct {
	at   time.Time
	what string
	do   func() error
}
