import { expect, test } from "vitest"
import { orderSaga } from "../../specs/transactions/order-saga/protocol.ts"
import { raft } from "../../specs/consensus/raft/protocol.ts"
import { recordOrders, recordRaft } from "./record.ts"
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
