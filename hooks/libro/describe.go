package libro

import (
	"encoding/hex"
	"path"

	"mesadepartes/hooks/cargo"
	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/registro"

	"github.com/pocketbase/dbx"
	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// describe reads what a line of the trail did: all of its filing as it is now.
func describe(tx core.App, movimiento string) (p Publico, private *Privado, sal string, err error) {
	private, sal = &Privado{}, security.RandomString(32)
	var mov, s *core.Record
	if private.Movimiento, mov, err = row(tx, mesa.ColMovimientos, movimiento); err != nil {
		return p, nil, "", err
	}
	if private.Solicitud, s, err = row(tx, mesa.ColSolicitudes, mov.GetString("solicitud")); err != nil {
		return p, nil, "", err
	}
	if id := mov.GetString("subsanacion"); id != "" {
		if private.Subsanacion, _, err = row(tx, mesa.ColSubsanacion, id); err != nil {
			return p, nil, "", err
		}
	}
	p = public(mov, s, sal)
	if err := p.papers(tx, private, s); err != nil {
		return p, nil, "", err
	}
	if private.Hoja, err = registro.HojaOf(tx, movimiento); err != nil {
		return p, nil, "", err
	}
	if private.Hoja != nil {
		p.Hoja = hex.EncodeToString(private.Hoja.Hash)
	}
	private.Avisos, err = notices(tx, s.Id, movimiento)
	return p, private, sal, err
}

// claseResolucion marks the resolution that authorises an elimination among an entry's papers.
const claseResolucion = "resolucion"

// papers adds the documents of a filing. Of those that were eliminated the public part names
// none, but the authorisation.
func (p *Publico) papers(tx core.App, private *Privado, s *core.Record) error {
	docs, err := tx.FindRecordsByFilter(mesa.ColDocumentos, "solicitud = {:id}", "subido_en,clase", 0, 0, dbx.Params{"id": s.Id})
	if err != nil {
		return err
	}
	for _, doc := range docs {
		values, err := doc.DBExport(tx)
		if err != nil {
			return err
		}
		private.Documentos = append(private.Documentos, values)
		if doc.GetString("archivo") == "" {
			continue
		}
		p.Documentos = append(p.Documentos, published(doc))
		p.Folios += doc.GetInt("folios")
	}
	if p.Eliminacion = s.GetString("eliminacion"); p.Eliminacion == "" {
		return nil
	}
	values, order, err := row(tx, mesa.ColEliminaciones, p.Eliminacion)
	if err != nil {
		return err
	}
	private.Eliminacion = values
	resolution := published(order)
	resolution.Clase = claseResolucion
	p.Documentos = append(p.Documentos, resolution)
	return nil
}

// public is what an entry says of a move without naming a person.
func public(mov, s *core.Record, sal string) Publico {
	numero := s.GetString("numero_documento")
	return Publico{
		Etapa: mov.GetString("etapa"), Fecha: mov.GetString("fecha"), Movimiento: mov.Id, Solicitud: s.Id,
		Numero: s.GetString("numero"), Anio: s.GetInt("anio"), Correlativo: s.GetInt("correlativo"), CUO: s.GetString("cuo"),
		Recibida: s.GetString("recibida_en"), Cuenta: s.GetString("presentada_el"), Motivo: s.GetString("presentada_motivo"),
		Documento: cargo.Masked(numero), Huella: digest(sal, numero),
	}
}

func published(doc *core.Record) Documento {
	return Documento{
		ID: doc.Id, Clase: doc.GetString("clase"), Clave: path.Join(doc.BaseFilesPath(), doc.GetString("archivo")),
		Bytes: int64(doc.GetInt("bytes")), Folios: doc.GetInt("folios"), SHA256: doc.GetString("sha256"),
	}
}

// notices are the filing's mails that the law asks to be confirmed, as they stand.
// The text goes into the entry of the move that wrote the mail.
func notices(tx core.App, solicitud, movimiento string) (list []map[string]any, err error) {
	all, err := tx.FindAllRecords(mesa.ColCorreos, dbx.HashExp{"solicitud": solicitud}, dbx.NewExp("acuse != ''"))
	if err != nil {
		return nil, err
	}
	for _, mail := range all {
		values, err := mail.DBExport(tx)
		if err != nil {
			return nil, err
		}
		if mail.GetString("movimiento") != movimiento {
			delete(values, "texto")
			delete(values, "html")
		}
		list = append(list, values)
	}
	return list, nil
}
