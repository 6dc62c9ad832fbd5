module verificador

go 1.27.0

require (
	filippo.io/torchwood v0.10.0
	golang.org/x/mod v0.43.0
)

require (
	golang.org/x/crypto v0.58.0 // indirect
	golang.org/x/sync v0.24.0 // indirect
)
