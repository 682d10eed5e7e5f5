import { algorithm, model, protocol, spec } from "@lockstep/language"
import { expect, test } from "vitest"
import { check } from "../src/index.ts"

const refuse = (): never => {
  throw 1
}

/** Throws at whoever looks at it. */
const hostile = (target: object): never =>
  new Proxy(target, { get: refuse, getPrototypeOf: refuse, has: refuse, ownKeys: refuse }) as never

const withField = (field: string, value: unknown): Error => Object.assign(new Error("off"), { [field]: value })
const withGetter = (field: string): Error => Object.defineProperty(new Error("off"), field, { get: refuse })

const unspeakable = "something that cannot be shown"

const { role } = spec<{ state: { n: number }; timer: "tick" }>()
const timers = { tick: { while: () => true, fire: (node: { n: number }) => node } }

/** A spec that throws where it is asked to. */
const throwing = (thrown: () => unknown) => {
  const fail = (): never => {
    throw thrown()
  }
  const sound = { initial: [{ n: 0 }], actions: { rest: () => false as const } }
  const endless: Iterable<never> = { [Symbol.iterator]: fail }
  return [
    ["up", algorithm<{ n: number }>({ ...sound, actions: { up: fail } })],
    ["holds", algorithm<{ n: number }>({ ...sound, always: { holds: fail } })],
    ["within", algorithm<{ n: number }>({ ...sound, within: fail })],
    ["initial", algorithm<{ n: number }>({ ...sound, initial: endless as readonly never[] })],
    ["node.initial", model(protocol({ roles: { node: role({ initial: fail, timers }) } }), { nodes: { node: 1 } })],
  ] as const
}

test.each<[string, () => unknown, string]>([
  ["an object that has no text", () => ({ toString: refuse }), unspeakable],
  ["an object without a prototype", () => Object.create(null), unspeakable],
  ["a symbol", () => Symbol("off"), "Symbol(off)"],
  ["a proxy", () => hostile({}), unspeakable],
  ["a proxy of an error", () => hostile(new Error("off")), unspeakable],
  ["an error whose message throws", () => withGetter("message"), unspeakable],
  ["an error whose stack throws", () => withGetter("stack"), "off"],
  ["an error with a symbol for a message", () => withField("message", Symbol("off")), "Symbol(off)"],
  ["an error with a number for a stack", () => withField("stack", 7), "off"],
  ["an error like the engine's", () => withField("code", "ERR_SCRIPT_EXECUTION_TIMEOUT"), "off"],
])("%s that is thrown is told as the spec's", async (_what, thrown, text) => {
  for (const [handler, given] of throwing(thrown)) {
    const { fault } = await check(given, { workers: 1 })
    expect(fault).toMatchObject({ code: "threw", handler })
    expect(fault?.reason.startsWith(text)).toBe(true)
  }
})

test("what throws when it is looked at is told as the spec's where it is given back", async () => {
  const algorithms = [
    { initial: [hostile({})] },
    { initial: [{ n: 0 }], actions: { up: () => hostile({}) } },
    { initial: [{ n: 0 }], always: { holds: () => hostile({}) } },
  ].map((one) => algorithm<{ n: number }>({ actions: {}, ...one }))
  const nodes = [
    role({ initial: () => hostile({}), timers }),
    role({ initial: { n: 0 }, timers: { tick: { ...timers.tick, fire: () => hostile({}) } } }),
    role({ initial: { n: 0 }, timers: { tick: { ...timers.tick, fire: () => ({ n: hostile({}) }) } } }),
    role({ initial: { n: 0 }, timers: { tick: { ...timers.tick, while: () => hostile({}) } } }),
  ].map((node) => model(protocol({ roles: { node } }), { nodes: { node: 1 } }))
  for (const given of [...algorithms, ...nodes]) expect(await check(given)).toMatchObject({ verdict: "faulty" })
})
