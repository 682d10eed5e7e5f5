import { Session } from "node:inspector"

/** Where a function begins in its file; line and column count from 0. */
export interface Location {
  readonly url: string
  readonly line: number
  readonly column: number
}

/** What the engine knows about functions and the language has no words for. */
export interface Inspector {
  readonly locationOf: (subject: (...args: never) => unknown) => Location | undefined
  /** The names that a function can see outside of itself, down to its module. */
  readonly scopeOf: (subject: (...args: never) => unknown) => { readonly [name: string]: unknown }
  /** Lets every debugger that is attached stop where a function begins, as long as `run` takes. */
  readonly stopIn: (subject: (...args: never) => unknown, run: () => void) => void
  readonly close: () => void
}

const handOver = "lockstep.inspected"

/** Lets the engine evaluate something about a value of ours, in the words of a debugger's console; gives the result's id. */
const evaluate = (session: Session, value: unknown, word: (value: string) => string): string => {
  Object.defineProperty(globalThis, handOver, { value, configurable: true })
  const expression = word(`globalThis["${handOver}"]`)
  let id = ""
  session.post("Runtime.evaluate", { expression, includeCommandLineAPI: true }, (_, answer) => {
    id = answer?.result.objectId ?? ""
  })
  Reflect.deleteProperty(globalThis, handOver)
  return id
}

/** Lets the engine take a value of ours by its id. */
const remoteIdOf = (session: Session, value: unknown): string => evaluate(session, value, (name) => name)

/** Takes back a value that the engine holds under an id. */
const valueOf = (session: Session, objectId: string): unknown => {
  let value: unknown
  const take = (given: unknown): void => {
    value = given
  }
  Object.defineProperty(globalThis, handOver, { value: take, configurable: true })
  session.post("Runtime.callFunctionOn", {
    objectId,
    functionDeclaration: `function () { globalThis["${handOver}"](this) }`,
  })
  Reflect.deleteProperty(globalThis, handOver)
  return value
}

const internalsOf = (session: Session, subject: unknown): { readonly [name: string]: unknown } => {
  const internals: { [name: string]: unknown } = {}
  session.post("Runtime.getProperties", { objectId: remoteIdOf(session, subject) }, (_, answer) => {
    for (const { name, value } of answer?.internalProperties ?? []) internals[name] = value?.value ?? value?.objectId
  })
  return internals
}

const scopeIds = (session: Session, scopes: string): string[] => {
  const ids: string[] = []
  session.post("Runtime.getProperties", { objectId: scopes, ownProperties: true }, (_, answer) => {
    for (const { value } of answer?.result ?? [])
      if (value?.objectId !== undefined && value.description !== "Global") ids.push(value.objectId)
  })
  return ids
}

/** The engine wraps the variables of a scope together with what kind of scope it is. */
const variablesOf = (scope: unknown): object => {
  if (typeof scope !== "object" || scope === null) return {}
  return "object" in scope && "description" in scope ? (scope.object as object) : scope
}

/** Opens a session with the engine's own debugger. */
export const openInspector = (): Inspector => {
  const session = new Session()
  const urls = new Map<string, string>()
  session.connect()
  session.on("Debugger.scriptParsed", ({ params }) => urls.set(params.scriptId, params.url))
  session.post("Debugger.enable")
  return {
    locationOf: (subject) => {
      const location = internalsOf(session, subject)["[[FunctionLocation]]"] as
        { readonly scriptId: string; readonly lineNumber: number; readonly columnNumber: number } | undefined
      const url = location && urls.get(location.scriptId)
      return url ? { url, line: location.lineNumber, column: location.columnNumber } : undefined
    },
    scopeOf: (subject) => {
      const scopes = internalsOf(session, subject)["[[Scopes]]"]
      if (typeof scopes !== "string") return {}
      const inwards = scopeIds(session, scopes).toReversed()
      return Object.assign({}, ...inwards.map((id) => variablesOf(valueOf(session, id))))
    },
    stopIn: (subject, run) => {
      evaluate(session, subject, (name) => `debug(${name})`)
      try {
        run()
      } finally {
        evaluate(session, subject, (name) => `undebug(${name})`)
      }
    },
    close: () => session.disconnect(),
  }
}
