import { type Effect, effects, model, protocol, spec } from "@lockstep/language"
import { expect, test } from "vitest"
import { check } from "../src/index.ts"

interface Counter {
  readonly count: number
}

interface Message {
  readonly type: "Ping"
}

const { role } = spec<{
  state: Counter
  message: Message
  timer: "tick"
  activities: { charge: { request: number; result: null } }
}>()

/** The boundary where a timer does what the types of the language do not allow. */
const ticking = (fire: (node: Counter) => unknown, runs: (node: Counter) => unknown = () => true) => {
  const node = role({
    initial: { count: 0 },
    on: { Ping: (node) => node },
    timers: { tick: { while: runs as () => boolean, fire: fire as () => Counter } },
    results: { charge: (node) => node },
  })
  return model(protocol({ roles: { node } }), { nodes: { node: 2 } })
}

const { send, broadcast, restart, reply, reject, perform } = effects as {
  readonly [kind: string]: (...given: readonly unknown[]) => Effect
}

test.each([
  ["a timer that there is not", restart?.("tock"), 'restarts "tock", which is no timer of its role', "tick"],
  ["no timer at all", restart?.(), "restarts nothing, which is no timer of its role", "tick"],
  ["an activity without a result", perform?.("ship", "k", 1), 'performs "ship", of which its role takes no', "charge"],
  ["a call of its own making", reply?.("mine", 1), 'replies to "mine", which is no call', "given"],
  ["a number for a call", reject?.(7, "no"), "rejects a number, which is no call", "given"],
])("an effect that names %s is told with the handler", async (_what, effect, reason, fix) => {
  const { fault } = await check(ticking((node) => [node, effect]))
  expect(fault).toMatchObject({ code: "not-an-effect", handler: "node.timers.tick.fire" })
  expect(fault?.reason).toContain(reason)
  expect(fault?.fix).toContain(fix)
})

test.each([
  ["send", send?.("n2", { type: "Ping" })],
  ["broadcast", broadcast?.({ type: "Ping" })],
])("%s alone is no state, and told as what it is", async (kind, effect) => {
  const { fault } = await check(ticking(() => effect))
  expect(fault).toMatchObject({ code: "not-a-state", reason: `returned what ${kind} gives where a state was due` })
})

test.each([
  ["a number", () => 1],
  ["nothing", () => undefined],
  ["a Promise", () => Promise.resolve(false)],
])("a timer's condition that gives %s is named", async (what, runs) => {
  const { fault } = await check(ticking((node) => node, runs))
  expect(fault).toMatchObject({ code: "not-a-state", handler: "node.timers.tick.while" })
  expect(fault?.reason).toBe(`gave ${what} where true or false was due`)
})
