import { existsSync, readdirSync, readFileSync, statSync } from "node:fs"
import { join } from "node:path"
import { hashOf } from "../3-write/hash.ts"
import type { Written } from "../3-write/write.ts"
import { isGenerated } from "../spec-file.ts"
import { type Certificate, certificateName, hashesOf, readCertificate, sealOf } from "./certificate.ts"
import { difference } from "./difference.ts"
import { complete, extrasAmong } from "./complete.ts"

/** A file that is not as the spec, or the certificate, says. */
export interface Drifted {
  readonly path: string
  readonly what:
    "missing" | "changed" | "uncertified" | "no-certificate" | "bad-certificate" | "stale-certificate" | "broken-seal"
  /** From what is there to what should be, as `diff` shows it. */
  readonly difference: string
}

const isFile = (path: string): boolean => existsSync(path) && statSync(path).isFile()

const readIn = (out: string, path: string): string | null => {
  const file = join(out, path)
  return isFile(file) ? readFileSync(file, "utf8").replaceAll("\r\n", "\n") : null
}

/** The certificate in a folder; `null` where there is none that can be read. */
export const certificateIn = (out: string): Certificate | null => {
  const text = readIn(out, certificateName)
  return text === null ? null : readCertificate(text)
}

/** Whether a folder holds a library, be its certificate damaged or gone. */
export const holdsLibrary = (out: string): boolean =>
  certificateIn(out) !== null ||
  readdirSync(out, { withFileTypes: true }).some(
    (entry) => entry.isFile() && isGenerated(readIn(out, entry.name) ?? ""),
  )

const brokenSeal = (certificate: Certificate): readonly Drifted[] => {
  const text = difference(`seal ${certificate.seal}`, `seal ${sealOf(certificate)}`)
  return text === "" ? [] : [{ path: certificateName, what: "broken-seal", difference: text }]
}

/** What is in a folder that its certificate does not speak of: somebody has changed the code, or the certificate. */
export const uncertified = (out: string): readonly Drifted[] => {
  const certificate = certificateIn(out)
  if (certificate === null) {
    const what = existsSync(join(out, certificateName)) ? "bad-certificate" : "no-certificate"
    return [{ path: certificateName, what, difference: "" }]
  }
  const changed = Object.entries(certificate.files).flatMap(([path, hash]): readonly Drifted[] => {
    const text = readIn(out, path)
    if (text === null) return [{ path, what: "missing", difference: "" }]
    if (hashOf(text) === hash) return []
    return [{ path, what: "uncertified", difference: `-sha256 ${hash}\n+sha256 ${hashOf(text)}` }]
  })
  return [...changed, ...brokenSeal(certificate)]
}

const sorted = (record: { readonly [name: string]: string }): string =>
  Object.entries(record)
    .map(([name, value]) => `${name} ${value}`)
    .toSorted()
    .join("\n")

/** What in a folder is not what the spec gives today. */
export const driftIn = (out: string, written: Written, certificate: Certificate): readonly Drifted[] => {
  const files = complete(written.files, extrasAmong(Object.keys(certificate.files)))
  const changed = files.flatMap(({ path, text }): readonly Drifted[] => {
    const there = readIn(out, path)
    if (there === text) return []
    return [{ path, what: there === null ? "missing" : "changed", difference: difference(there ?? "", text) }]
  })
  const stale = [
    difference(sorted(certificate.sources), sorted(written.sources)),
    difference(sorted(certificate.files), sorted(hashesOf(files))),
    difference(certificate.specHash, written.specHash),
  ].filter((text) => text !== "")
  return stale.length === 0
    ? changed
    : [...changed, { path: certificateName, what: "stale-certificate", difference: stale.join("\n") }]
}
