import { expect, test } from "vitest"
import { lockstep } from "./run.ts"
import { spec } from "./specs.ts"

test("an unreachable goal exits with 6", () => {
  const { status, stdout } = lockstep("check", "specs/consensus/election/mutants.ts", "--instance", "neverGrants")
  expect(stdout).toContain("vacuous: what must be reachable is not")
  expect(status).toBe(6)
})

test("what one instance does not need is not called dead where another was left out", () => {
  const file = spec(
    "rests.ts",
    `import { algorithm } from "@lockstep/language"
const counting = (most: number) =>
  algorithm<{ n: number }>({
    initial: [{ n: 0 }],
    actions: { up: ({ n }) => n < most && { n: n + 1 }, reset: ({ n }) => n > 3 && { n: 0 } },
    always: { small: ({ n }) => n < 9 },
  })
export const calm = counting(2)
export const busy = counting(6)
`,
  )
  const { status, stdout, stderr } = lockstep("check", file, "--instance", "calm")
  expect(stdout).toContain("never did anything here: reset")
  expect(stderr).not.toContain("vacuous")
  expect(status).toBe(0)
  expect(lockstep("check", file).status).toBe(0)
  expect(lockstep("check", "cli/test/samples/dead-handler.ts", "--instance", "counter").status).toBe(6)
})

test("a call that is never answered makes a run vacuous, where no other instance of its file answers it", () => {
  const file = "cli/test/samples/unanswered-call.ts"
  const { status, stdout, stderr } = lockstep("check", file)
  expect(stdout).toContain("never answered here: counter.calls.add\n")
  expect(stderr).toBe(
    `vacuous: never had an answer in any instance  [unanswered-call]
  ${file}: counter.calls.add
  reply to them or reject them, or add an instance in which that happens
`,
  )
  expect(status).toBe(6)
  const items = JSON.parse(lockstep("check", file, "--json").stdout)
  expect(items.at(-1)).toEqual({ file, unanswered: ["counter.calls.add"] })
  expect(items[0].coverage).toEqual([
    { handler: "counter.calls.add", fired: expect.any(Number), answered: 0 },
    { handler: "counter.calls.read", fired: expect.any(Number), answered: expect.any(Number) },
  ])
})

test("a call that is answered in another instance of its file is only named below its own", () => {
  const file = spec(
    "waits.ts",
    `import { type Call, model, protocol, spec } from "@lockstep/language"
const { role, broadcast, reply } = spec<{
  state: { readonly asked: Call<null> | null }
  message: { type: "Done" }
  calls: { ask(): null }
}>()
const node = role({
  initial: { asked: null },
  calls: { ask: (_, __, { call }) => [{ asked: call }, broadcast({ type: "Done" })] },
  on: { Done: (own) => (own.asked === null ? own : [{ asked: null }, reply(own.asked, null)]) },
})
const waits = protocol({ roles: { node } })
export const alone = model(waits, { nodes: { node: 1 }, clients: [{ of: "node", at: 0, calls: [["ask", null]] }] })
export const two = model(waits, {
  nodes: { node: 2 },
  clients: [
    { of: "node", at: 0, calls: [["ask", null]] },
    { of: "node", at: 1, calls: [["ask", null]] },
  ],
})
`,
  )
  const both = lockstep("check", file)
  expect(both.stdout.match(/never answered here: .*/g)).toEqual(["never answered here: node.calls.ask"])
  expect(both.stderr).not.toContain("vacuous: never had an answer")
  const alone = lockstep("check", file, "--instance", "alone")
  expect(alone.stdout).toContain("never answered here: node.calls.ask")
  expect(alone.stderr).not.toContain("vacuous")
})

test("an algorithm without an action, and a model without a handler, verify nothing", () => {
  const file = spec(
    "empty.ts",
    `import { algorithm, model, protocol, spec } from "@lockstep/language"
const beginning = (actions: {}) =>
  algorithm<{ n: number }>({ initial: [{ n: 0 }, { n: 1 }], actions, always: { small: ({ n }) => n < 9 } })
const node = spec<{ state: { n: number } }>().role({ initial: { n: 0 } })
export const idle = model(protocol({ roles: { node } }), { nodes: { node: 1 } })
export const still = beginning({})
export const resting = beginning({ rest: () => ({}) })
`,
  )
  const { status, stderr } = lockstep("check", file)
  expect(stderr).toContain("[dead-handler]")
  expect(stderr.match(/empty\.ts: .*/g)).toEqual([
    "empty.ts: idle, which has no handler",
    "empty.ts: still, which has no action",
  ])
  expect(status).toBe(6)
  expect(lockstep("check", file, "--instance", "resting").status).toBe(0)
  expect(lockstep("check", file, "--instance", "still").status).toBe(6)
})
