package mesa

import "strings"

// usual are the mail domains most people in Peru have, with their top label.
var usual = [...][2]string{
	{"gmail", "com"}, {"hotmail", "com"}, {"outlook", "com"}, {"yahoo", "com"}, {"icloud", "com"}, {"live", "com"},
	{"yahoo", "es"}, {"outlook", "es"}, {"hotmail", "es"},
}

// SimilarCorreo guesses the address meant by one whose domain is one or two letters
// away from a usual domain; "" when there is nothing to guess. The guess is a hint
// and never a refusal, because the code proves the address.
func SimilarCorreo(correo string) string {
	local, domain, ok := strings.Cut(CleanCorreo(correo), "@")
	name, top, dotted := strings.Cut(domain, ".")
	if !ok || !dotted || local == "" {
		return ""
	}
	best, nearest := "", 3
	for _, u := range usual {
		d := slips(name, top, u[0], u[1])
		if d == 0 {
			return ""
		}
		if d < nearest {
			best, nearest = local+"@"+u[0]+"."+u[1], d
		}
	}
	return best
}

// slips counts the mistyped letters between a domain and a usual one, 3 when they
// must be two domains. The first letters must agree, because people seldom mistype
// that one and mail.com and ymail.com exist. Names of fewer than five letters must
// agree, because such names are too near to each other. Top labels must agree, but
// one letter away from .com is a slip, because such a label is hardly ever meant.
func slips(name, top, usualName, usualTop string) int {
	n, t := distance(name, usualName), distance(top, usualTop)
	switch {
	case name == "" || name[0] != usualName[0], n > 0 && len(usualName) < 5, t > 1, t > 0 && usualTop != "com":
		return 3
	}
	return n + t
}

// distance is how many letters were changed, dropped, added or swapped with
// their neighbour (optimal string alignment).
func distance(a, b string) int {
	row := make([][]int, len(a)+1)
	for i := range row {
		row[i] = make([]int, len(b)+1)
		row[i][0] = i
	}
	for j := range b {
		row[0][j+1] = j + 1
	}
	for i := 1; i <= len(a); i++ {
		for j := 1; j <= len(b); j++ {
			changed := 1
			if a[i-1] == b[j-1] {
				changed = 0
			}
			row[i][j] = min(row[i-1][j]+1, row[i][j-1]+1, row[i-1][j-1]+changed)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[i][j] = min(row[i][j], row[i-2][j-2]+1)
			}
		}
	}
	return row[len(a)][len(b)]
}
