package padron

import "unicode/utf8"

// census tells Latin-1 from UTF-8 by all the letters beyond ASCII of a file. Read
// as Latin-1, UTF-8 never fails: it gives "Ã‘" for "Ñ" in silence. In Latin-1 an
// accented letter stands between plain ones, which is no valid UTF-8; two that
// happen to form a valid sequence need a capital before a sign such as "°".
type census struct{ joined, loose int }

// clearly is by how many letters UTF-8 must lead before the end of the file.
const clearly = 100

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

// isSurely judges in the middle of a file, to stop early.
func (c *census) isSurely() bool { return c.joined > c.loose+clearly }
