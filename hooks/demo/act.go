package demo

import (
	"cmp"

	"mesadepartes/hooks/mesa"
	"mesadepartes/hooks/rule"

	"github.com/pocketbase/pocketbase/core"
	"github.com/pocketbase/pocketbase/tools/security"
)

// act lets somebody do the next thing with a filing.
func (s *story) act(f *filing, id string, a act) error {
	switch a.what {
	case confirms:
		return s.confirm(id)
	case corrects:
		return s.correct(f, id)
	case takes:
		return s.take(id)
	}
	values, who, err := s.staffMove(f, id, a)
	if err != nil {
		return err
	}
	values["solicitud"] = id
	_, err = s.addBy(who, mesa.ColMovimientos, values)
	return err
}

// staffMove is what an account types for a move, and which account.
func (s *story) staffMove(f *filing, id string, a act) (map[string]any, mesa.Actor, error) {
	filing, err := s.app.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil {
		return nil, mesa.Actor{}, err
	}
	reception, area := mesa.StaffActor(s.accounts[0]), s.actorOf(filing.GetString("area"))
	switch etapa := mesa.Etapa(a.what); etapa {
	case mesa.EtapaObservado:
		return map[string]any{"etapa": a.what, "observaciones": a.text}, reception, s.observe(id, a.text)
	case mesa.EtapaDerivado:
		return map[string]any{"etapa": a.what, "area": s.areaFor(filing), "instrucciones": "Atender dentro del plazo."}, reception, nil
	case mesa.EtapaRemitido:
		return map[string]any{"etapa": a.what, "motivo": a.text, "entidad_destino": "MUNICIPALIDAD INVENTADA",
			"documento_numero": "OFICIO 12-" + s.c.Now().Format("2006"), "documento_fecha": s.c.Now()}, reception, nil
	case mesa.EtapaReconducido:
		other, err := s.tramite(16)
		if err != nil {
			return nil, reception, err
		}
		return map[string]any{"etapa": a.what, "motivo": a.text, "tramite": other.Id}, reception, nil
	case mesa.EtapaProrrogado:
		last := s.calendar.Due(filing.GetDateTime("vence_legal").Time(), 5, "habiles")
		return map[string]any{"etapa": a.what, "motivo": a.text, "vence_nuevo": last}, area, nil
	case mesa.EtapaDevuelto:
		return map[string]any{"etapa": a.what, "motivo": a.text}, area, nil
	case mesa.EtapaReabierto:
		return map[string]any{"etapa": a.what, "motivo": a.text}, mesa.StaffActor(s.accounts[len(s.accounts)-1]), nil
	case mesa.EtapaNota:
		return map[string]any{"etapa": a.what, "observaciones": a.text}, area, nil
	case mesa.EtapaRegistrado, mesa.EtapaArchivado, mesa.EtapaDesistido:
		return map[string]any{"etapa": a.what, "motivo": a.text}, reception, nil
	}
	values, err := s.answer(f, a)
	return values, area, err
}

// answer is the letter that ends a filing, with what it says of the request.
func (s *story) answer(f *filing, a act) (map[string]any, error) {
	s.letters++
	sentido := a.what
	if sentido == string(mesa.EtapaAtendido) {
		sentido = string(mesa.Informativa)
	}
	letter, err := s.letter(f, "respuesta.pdf", a.text)
	return map[string]any{
		"etapa": string(mesa.EtapaAtendido), "observaciones": a.text, "sentido": sentido, "respuesta": letter,
		"documento_numero": s.letterNumber(), "documento_fecha": s.c.Now(),
	}, err
}

// observe marks the main document.
func (s *story) observe(id, text string) error {
	doc, err := s.newest(mesa.ColDocumentos, "clase = 'principal'", id)
	if err != nil {
		return err
	}
	doc.Set("observado", true)
	doc.Set("observacion", text)
	mesa.SetActor(doc, mesa.StaffActor(s.accounts[0]))
	return s.app.Save(doc)
}

// confirm presses the button in the newest notice that asks for it.
func (s *story) confirm(id string) error {
	notice, err := s.newest(mesa.ColCorreos, "acuse != ''", id)
	if err != nil {
		return err
	}
	notice.Set("acuse_ip", "127.0.0.1")
	mesa.SetActor(notice, mesa.Actor{Mano: mesa.ManoCiudadano})
	return s.app.Save(notice)
}

// correct replaces the observed document, as the citizen does who proved the address.
func (s *story) correct(f *filing, id string) error {
	doc, err := s.newest(mesa.ColDocumentos, "observado = true", id)
	if err != nil {
		return err
	}
	correction, err := s.add(mesa.ColSubsanacion, map[string]any{"solicitud": id, "secreto": security.RandomString(40)})
	if err != nil {
		return err
	}
	correction.Set("validada", true)
	if err := rule.Save(s.app, correction); err != nil {
		return err
	}
	letter, err := s.letter(f, "solicitud corregida.pdf", "Adjunto el documento corregido y completo.")
	if err != nil {
		return err
	}
	_, err = s.add(mesa.ColDocumentos, map[string]any{"subsanacion": correction.Id, "reemplaza": doc.Id, "archivo": letter})
	if err != nil {
		return err
	}
	who := people[f.who]
	citizen := mesa.Actor{Mano: mesa.ManoCiudadano, Name: mesa.ColSolicitudes + "/" + id + " " + who.nombres + " " + who.apellidos}
	_, err = s.addBy(citizen, mesa.ColMovimientos, map[string]any{
		"solicitud": id, "etapa": string(mesa.EtapaSubsanado), "subsanacion": correction.Id,
	})
	return err
}

// take puts a filing in the charge of an account of its area.
func (s *story) take(id string) error {
	filing, err := s.app.FindRecordById(mesa.ColSolicitudes, id)
	if err != nil {
		return err
	}
	for _, account := range s.accounts {
		if account.GetString("area") == filing.GetString("area") {
			filing.Set("responsable", account.Id)
			mesa.SetActor(filing, mesa.StaffActor(account))
			return s.app.Save(filing)
		}
	}
	return nil
}

// actorOf is the account of an area, or reception's where the area has none.
func (s *story) actorOf(area string) mesa.Actor {
	for _, account := range s.accounts {
		if area != "" && account.GetString("area") == area {
			return mesa.StaffActor(account)
		}
	}
	return mesa.StaffActor(s.accounts[0])
}

// areaFor is the area that the procedure proposes, or the first one that has people.
func (s *story) areaFor(filing *core.Record) string {
	tramite, err := s.app.FindRecordById(mesa.ColTramites, filing.GetString("tramite"))
	if err != nil {
		return ""
	}
	return cmp.Or(tramite.GetString("area"), s.accounts[1].GetString("area"))
}
