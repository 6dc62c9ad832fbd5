package exporta

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"mesadepartes/hooks/disco"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"
	"mesadepartes/hooks/registro"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/types"
)

// Opciones are what is exported, and where to.
type Opciones struct {
	Numero string    // of one filing; "" for all since Desde
	Desde  time.Time // the first day, as Lima midnight
	Dest   string
	Pide   bool // with the texts of the PIDE
}

// Resultado is what an export did, by the numbers of the filings.
type Resultado struct {
	Hechas      int
	Estaban     int      // were there before
	Cambiaron   []string // were there before, and moved since
	Incompletas []string // were written, and lack something that faltantes.txt names
}

// Exportar writes a bag for each filing, one after the other. A bag that is there stays as it is;
// a run that was killed is run again and goes on where it ended.
func Exportar(
	ctx context.Context, app core.App, room *registro.Room, now func() time.Time, o Opciones, tell registro.Progress,
) (r Resultado, err error) {
	release, err := open(app.DataDir(), &o.Dest)
	if err != nil {
		return r, err
	}
	defer release()
	list, err := asked(app, o)
	if err != nil {
		return r, err
	}
	for i, s := range list {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		there, err := bagAt(filepath.Join(o.Dest, s.Numero))
		switch {
		case err != nil:
			return r, err
		case there != nil && o.Numero != "":
			return r, fmt.Errorf("%s ya está en %s y no se reemplaza; mueva o borre esa carpeta para exportarla otra vez", s.Numero, o.Dest)
		case there != nil:
			r.Estaban++
			if there.version != s.Version {
				r.Cambiaron = append(r.Cambiaron, s.Numero)
			}
		default:
			missing, err := exportOne(ctx, app, room, now(), o, s)
			if err != nil {
				return r, err
			}
			r.Hechas++
			if missing > 0 {
				r.Incompletas = append(r.Incompletas, s.Numero)
			}
		}
		tell("solicitudes", int64(i+1), int64(len(list)))
	}
	return r, nil
}

// open takes a destination for one export alone. It may not lie inside the data folder.
func open(data string, dest *string) (release func(), err error) {
	if err = os.MkdirAll(*dest, disco.PrivateFolder); err == nil {
		*dest, err = place(*dest)
	}
	if err == nil {
		data, err = place(data)
	}
	if rel, relErr := filepath.Rel(data, *dest); err == nil && relErr == nil && filepath.IsLocal(rel) {
		err = errors.New("el destino está dentro de la carpeta de datos; elija otra carpeta")
	}
	if err != nil {
		return nil, err
	}
	held, err := disco.Hold(filepath.Join(*dest, ".exportando"))
	if errors.Is(err, disco.ErrHeld) {
		err = fmt.Errorf("otra exportación está en marcha en %s", *dest)
	}
	if err != nil {
		return nil, err
	}
	return func() { _ = held.Release() }, nil
}

// place is where a folder really lies, its links followed.
func place(path string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	return filepath.EvalSymlinks(path)
}

// filing is a line of the list of what is to be exported.
type filing struct {
	ID      string `db:"id"`
	Numero  string `db:"numero"`
	Version string `db:"version"`
}

// asked lists what is to be exported, in the order of the numbers.
func asked(app core.App, o Opciones) (list []filing, err error) {
	query := app.DB().Select("id", "numero", "version").From(mesa.ColSolicitudes).OrderBy("anio", "correlativo")
	if o.Numero != "" {
		query.Where(dbx.HashExp{"numero": o.Numero})
	} else {
		query.Where(dbx.NewExp("recibida_en >= {:t}", dbx.Params{"t": o.Desde.UTC().Format(types.DefaultDateLayout)}))
	}
	if err = query.All(&list); err == nil && o.Numero != "" && len(list) == 0 {
		err = fmt.Errorf("no hay una solicitud %s", o.Numero)
	}
	return list, err
}

// written is a bag that stands at the destination.
type written struct{ version string }

// versionLabel is the line of bag-info.txt that tells how far the filing had come.
const versionLabel = "Mesa-Version"

// bagAt reads the bag in a folder, nil when there is none. A folder that is no bag is somebody
// else's, and stays as it is.
func bagAt(dir string) (*written, error) {
	if _, err := os.Lstat(dir); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	info, err := os.ReadFile(filepath.Join(dir, "bag-info.txt"))
	if err != nil {
		return nil, fmt.Errorf("%s no es una bolsa de este programa; elija otro destino", dir)
	}
	for line := range strings.Lines(string(info)) {
		if version, ok := strings.CutPrefix(line, versionLabel+": "); ok {
			return &written{strings.TrimSpace(version)}, nil
		}
	}
	return &written{}, nil
}

// exportOne writes the bag of a filing beside its place and moves it there once it is whole,
// noted in the register of accesses and on the disk.
func exportOne(ctx context.Context, app core.App, room *registro.Room, now time.Time, o Opciones, s filing) (missing int, err error) {
	part := filepath.Join(o.Dest, ".parcial-"+s.Numero)
	b, err := newBolsa(part)
	if err != nil {
		return 0, err
	}
	x := &solicitud{bolsa: b, ctx: ctx, app: app, room: room, places: map[string]string{}, codes: map[string]string{}}
	if err = x.read(s.ID); err == nil {
		err = x.fill()
	}
	if err == nil && o.Pide {
		err = x.pide()
	}
	if err == nil && len(x.missing) > 0 {
		err = x.addBytes("faltantes.txt", []byte(strings.Join(x.missing, "\n")+"\n"))
	}
	if err == nil {
		err = errors.Join(x.close(x.about(now)), note(app, now, x.s.Record))
	}
	if err != nil {
		if disco.IsFull(err) {
			err = fmt.Errorf("no queda espacio en %s: %w", o.Dest, err)
		}
		return 0, errors.Join(err, os.RemoveAll(part))
	}
	return len(x.missing), errors.Join(os.Rename(part, filepath.Join(o.Dest, s.Numero)), disco.Sync(o.Dest))
}

// about are the lines of bag-info.txt.
func (x *solicitud) about(now time.Time) []label {
	missing := ""
	if len(x.missing) > 0 {
		missing = fmt.Sprint(len(x.missing))
	}
	return []label{
		{"Source-Organization", x.entidad.GetString("nombre")}, {"Organization-Address", x.entidad.GetString("direccion")},
		{"Contact-Phone", x.entidad.GetString("telefono")}, {"Contact-Email", x.entidad.GetString("correo")},
		{"External-Identifier", x.s.Numero()}, {"External-Description", x.tramite + ": " + x.s.GetString("asunto")},
		{"Bagging-Date", now.In(plazos.Lima).Format(time.DateOnly)}, {"Bag-Software-Agent", "mesadepartes"},
		{versionLabel, x.s.GetString("version")}, {"Mesa-Estado", string(x.s.Estado())}, {"Mesa-Faltantes", missing},
	}
}

// note writes down in the register of accesses that a filing left by the terminal.
func note(app core.App, now time.Time, s *core.Record) error {
	c, err := app.FindCachedCollectionByNameOrId(mesa.ColAccesos)
	if err != nil {
		return err
	}
	line := core.NewRecord(c)
	line.Load(map[string]any{
		"fecha": now, "actor": "terminal: exportar", "accion": "descargar", "coleccion": mesa.ColSolicitudes,
		"registro": s.Id, "archivo": s.GetString("numero"),
	})
	return rule.Save(app, line)
}

// Describe tells a person what an export did.
func (r Resultado) Describe(out io.Writer) {
	if r.Hechas == 1 {
		fmt.Fprint(out, "1 solicitud exportada")
	} else {
		fmt.Fprintf(out, "%d solicitudes exportadas", r.Hechas)
	}
	if r.Estaban > 0 {
		fmt.Fprintf(out, "; otras que ya estaban: %d", r.Estaban)
	}
	fmt.Fprintln(out, ".")
	for _, n := range r.Cambiaron {
		fmt.Fprintf(out, "%s cambió después de exportarse: borre su carpeta para exportarla otra vez.\n", n)
	}
	for _, n := range r.Incompletas {
		fmt.Fprintf(out, "FALTA algo en %s: vea su archivo data/faltantes.txt.\n", n)
	}
}
