import { readFile } from "node:fs/promises"
import type { SecureContext, SecureContextOptions } from "node:tls"
import type { X509Certificate } from "node:crypto"
import * as Data from "effect/Data"
import * as Effect from "effect/Effect"
import type * as Duration from "effect/Duration"
import { aFunction, duration, oneOf, type Rule, shown } from "../configuration.ts"
import type { Surroundings } from "./connection.ts"
import { TransportFailed } from "./transport.ts"

/** Node's TLS takes five MiB: only those who use it load it. */
export const loadTls = Effect.promise(() => import("node:tls"))

const loadSecurity = Effect.all({ tls: loadTls, crypto: Effect.promise(() => import("node:crypto")) })

type Security = Effect.Success<typeof loadSecurity>

/** What a node proves with who it is, and by what it judges others: all in PEM. */
export interface Credentials {
  readonly key: string
  /** The node's certificate, and those between it and an authority. */
  readonly certificate: string
  /** Whoever has a certificate of one of these authorities, for its name, is the node of that name. */
  readonly authorities: string
}

/** The credentials cannot be read. */
export class CredentialsUnreadable extends Data.TaggedError("CredentialsUnreadable")<{ readonly cause: unknown }> {
  override get message(): string {
    return `the credentials cannot be read: ${String(this.cause)}`
  }
}

/** Reads credentials from three files. They are read again later: whoever replaces them replaces each in one rename. */
export const fromFiles = (paths: {
  readonly [Part in keyof Credentials]: string
}): Effect.Effect<Credentials, CredentialsUnreadable> =>
  Effect.tryPromise({
    async try() {
      const read = (path: string): Promise<string> => readFile(path, "utf8")
      const [key, certificate, authorities] = await Promise.all([
        read(paths.key),
        read(paths.certificate),
        read(paths.authorities),
      ])
      return { key, certificate, authorities }
    },
    catch: (cause) => new CredentialsUnreadable({ cause }),
  })

/** Where credentials come from, and what happens when they are others than before. */
export interface CredentialsOptions {
  /** Read at the beginning and then again and again, so that they can be replaced while the node runs. */
  readonly credentials: Effect.Effect<Credentials, CredentialsUnreadable>
  /** How often they are read. */
  readonly refresh?: Duration.Input
  /** What becomes of connections that are open when the credentials are replaced; by default they stay. */
  readonly replaced?: "stay" | "renew"
  /** The name of a node in its certificate, a DNS name; by default the node's own. */
  readonly nameOf?: (node: string) => string
}

const anEffect: Rule = (value) =>
  Effect.isEffect(value) ? undefined : `${shown(value)} is no effect such as Tls.fromFiles({ … })`

/** What each option takes. */
export const credentialsRules: { readonly [Option in keyof CredentialsOptions]-?: Rule } = {
  credentials: anEffect,
  refresh: duration,
  replaced: oneOf("stay", "renew"),
  nameOf: aFunction,
}

interface Unlocked {
  readonly credentials: Credentials
  readonly certificate: X509Certificate
  readonly options: SecureContextOptions
  readonly context: SecureContext
}

const attempt = (what: string, run: () => unknown): void => {
  try {
    run()
  } catch (cause) {
    throw new Error(`${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause })
  }
}

/** Each certificate of a file, from its first line to the next one's. */
const blocksOf = (pem: string): string[] =>
  pem.split(/(?=-----BEGIN )/).filter((part) => part.startsWith("-----BEGIN "))

/**
 * Node takes an empty key for none, empty authorities for all that the public trusts, and leaves out those that it cannot
 * read: a file that is being written would be taken for less than it will be.
 */
const assertWhole = ({ crypto }: Security, { key, authorities }: Credentials): void => {
  attempt("the key is no private key", () => crypto.createPrivateKey(key))
  const blocks = blocksOf(authorities)
  if (blocks.length === 0) throw new Error("the authorities hold no certificate")
  for (const block of blocks)
    attempt("the authorities hold what is no certificate", () => new crypto.X509Certificate(block))
}

const unlock = (security: Security, credentials: Credentials, name: string): Unlocked => {
  const { tls, crypto } = security
  const { key, certificate, authorities } = credentials
  assertWhole(security, credentials)
  const options: SecureContextOptions = { key, cert: certificate, ca: authorities, minVersion: "TLSv1.3" }
  const context = tls.createSecureContext(options)
  const own = new crypto.X509Certificate(certificate)
  const problem = misnamed(own, name)
  if (problem !== undefined) throw new Error(problem)
  return { credentials, certificate: own, options, context }
}

/** Whoever replaces certificates in time has done so before this part of their time is over. */
const timely = 0.9

/** Why a certificate should be replaced, if it ends soon: connections that are open stay, so that nobody would notice before they break. */
const endingOf = ({ validFrom, validTo }: X509Certificate): string | undefined => {
  const [from, to, now] = [Date.parse(validFrom), Date.parse(validTo), Date.now()]
  if (now < from + timely * (to - from)) return undefined
  return `its certificate ${now < to ? "ends" : "has ended"}, at ${new Date(to).toISOString()}`
}

/** Why a certificate is not one for this name. Only subjectAltName counts, letter for letter. */
export const misnamed = (certificate: X509Certificate, name: string): string | undefined =>
  certificate.checkHost(name, { subject: "never", wildcards: false }) === undefined
    ? `the certificate is for ${certificate.subjectAltName ?? "nobody"}, and not for DNS:${name}`
    : undefined

const isSame = (one: Credentials, other: Credentials): boolean =>
  one.key === other.key && one.certificate === other.certificate && one.authorities === other.authorities

/** Reads the credentials of a node, and sees whether they can be used; those that are in use already can. */
const readCredentials = Effect.fnUntraced(function* (
  { credentials, nameOf }: CredentialsOptions,
  node: string,
  current?: Unlocked,
) {
  const security = yield* loadSecurity
  const found = yield* credentials
  if (current !== undefined && isSame(found, current.credentials)) return current
  return yield* Effect.try({
    try: () => unlock(security, found, nameOf?.(node) ?? node),
    catch: (cause) => new CredentialsUnreadable({ cause }),
  })
})

const failed = (cause: unknown) => new TransportFailed({ operation: "use its credentials", cause })

/** Fails if there are no credentials to begin with. */
export const checkCredentials = (options: CredentialsOptions, node: string): Effect.Effect<void, TransportFailed> =>
  Effect.asVoid(Effect.mapError(readCredentials(options, node), failed))

/** Keeps credentials in use, and puts new ones in their place. Those that are no good change nothing, and that is told once. */
export const keepCredentials = Effect.fnUntraced(function* (
  options: CredentialsOptions,
  { node, notice, renew }: Surroundings,
  install: (options: SecureContextOptions) => void,
) {
  const { refresh = "10 seconds", replaced = "stay" } = options
  let current = yield* Effect.mapError(readCredentials(options, node), failed)
  let problem: string | undefined
  install(current.options)

  /** Says each problem once. */
  const warn = (found: string, words: string): Effect.Effect<void> => {
    if (found === problem) return Effect.void
    problem = found
    notice({ kind: "credentials", problem })
    return Effect.logWarning(words)
  }

  const settle = (words: string): Effect.Effect<void> => {
    problem = undefined
    notice({ kind: "credentials", problem })
    return Effect.logInfo(words)
  }

  const judge = ({ certificate }: Unlocked, words: string | undefined): Effect.Effect<void> => {
    const ending = endingOf(certificate)
    if (ending !== undefined) return warn(ending, `${node} needs a new certificate: ${ending}`)
    if (words !== undefined) return settle(words)
    return problem === undefined ? Effect.void : settle(`${node} finds its old credentials in place again`)
  }

  const replace = (found: Unlocked): Effect.Effect<void> => {
    if (found === current) return judge(found, undefined)
    current = found
    install(found.options)
    if (replaced === "renew") renew()
    return judge(found, `${node} uses new credentials`)
  }

  const keep = ({ message }: CredentialsUnreadable): Effect.Effect<void> =>
    warn(message, `${node} keeps its old credentials: ${message}`)

  const read = Effect.suspend(() => readCredentials(options, node, current))
  const again = Effect.matchEffect(read, { onSuccess: replace, onFailure: keep })
  yield* judge(current, undefined)
  yield* Effect.sleep(refresh).pipe(Effect.andThen(again), Effect.forever, Effect.forkScoped)
  return { options: () => current.options, context: () => current.context }
})
