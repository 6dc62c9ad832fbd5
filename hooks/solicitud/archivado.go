package solicitud

// beforeArchivado asks for nothing: a filing is archived as it stands.
func (r *Room) beforeArchivado(m *Move) error {
	m.keepOnly("instrucciones")
	return nil
}
