import type { TraceFile } from "@lockstep/judge"
import { describe, expect, test } from "vitest"
import { orderSaga } from "../../specs/transactions/order-saga/protocol.ts"
import { raft } from "../../specs/consensus/raft/protocol.ts"
import { recordOrders, recordRaft, recordSetBack } from "./record.ts"
import { recorded, replay } from "./traces.ts"

test.each([
  ["Raft", raft, recordRaft],
  ["the order saga", orderSaga, recordOrders],
] as const)("what nodes of %s record is what the spec does, through crashes", async (_, protocol, record) => {
  const files = await recorded((folder) => record(folder))
  const replayed = replay(protocol, files)
  expect(replayed).toMatchObject({ kind: "replayed", rejection: undefined, notes: [] })
  if (replayed.kind !== "replayed") return
  expect(replayed.accepted).toBe(replayed.steps)
  expect(replayed.steps).toBeGreaterThan(30)
  expect(replayed.nodes.reduce((sum, { lives }) => sum + lives, 0)).toBeGreaterThan(replayed.nodes.length)
  expect(replayed.properties.states).toBeGreaterThan(10)
})

describe("a node whose clock is set back between its lives", async () => {
  const files = await recorded((folder) => recordSetBack(folder))
  const nthLife = ({ text }: TraceFile): number => Number(/"node":"inventory".*?"incarnation":(\d+)/.exec(text)?.[1])

  test("has done what the spec does, life by life", () => {
    expect(files.map(nthLife).filter((nth) => nth > 0)).toHaveLength(4)
    expect(replay(orderSaga, files)).toMatchObject({ rejection: undefined, notes: [] })
  })

  test("may have done anything in a life that is in no file, and the replay says so", () => {
    const kept = files.filter((file) => nthLife(file) !== 2 && nthLife(file) !== 3)
    const notes = [{ kind: "lost-lives", node: "inventory", count: 2 }]
    expect(replay(orderSaga, kept)).toMatchObject({ rejection: undefined, notes })
  })
})
