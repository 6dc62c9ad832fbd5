package solicitud

// beforeArchivado needs nothing more.
func (r *Room) beforeArchivado(m *Move) error {
	m.keepOnly("instrucciones")
	return nil
}
