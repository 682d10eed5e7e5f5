import { linearizable, model, protocol, sequentialObject, spec } from "@lockstep/language"
import { expect, test } from "vitest"
import { check, followModel, type Report, type Told } from "../src/index.ts"

const { role, broadcast, early, reply, reject, emit } = spec<{
  state: { mood: "fresh" | "tired"; lives: number }
  message: { type: "Hello" }
  calls: { ask(): number }
  event: { type: "Answered"; value: number } | { type: "Woke" }
}>()

const node = role({
  initial: { mood: "fresh", lives: 1 },
  durable: ["lives"],
  recover: (node) => [{ ...node, lives: node.lives + 1 }, emit({ type: "Woke" })],
  calls: {
    ask: (node, _, { call, pick }) => {
      const value = pick([0, 1, 2])
      if (value === 0) return [{ ...node, mood: "tired" }, reject(call, "no answer today")]
      return [node, early(broadcast({ type: "Hello" })), reply(call, value), emit({ type: "Answered", value })]
    },
  },
  on: { Hello: (node) => node },
})

const oracle = protocol({ roles: { nodes: node } })

const always = sequentialObject<null>({ initial: null, calls: { ask: () => [null, 1] } })

const base = {
  nodes: { nodes: 2 },
  clients: [{ of: "nodes", at: 0, calls: [["ask", null]] }],
  crashes: { budget: 1, of: ["nodes"], afterwards: "restart" },
} as const

const withNever = (never: Parameters<typeof model<typeof oracle.roles, Record<never, never>>>[1]["never"]) =>
  model(oracle, { ...base, ...(never && { never }) })

const told = ({ properties }: Report): readonly (readonly Told[] | undefined)[] =>
  properties.flatMap(({ trace }) => trace?.steps ?? []).map((step) => step.told)

const toldOn = async (one: Parameters<typeof check>[0]): Promise<readonly (readonly Told[] | undefined)[]> =>
  told(await check(one, { workers: 1 }))

test("a step tells what its handler said: of two that come to the same state, the one that explains what the client got", async () => {
  expect(await toldOn(model(oracle, { ...base, history: { linearizable: linearizable(always) } }))).toEqual([
    [
      { kind: "reply", call: "c1.1", value: 2 },
      { kind: "emit", event: { type: "Answered", value: 2 } },
    ],
  ])
})

test("a refusal is told with its reason", async () => {
  expect(await toldOn(withNever({ tires: ({ nodes }) => nodes.some(({ mood }) => mood === "tired") }))).toEqual([
    [{ kind: "reject", call: "c1.1", reason: "no answer today" }],
  ])
})

test("a recovery tells, also of a step that a crash cuts short, which tells nothing itself", async () => {
  const wakes = withNever({ wakes: ({ nodes }) => nodes.some(({ lives }) => lives > 1) })
  expect(await toldOn(wakes)).toEqual([[{ kind: "emit", event: { type: "Woke" } }]])
  const cutShort = withNever({
    isCutShort: ({ nodes }, { network }) => network.length > 0 && nodes.some(({ lives }) => lives > 1),
  })
  expect(await toldOn(cutShort)).toEqual([[{ kind: "emit", event: { type: "Woke" } }]])
})

test("who follows a run is told the same", () => {
  const follower = followModel(withNever(undefined), true)
  const [begun] = follower.beginnings()
  if (begun === undefined) throw new Error("it begins nowhere")
  const ways = follower.after(begun, { kind: "call", node: "n1", client: 0 })
  expect(ways.map((way) => follower.told(begun, way).map(({ kind }) => kind))).toEqual([
    ["reject"],
    ["reply", "emit"],
    ["reply", "emit"],
  ])
})
