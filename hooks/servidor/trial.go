package servidor

import (
	"net"
	"os"
	"time"
)

// TrialVariable makes a server one that an update tries: it migrates and tells its health, and
// does no work by itself, so that the base may go back to what it was.
const TrialVariable = "MESA_PRUEBA"

// OnTrial tells whether this process is such a server.
func OnTrial() bool { return os.Getenv(TrialVariable) != "" }

// Answers tells whether something listens at an address.
func Answers(address string) bool {
	c, err := net.DialTimeout("tcp", address, 2*time.Second)
	if err != nil {
		return false
	}
	return c.Close() == nil
}
