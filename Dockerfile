# Browser libraries.
FROM node:22-slim AS browser
WORKDIR /src/ui
COPY ui/package.json ui/package-lock.json ui/.npmrc* ./
RUN npm ci --omit=dev --omit=optional --no-audit --no-fund && npm run vendor

# The program, static.
FROM golang:1.27 AS build
ENV GOTOOLCHAIN=auto
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
COPY --from=browser /src/ui/static/vendor/ ui/static/vendor/
RUN CGO_ENABLED=0 go build -trimpath -ldflags "-s -w" -o /mesadepartes . && mkdir -m 700 /datos /resguardo

# Nothing but the program, its data folder and the roots that mail and S3 need.
# The program checks its own health: the image has no shell.
FROM scratch
COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/
COPY --from=build /mesadepartes /mesadepartes
COPY --from=build --chown=65532:65532 --chmod=0700 /datos /datos
COPY --from=build --chown=65532:65532 --chmod=0700 /resguardo /resguardo
COPY --from=build --chown=65532:65532 --chmod=1777 /tmp /tmp
USER 65532:65532
# The head of the book of acts on a volume of its own: data brought back leaves it alone.
ENV MESA_RESGUARDO=/resguardo
VOLUME /datos /resguardo
EXPOSE 8090
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["/mesadepartes", "salud", "--dir=/datos"]
ENTRYPOINT ["/mesadepartes"]
CMD ["serve", "--http=0.0.0.0:8090", "--dir=/datos"]
