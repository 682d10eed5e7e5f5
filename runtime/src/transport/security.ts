import type { X509Certificate } from "node:crypto"
import { isIP } from "node:net"
import type { SecureContext, Server, TLSSocket, TlsOptions as ServerOptions } from "node:tls"
import { type BadConfiguration, oneOf, optionFlaws, type Rule, type Rules } from "../configuration.ts"
import { type Listener, remoteOf, type Surroundings } from "./connection.ts"
import { type CredentialsOptions, credentialsRules, misnamed } from "./credentials.ts"
import { type Refusal, refusal } from "./refusal.ts"

/** How a node proves to others who it is, and they to it. */
export interface SecurityOptions extends CredentialsOptions {
  /** Whether callers must have certificates too: mutual TLS, the default. Otherwise a caller is whoever it says it is. */
  readonly callers?: "certified" | "anybody"
}

const securityRules: { readonly [Option in keyof SecurityOptions]-?: Rule } = {
  ...credentialsRules,
  callers: oneOf("certified", "anybody"),
}

/** What is wrong with how a node proves who it is, and with options beside that. */
export const securityFlaws = (
  given: { readonly [option: string]: unknown },
  within: string,
  beside: Rules = {},
): readonly BadConfiguration[] =>
  optionFlaws({ ...given, credentials: given["credentials"] ?? null }, { ...beside, ...securityRules }, within)

/** The name that a node's certificate must bear. */
export const certifiedName = ({ nameOf }: SecurityOptions, node: string): string => nameOf?.(node) ?? node

/** What the other side of a connection has proved. */
export interface Proof {
  /** Why its certificate does not count, if it does not. */
  readonly problem: Refusal | undefined
  /** Why it is not the node of this name, if it is not. */
  readonly doubt: (node: string) => Refusal | undefined
}

const distrust = (socket: TLSSocket, certificate: X509Certificate | undefined): string | undefined => {
  if (socket.isSessionReused()) return "a session that was begun before proves no name"
  if (certificate === undefined) return "it shows no certificate"
  return socket.authorized ? undefined : `its certificate does not count: ${String(socket.authorizationError)}`
}

/**
 * Judges the certificate of the other side. Node's own check would only close the connection, and with TLS 1.3 the other side then sees one
 * that opened and ended, without a reason: so Node is asked not to, and we refuse in words. A caller's socket gives the certificate once only.
 */
export const proofOf = (socket: TLSSocket, options: SecurityOptions): Proof => {
  const certificate = socket.getPeerX509Certificate()
  const because = (reason: string | undefined): Refusal | undefined =>
    reason === undefined ? undefined : refusal("certificate", reason)
  const problem = distrust(socket, certificate)
  return {
    problem: because(problem),
    doubt: (node) => because(problem ?? (certificate && misnamed(certificate, certifiedName(options, node)))),
  }
}

/** What a caller proves where anybody may call. */
const nothingProved: Proof = { problem: undefined, doubt: () => undefined }

/** What a caller has proved, where it must prove anything. */
export const proofOfCaller = (socket: TLSSocket, options: SecurityOptions): Proof =>
  options.callers === "anybody" ? nothingProved : proofOf(socket, options)

/** How a caller sees to it that nothing is decided before we look at the certificate. */
export const callerOptions = (secureContext: SecureContext, name: string) => ({
  ...{ secureContext, rejectUnauthorized: false, checkServerIdentity: () => undefined },
  ...(isIP(name) === 0 && { servername: name }),
})

/** How a server asks for certificates, of which we are the judge. */
export const serverOptions = ({ callers }: SecurityOptions): ServerOptions => ({
  ...{ requestCert: callers !== "anybody", rejectUnauthorized: false, minVersion: "TLSv1.3" },
})

/** Tells of those who do not speak TLS, or do not like our certificate: otherwise nobody would hear of them. */
export const watch = (server: Server, { turnedAway }: Surroundings): void => {
  server.on("tlsClientError", (error, socket) =>
    turnedAway(remoteOf(socket), refusal("encryption", `no encrypted connection: ${error.message}`)),
  )
}

/** A call that broke because of what TLS says, and not of the network, was refused. */
export const tellOfTls = (error: NodeJS.ErrnoException, { failed }: Listener): void => {
  const { code = "", message } = error
  if (code.startsWith("ERR_SSL_") || code === "EPROTO") failed(message, refusal("encryption", message))
}
