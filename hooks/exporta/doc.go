// Package exporta writes filings as bags of BagIt 1.0 (RFC 8493): a folder for each filing,
// with its documents, answers, receipts, proofs and trail, which any archive takes and anybody
// opens without this program. It may also add the texts that the PIDE exchanges between SGD.
//
// It changes nothing of a filing: it reads, and notes in the register of accesses what it took.
package exporta
