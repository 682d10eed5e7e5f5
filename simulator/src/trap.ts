import crypto from "node:crypto"
import fs from "node:fs"
import { syncBuiltinESMExports } from "node:module"
import net from "node:net"
import type { Run } from "./run/play.ts"

/** Something that a run asked for, and that no seed decides. */
let asked: string | undefined
let isRunning = false

class Unseeded extends Error {}

type Holder = { [name: string]: unknown }

/** The boundary where a module or an object is seen as a table of functions. */
const holderOf = (object: object): Holder => object as Holder

/** What the world outside of a run would decide. */
const sources: readonly (readonly [string, object, readonly string[]])[] = [
  ["Date", Date, ["now"]],
  ["Math", Math, ["random"]],
  ["performance", performance, ["now"]],
  ["process", process, ["hrtime"]],
  ["globalThis", globalThis, ["setTimeout", "setInterval", "setImmediate", "queueMicrotask", "fetch"]],
  ["crypto", globalThis.crypto, ["getRandomValues", "randomUUID"]],
  ["node:crypto", crypto, ["randomInt", "randomBytes", "randomUUID", "randomFillSync"]],
  ["node:net", net, ["connect", "createConnection", "createServer"]],
  [
    "node:fs",
    fs,
    ["openSync", "readFileSync", "writeFileSync", "writeSync", "fsyncSync", "fdatasyncSync", "readdirSync"],
  ],
]

const trap = (name: string, original: unknown): unknown => {
  if (typeof original !== "function") return original
  return function (this: unknown, ...given: readonly unknown[]): unknown {
    if (isRunning) {
      asked ??= name
      throw new Unseeded(`the run asks ${name}, which no seed decides`)
    }
    return Reflect.apply(original, this, given)
  }
}

let isLaid = false

/** Lays the traps, once: they catch only what happens during a run. */
const lay = (): void => {
  if (isLaid) return
  isLaid = true
  for (const [place, object, names] of sources)
    for (const name of names) holderOf(object)[name] = trap(`${place}.${name}`, holderOf(object)[name])
  syncBuiltinESMExports()
}

/** Where a spec fails is of interest; how the simulator came there tells nothing. */
const framesOfErrors = 3

/** Runs what a spec says, and lets it tell where it fails. Nobody asks that of the errors of nodes, of which a run makes many. */
export const telling = <Answer>(run: () => Answer): Answer => {
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = framesOfErrors
  try {
    return run()
  } finally {
    Error.stackTraceLimit = stackTraceLimit
  }
}

/** Does something beside a run: what judges a run may look at the clock. */
export const beside = <Answer>(judge: () => Answer): Answer => {
  const wasRunning = isRunning
  isRunning = false
  try {
    return telling(judge)
  } finally {
    isRunning = wasRunning
  }
}

/** A run that asks something of the world outside has failed, whatever else came of it. */
export const trapping = (run: () => Run): Run => {
  lay()
  asked = undefined
  isRunning = true
  const { stackTraceLimit } = Error
  Error.stackTraceLimit = 0
  try {
    const done = run()
    if (asked !== undefined)
      done.path.violation = { kind: "runtime", name: "seeded", reason: `the run asks ${asked}, which no seed decides` }
    return done
  } finally {
    isRunning = false
    Error.stackTraceLimit = stackTraceLimit
  }
}
