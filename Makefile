# Mesa de Partes Digital. `make help` lists what there is.
# Any Go from 1.21 fetches the toolchain that go.mod names.
export GOTOOLCHAIN := auto
export CGO_ENABLED ?= 0

ADDR ?= 127.0.0.1:8090
DATA ?= pb_data
VENDOR := ui/static/vendor
# Go leaves folders that begin with a dot out of ./...
TOOLS := ./.ci/publica ./.ci/navegador

.PHONY: help run dev build check static test corpus lint demo clean release bench operar manual fotos lighthouse missing

help: ## show this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

run: build ## build and serve on 127.0.0.1:8090 for trying out (mails stay on the machine)
	@echo "Sitio:          http://$(ADDR)/"
	@echo "Correos:        http://$(ADDR)/buzon"
	@echo "Administración: http://$(ADDR)/_/"
	@echo "Primer administrador: ./mesadepartes superuser upsert CORREO CLAVE --dir=$(DATA)"
	@./mesadepartes serve --dev --http=$(ADDR) --dir=$(DATA)

dev: $(VENDOR)/tus.min.js ## like run, and again when Go code or a mail changes; pages and styles show on reload
	@echo "Sitio:          http://$(ADDR)/"
	@ADDR=$(ADDR) DATA=$(DATA) sh .ci/dev

build: $(VENDOR)/tus.min.js ## build the program, ./mesadepartes
	go build -trimpath -ldflags "-s -w" -o mesadepartes .

# Browser libraries come from npm by the lock file. Without npm a Go program fetches them with
# their hashes, or says in one line what is missing; the pages work as plain forms without them.
$(VENDOR)/tus.min.js: ui/package-lock.json
	@if command -v npm >/dev/null 2>&1; then \
		cd ui && npm ci --omit=dev --omit=optional --no-audit --no-fund --loglevel=error && npm run --silent vendor; \
	else go run ./.ci/navegador; fi

release: $(VENDOR)/tus.min.js ## build the program for every system into ./dist, with sums and the list of parts; one is built twice
	go run ./.ci/publica construye dist
	go run ./.ci/publica verifica dist linux-amd64

# What only the tests need: axe-core.
ui/node_modules/axe-core/axe.min.js: ui/package-lock.json
	cd ui && npm ci --omit=optional --no-audit --no-fund --loglevel=error

# Less time for the collector, the linker and the disk; -short leaves the attacks at full size to
# `make test`. What go builds stays on the disk.
check: static ## within a minute: formatting, vet, staticcheck, and every test but the long ones and those from outside
	GOGC=400 GOTMPDIR="$${TMPDIR:-/tmp}" TMPDIR=$$(sh .ci/memory) go test -short -vet=off -ldflags="-s -w" $$(go list ./... | grep -v -e /ui/e2e -e /hooks/bench) $(TOOLS)

# What is seen without running anything. The version of staticcheck is one that reads the Go of go.mod.
static:
	@unformatted=$$(gofmt -l $$(git ls-files '*.go')); test -z "$$unformatted" || { echo "Not gofmt'ed: $$unformatted"; exit 1; }
	go vet ./...
	go run honnef.co/go/tools/cmd/staticcheck@v0.8.2 ./...

# -race leaves out SQLite, which is C made Go by a program, with its libc: three quarters of the
# time of all tests, for no code of ours. Its driver is watched, except where it points into C.
# It leaves out what draws and packs receipts too: one goes with each mail of a filing, and took
# ten times as long. A package left out allocates by calls that do not tell the detector whose memory it
# was before (GOEXPERIMENT): it then saw races of a buffer with the one that lay there earlier.
RACE := -race -gcflags=modernc.org/...=-race=false -gcflags=modernc.org/sqlite=-d=checkptr=0 \
	-gcflags=github.com/carlos7ags/folio/...=-race=false -gcflags=compress/...=-race=false

# Like check, it spares the collector and keeps what the tests write in memory.
test: missing build ui/node_modules/axe-core/axe.min.js ## run every test: rules, screens, real browser
	@race=""; cgo=0; if command -v gcc >/dev/null 2>&1; then race='$(RACE)'; cgo=1; fi; \
	GOGC=400 GOTMPDIR="$${TMPDIR:-/tmp}" TMPDIR=$$(sh .ci/memory) CGO_ENABLED=$$cgo GOEXPERIMENT=nosizespecializedmalloc \
		go test $$race -timeout 40m ./... $(TOOLS)

# What this machine lacks for the tests, and how to get it; only .ci/run installs.
missing:
	@sh .ci/missing

manual: build ui/node_modules/axe-core/axe.min.js ## take the pictures of the manual and of the staff's guide anew
	MESA_MANUAL=1 go test -p 1 -parallel 1 -run '^(TestFilingInABrowserOnAPhone|TestTheStaffsGuideHasPictures|TestTheGuideOfGoingLiveHasPictures)$$' -count=1 ./ui/e2e

fotos: build ui/node_modules/axe-core/axe.min.js ## picture every screen at four widths, light and dark, into ./fotos
	MESA_FOTOS=$(CURDIR)/fotos go test -run 'Browser|JavaScript|Keyboard' -count=1 ./ui/e2e

.ci/lighthouse/node_modules/.bin/lighthouse: .ci/lighthouse/package-lock.json
	cd .ci/lighthouse && npm ci --ignore-scripts --no-audit --no-fund --loglevel=error

lighthouse: build .ci/lighthouse/node_modules/.bin/lighthouse ## Lighthouse on home, form, tracking, its result and the manual
	MESA_LIGHTHOUSE=$(CURDIR)/.ci/lighthouse/node_modules/.bin/lighthouse go test -run '^TestLighthouse$$' -count=1 -v ./ui/e2e

corpus: ## admission of the PDFs in DIR (with its index.csv and refused/): make corpus DIR=...
	MESA_CORPUS=$(abspath $(DIR)) go test -run TestCorpus -count=1 -v ./hooks/pdf

bench: build ## this program beside a stock PocketBase: one table (five minutes, 6 GB of disk)
	@cd hooks/bench && MESA_BENCH=1 go test -run '^TestBench$$' -count=1 -timeout 20m

operar: build ## what keeps an office alive: 2 GB copied, proved, restored; a second machine that takes over
	@cd hooks/bench && MESA_OPERAR=1 go test -run '^TestOperar$$' -count=1 -timeout 30m -v

lint: static ## formatting, vet, staticcheck, the other systems, known vulnerabilities
	GOOS=windows CGO_ENABLED=0 go vet ./...
	GOOS=darwin CGO_ENABLED=0 go vet ./...
	go run golang.org/x/vuln/cmd/govulncheck@latest ./...

demo: build ## fill ./pb_demo with an invented office and serve it
	./mesadepartes demo --dir=pb_demo
	$(MAKE) run DATA=pb_demo

clean: ## remove what was built
	rm -rf mesadepartes $(VENDOR) ui/node_modules .ci/lighthouse/node_modules fotos dist
