package servidor

import (
	"fmt"
	"time"
)

// Clock is the program's one clock. Under --dev MESA_AHORA sets the instant it starts at.
func Clock(dev bool, ahora string) (func() time.Time, error) {
	if !dev || ahora == "" {
		return time.Now, nil
	}
	start, err := time.Parse(time.RFC3339, ahora)
	if err != nil {
		return nil, fmt.Errorf("MESA_AHORA: %w", err)
	}
	began := time.Now()
	return func() time.Time { return start.Add(time.Since(began)) }, nil
}
