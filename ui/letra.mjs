// Cuts the letters of the titles out of Archivo (SIL Open Font License 1.1): those that Spanish
// writes, without hints and kerning. The copyright and the licence stay in the font's own names (0, 13, 14).
import { readFile, writeFile } from "node:fs/promises";
import subset from "subset-font";

const az = "abcdefghijklmnopqrstuvwxyz";
const letters = ` ${az}${az.toUpperCase()}0123456789áéíóúüñÁÉÍÓÚÜÑ¿?¡!.,:;()-–«»/°&%'"`;
const whole = await readFile("node_modules/@fontsource/archivo/files/archivo-latin-700-normal.woff2");
await writeFile("static/vendor/titulo.woff2", await subset(whole, letters, {
  targetFormat: "woff2", noLayoutClosure: true, noHinting: true, preserveNameIds: [0, 13, 14],
  dropTables: ["GSUB", "GPOS", "GDEF", "STAT", "gasp"],
}));
