package demo

// person is an invented citizen. Documents repeat one figure, and no mail leaves for a
// domain that ends in .invalid (RFC 2606).
type person struct{ nombres, apellidos, documento, correo string }

// visitor is the citizen whose filings one tries: they stand in most states.
var visitor = person{"LUCÍA", "EJEMPLO QUISPE", "11111111", "ciudadana@demo.invalid"}

var people = []person{
	visitor,
	{"JUAN", "PEREZ PEREZ", "22222222", "juan@demo.invalid"},
	{"ANA LUCÍA", "INVENTADA ÑAHUI", "33333333", "ana@demo.invalid"},
	{"MARIO", "FICTICIO ROJAS", "44444444", "mario@demo.invalid"},
	{"ROSA", "SUPUESTA TORRES", "55555555", "rosa@demo.invalid"},
	{"LUIS", "MODELO VEGA", "66666666", "luis@demo.invalid"},
	{"CARMEN", "MUESTRA HUAMÁN", "77777777", "carmen@demo.invalid"},
	{"PEDRO", "PRUEBA MAMANI", "88888888", "pedro@demo.invalid"},
	{"ELENA", "HIPOTÉTICA DÍAZ", "99999999", "elena@demo.invalid"},
}

// company is an invented one; its RUC has a right last figure and belongs to nobody.
type company struct{ ruc, razon string }

var companies = []company{
	{}, // who files for oneself
	{"20000000001", "EMPRESA FICTICIA ÑANDÚ S.A.C."},
	{"20000000028", "ASOCIACION DE PRUEBA & CIA"},
	{"20000000036", "LABORATORIOS INVENTADOS S.A."},
	{"20000000044", "DISTRIBUIDORA DE EJEMPLO E.I.R.L."},
	{"20000000052", "CLÍNICA IMAGINARIA S.A.C."},
}

// account is a member of staff; area names that of the role area.
type account struct{ rol, correo, nombre, area string }

// staff begins with reception and ends with the head of the office.
var staff = []account{
	{"mesa", "mesa@demo.pe", "Marta Recepción Inventada", ""},
	{"area", "area@demo.pe", "Bruno Abastece Inventado", "UNIDAD DE ABASTECIMIENTO"},
	{"area", "administracion@demo.pe", "Nora Paga Inventada", "OFICINA DE ADMINISTRACIÓN"},
	{"area", "transparencia@demo.pe", "Iván Responde Inventado", "OFICINA DE TRANSPARENCIA Y ACCESO A LA INFORMACIÓN"},
	{"area", "programacion@demo.pe", "Delia Programa Inventada", "DIRECCIÓN DE PROGRAMACIÓN"},
	{"jefatura", "jefatura@demo.pe", "Julia Dirige Inventada", ""},
}
