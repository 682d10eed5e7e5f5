import { model, protocol, spec } from "@lockstep/language"
import { expect, test } from "vitest"
import { check } from "../../src/index.ts"
import { calm, type Counter } from "./counter.ts"

let outside = 0

const { role: editorRole, reply } = spec<{ state: Counter; calls: { undo(steps: number): null } }>()

/** An editor that clients call as `calls` say. */
const editing = (calls: readonly (readonly unknown[])[], initial: unknown = null) =>
  model(
    protocol({
      roles: {
        editor: editorRole({
          initial: calm,
          calls: { undo: (node, _, { call }) => [node, reply(call, null)] },
        }),
      },
    }),
    {
      nodes: { editor: 1 },
      clients: [{ of: "editor", calls: [["undo", 1], ...(calls as never)] }],
      activities: { save: { initial, perform: () => [] } } as never,
    },
  )

test.each([
  ["a call with half a step", editing([["undo", 0.5]]), "clients", "gave .undo: 0.5 is no safe integer"],
  ["a service that begins with a date", editing([], new Date(0)), "activities", "gave .save: a Date is no plain data"],
])("a model with %s is refused", async (_what, given, handler, reason) => {
  const report = await check(given)
  expect(report).toMatchObject({ verdict: "faulty", fault: { code: "unsupported-value", handler } })
  expect(report.fault?.reason).toContain(reason)
})

const { role: savingRole, perform } = spec<{
  state: Counter
  timer: "save"
  activities: { save(count: number): number }
}>()

/** An editor that saves once, to a service that works as given. */
const saving = (work: () => unknown) =>
  model(
    protocol({
      roles: {
        editor: savingRole({
          initial: calm,
          timers: {
            save: {
              while: ({ count }) => count === 0,
              fire: (node) => [{ ...node, count: 1 }, perform("save", "once", 1)],
            },
          },
          results: { save: (node, count) => ({ ...node, count: 1 + count }) },
        }),
      },
    }),
    { nodes: { editor: 1 }, activities: { save: { initial: 0, perform: work as () => [[0, 1]] } } },
  )

test.each<[string, () => unknown, string, string]>([
  ["looks at the outside", () => [[0, outside++]], "impure", "gave two answers to the same request"],
  ["answers later", async () => [[0, 1]], "bad-model", "gave a Promise where"],
  ["gives one way alone", () => [0, 1], "bad-model", "where a list of `[state, answer]` was due"],
  ["forgets its state", () => [[1]], "bad-model", "where a list of `[state, answer]` was due"],
  ["answers with a date", () => [[0, new Date(0)]], "unsupported-value", "gave .answer: a Date"],
])("a service that %s is named", async (_what, work, code, reason) => {
  const report = await check(saving(work))
  expect(report.fault).toMatchObject({ code, handler: "activities.save" })
  expect(report.fault?.reason).toContain(reason)
})
