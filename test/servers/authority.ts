import { webcrypto } from "node:crypto"
import "reflect-metadata"
import {
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  PemConverter,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509"
import type { Credentials } from "@lockstep/runtime"

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" }
const day = 86_400_000

/** How a certificate differs from one that is good. */
export interface Flaws {
  /** How long ago it ended. */
  readonly endedMillisAgo?: number
}

/** An authority of the tests' own. */
export interface Authority {
  readonly certificate: string
  /** What a node of this name, or with these names, needs. */
  readonly issue: (names: string | readonly string[], flaws?: Flaws) => Promise<Credentials>
}

const newKeys = () => webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])

let serial = 0
const nextSerial = (): string => (++serial).toString(16).padStart(4, "0")

const pemOf = async (key: webcrypto.CryptoKey): Promise<string> =>
  PemConverter.encode(await webcrypto.subtle.exportKey("pkcs8", key), "PRIVATE KEY")

const issueWith =
  (root: X509Certificate, signingKey: webcrypto.CryptoKey): Authority["issue"] =>
  async (names, { endedMillisAgo } = {}) => {
    const dns = [names].flat()
    const keys = await newKeys()
    const certificate = await X509CertificateGenerator.create({
      ...{ serialNumber: nextSerial(), subject: `CN=${dns[0]}`, issuer: root.subject },
      notBefore: new Date(Date.now() - 2 * day),
      notAfter: new Date(Date.now() - (endedMillisAgo ?? -day)),
      ...{ signingAlgorithm: algorithm, publicKey: keys.publicKey, signingKey },
      extensions: [
        new SubjectAlternativeNameExtension(dns.map((value) => ({ type: "dns", value }))),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth, ExtendedKeyUsage.clientAuth]),
      ],
    })
    return {
      key: await pemOf(keys.privateKey),
      certificate: certificate.toString("pem"),
      authorities: root.toString("pem"),
    }
  }

/** Makes an authority, with nothing but what Node and npm have. */
export const makeAuthority = async (name = "the tests' own"): Promise<Authority> => {
  const keys = await newKeys()
  const root = await X509CertificateGenerator.createSelfSigned({
    ...{ serialNumber: nextSerial(), name: `CN=${name}`, keys, signingAlgorithm: algorithm },
    notBefore: new Date(Date.now() - 3 * day),
    notAfter: new Date(Date.now() + 30 * day),
    extensions: [new BasicConstraintsExtension(true, 0, true)],
  })
  return { certificate: root.toString("pem"), issue: issueWith(root, keys.privateKey) }
}
