package exporta

// readme tells whoever opens a bag, years later, what is in it.
const readme = `Esta carpeta es una bolsa BagIt 1.0 (RFC 8493) con una solicitud completa.
Cualquier programa que lea BagIt comprueba que no le falta ni le cambió nada.

solicitud.json      Los datos de la solicitud.
documentos/         Lo que presentó el ciudadano, con el nombre de cada archivo.
respuestas/         Lo que respondió la entidad.
documentos.json     Los datos de cada documento y en qué parte de la bolsa está.
recorrido.csv       Cada movimiento, como tabla. Los textos que parecen fórmulas llevan un apóstrofo.
recorrido.json      Cada movimiento, con todos sus datos.
avisos.json         Los correos que se enviaron por la solicitud, sin su texto.
cargos/             Los cargos: el PDF y los bytes exactos (JSON) que el registro público prueba.
registro/           La prueba de cada movimiento (C2SP tlog-proof), su hoja y la llave pública de la entidad.
pide/               Solo si se pidió: los datos para otro sistema de gestión documental.
faltantes.txt       Solo si falta algo: qué falta y por qué.

Un cargo se comprueba con el programa (mesadepartes verificar) o en la página /verificar de la entidad.
La hoja de un movimiento sin cargo es el hash RFC 6962 de SHA-256("mesadepartes linea 1\n" + sal + "\n" + columnas),
con las columnas como JSON sin espacios y en orden alfabético.
`
