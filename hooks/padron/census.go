package padron

import "unicode/utf8"

// census counts the letters beyond ASCII of a file to tell Latin-1 from UTF-8.
// UTF-8 read as Latin-1 gives no error, only "Ã‘" for "Ñ". In Latin-1 an accented
// letter mostly stands between ASCII letters, which is not valid UTF-8 (loose);
// only a capital before a sign such as "°" happens to be valid (joined).
type census struct{ joined, loose int }

// clearLead is how many more letters of UTF-8 than of Latin-1 settle the matter
// before the end of the file.
const clearLead = 100

func (c *census) add(b []byte) {
	for i := 0; i < len(b); {
		if b[i] < utf8.RuneSelf {
			i++
			continue
		}
		r, size := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && size == 1 {
			c.loose++
		} else {
			c.joined++
		}
		i += size
	}
}

// isUTF8 judges a whole file: most of its letters beyond ASCII are UTF-8.
func (c *census) isUTF8() bool { return c.joined > c.loose }

// isSurely judges before the end of a file, so that an import stops early.
func (c *census) isSurely() bool { return c.joined > c.loose+clearLead }
