import { linearizable, model, protocol, roles, sequentialObject } from "@lockstep/language"
import { expect, test } from "vitest"
import { check } from "../src/index.ts"

const { role, broadcast, reply, reject } = roles<{
  desks: { state: { asked: boolean }; calls: { write(): null } }
  stores: { state: { value: number }; hears: { desks: { type: "Write" } }; calls: { read(): number } }
}>()

/** Passes on the first thing that it is asked for, and answers nobody. */
const desk = (rejectsWhatItPasses: boolean) =>
  role("desks", {
    initial: { asked: false },
    durable: ["asked"],
    calls: {
      write: (node, _argument, { call }) =>
        node.asked
          ? [node, reject(call, "busy")]
          : [{ asked: true }, broadcast({ type: "Write" }), rejectsWhatItPasses && reject(call, "busy")],
    },
  })

const stores = role("stores", {
  initial: { value: 0 },
  on: { Write: () => ({ value: 1 }) },
  calls: { read: (node, _argument, { call }) => [node, reply(call, node.value)] },
})

const register = sequentialObject<number>({
  initial: 0,
  calls: { write: () => [1, null], read: (value) => [value, value] },
})

const shop = (rejectsWhatItPasses: boolean, crashes: number) =>
  model(protocol({ roles: { desks: desk(rejectsWhatItPasses), stores } }), {
    nodes: { desks: 1, stores: 1 },
    crashes: { budget: crashes, of: ["desks"], afterwards: "restart" },
    clients: [
      { of: "desks", calls: [["write", null]], retries: 1 },
      { of: "stores", calls: [["read", null]] },
    ],
    history: { linearizable: linearizable(register) },
  })

test("what a crash has left unanswered may have had its effect, though a later attempt is rejected", async () => {
  expect(await check(shop(false, 1))).toMatchObject({ verdict: "verified" })
})

test("what is only ever rejected must have had none", async () => {
  expect(await check(shop(true, 0))).toMatchObject({ verdict: "violated" })
})
