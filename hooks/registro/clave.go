package registro

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/plazos"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
)

// Open reads the key, and makes one for a register that never had any. What is wrong is
// kept for Salud: filing goes on without a key, only receipts wait.
func (r *Room) Open(app core.App) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fault = ""
	if err := r.load(app); err != nil {
		if r.fault == "" {
			r.fault = mesa.TextClaveNoLee(err.Error())
		}
		app.Logger().Error("receipts can't be signed", "error", err)
	}
}

func (r *Room) load(app core.App) error {
	r.ring = nil
	ring, err := r.readRing()
	if err != nil {
		return err
	}
	known, err := registros(app)
	if err != nil {
		return err
	}
	switch {
	case ring == nil && len(known) > 0:
		r.fault = mesa.TextClaveFalta
		return errors.New("the key is gone")
	case ring == nil:
		ring = &llavero{Semillas: [][]byte{newSeed()}}
	case len(known) > 0 && !slices.ContainsFunc(ring.Registros, func(reg cargo.Registro) bool {
		return slices.ContainsFunc(known, func(k cargo.Registro) bool { return k.Clave == reg.Clave })
	}):
		r.fault = mesa.TextClaveAjena
		return errors.New("the key is of another office")
	}
	list := merge(ring.Registros, known)
	if len(list) == 0 {
		first, err := newRegistro(r.originOf(app, 1), ring, 0)
		if err != nil {
			return err
		}
		list = append(list, first)
	}
	return r.keep(app, ring, list)
}

// keep writes what is known of the registers into the file of the key and into the base.
func (r *Room) keep(app core.App, ring *llavero, list []cargo.Registro) error {
	same := func(a, b []cargo.Registro) bool {
		x, _ := json.Marshal(a)
		y, _ := json.Marshal(b)
		return string(x) == string(y)
	}
	if !same(ring.Registros, list) {
		next := &llavero{ring.Semillas, list}
		if err := r.writeRing(next); err != nil {
			return err
		}
		ring = next
	}
	known, err := registros(app)
	if err != nil {
		return err
	}
	if !same(known, list) {
		if err := app.RunInTransaction(func(tx core.App) error { return storeRegistros(tx, list) }); err != nil {
			return err
		}
	}
	r.ring = ring
	return nil
}

func newRegistro(origen string, ring *llavero, size int64) (cargo.Registro, error) {
	k, err := cargo.NewLlave(origen, ring.Semillas[len(ring.Semillas)-1])
	if err != nil {
		return cargo.Registro{}, err
	}
	return cargo.Registro{Origen: origen, Clave: k.Publica(), Desde: size}, nil
}

// originOf names the register of an epoch, HOST/registro/1, as tlog-checkpoint wants it.
func (r *Room) originOf(app core.App, epoca int) string {
	host := "mesadepartes"
	if u, err := url.Parse(r.URL(app)); err == nil && u.Host != "" {
		host = u.Host
	}
	return host + "/registro/" + strconv.Itoa(epoca)
}

// registros reads what the base knows of its registers.
func registros(app core.App) (list []cargo.Registro, err error) {
	var rows []string
	if err := app.DB().Select("dato").From(tableClaves).Where(dbx.NewExp("n > 0")).OrderBy("n").Column(&rows); err != nil {
		return nil, err
	}
	for _, row := range rows {
		var reg cargo.Registro
		if err := json.Unmarshal([]byte(row), &reg); err != nil {
			return nil, err
		}
		list = append(list, reg)
	}
	return list, nil
}

func storeRegistros(tx core.App, list []cargo.Registro) error {
	for i, reg := range list {
		data, err := json.Marshal(reg)
		if err != nil {
			return err
		}
		_, err = tx.DB().NewQuery("INSERT INTO " + tableClaves + " (n, dato) VALUES ({:n}, {:d}) ON CONFLICT (n) DO UPDATE SET dato = {:d}").
			Bind(dbx.Params{"n": i + 1, "d": string(data)}).Execute()
		if err != nil {
			return err
		}
	}
	return nil
}

// Rotate makes a new key: the old one signs nothing more, and what it signed stays good. A
// key that was lost is replaced too.
func (r *Room) Rotate(app core.App) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	ring, err := r.readRing()
	if err != nil {
		return err
	}
	known, err := registros(app)
	if err != nil {
		return err
	}
	if ring == nil {
		ring = &llavero{}
	}
	list := merge(ring.Registros, known)
	if len(list) == 0 {
		return errors.New("todavía no hay clave: inicie el programa una vez")
	}
	size, err := Size(app)
	if err != nil {
		return err
	}
	ring.Semillas = append(ring.Semillas, newSeed())
	last := &list[len(list)-1]
	if size == last.Desde { // it signed nothing: a register ends with one leaf at least
		return errors.New("la clave actual todavía no firmó nada")
	}
	last.Hasta = size
	next, err := newRegistro(last.Origen, ring, size)
	if err != nil {
		return err
	}
	r.fault = ""
	return r.keep(app, ring, append(list, next))
}

// errNoFile says that an epoch can't be opened, because nothing could sign it.
var errNoFile = errors.New("registro: the file of the key is gone; run «mesadepartes clave recuperar» first")

// Epoch opens a new register after the base was restored without its book: the old one ends
// with what is there, and what it said beyond is lost. The first leaf of the new one quotes
// the head that was known to be reached.
func (r *Room) Epoch(tx core.App, epoca int, lost string) error {
	size, err := Size(tx)
	if err != nil {
		return err
	}
	known, err := registros(tx)
	if err != nil || len(known) == 0 {
		return err
	}
	ring, err := r.readRing()
	if err != nil || ring == nil {
		return errors.Join(err, errNoFile)
	}
	list := merge(ring.Registros, known)
	for i := range list {
		if list[i].Quedan == nil {
			list[i].Quedan, list[i].Restaurado = &size, r.Now().In(plazos.Lima).Format(time.DateOnly)
		}
	}
	next, err := newRegistro(r.originOf(tx, epoca), ring, size)
	if err != nil {
		return err
	}
	list = append(list, next)
	if err := r.writeRing(&llavero{ring.Semillas, list}); err != nil {
		return err
	}
	if err := storeRegistros(tx, list); err != nil {
		return err
	}
	text := fmt.Sprintf("mesadepartes apertura %d\n%s\n", epoca, lost)
	leaf := cargo.Hoja([]byte(text))
	return Append(tx, &Hoja{Movimiento: "apertura/" + strconv.Itoa(epoca), Sal: strings.TrimSpace(lost), Hash: leaf[:]})
}

// Claves are the public keys, for anybody.
func (r *Room) Claves(app core.App) (*cargo.Claves, error) {
	list, err := registros(app)
	if err != nil {
		return nil, err
	}
	entidad, err := mesa.FindEntidad(app)
	if err != nil {
		return nil, err
	}
	return &cargo.Claves{
		Version: 1, Entidad: cargo.Entidad{Nombre: entidad.GetString("nombre"), RUC: entidad.GetString("ruc")}, Registros: list,
	}, nil
}

// ErrNoKey says that nothing can be signed now.
var ErrNoKey = mesa.TooMany{Status: 503, Texto: mesa.TextCargoSinClave, Wait: 5 * time.Minute}

// key is the key that signs, and the registers that it and those of before signed.
func (r *Room) key(app core.App) (*cargo.Llave, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	list, err := registros(app)
	if err != nil {
		return nil, err
	}
	if len(list) == 0 || r.ring == nil || r.ring.keyOf(list[len(list)-1]) == nil {
		if err := r.load(app); err != nil { // a command may have brought the key meanwhile
			return nil, ErrNoKey
		}
		r.fault = ""
		if list, err = registros(app); err != nil {
			return nil, err
		}
	}
	if k := r.ring.keyOf(list[len(list)-1]); k != nil {
		return k, nil
	}
	return nil, ErrNoKey
}
