import type { ClientStates, Snapshot, StepLabel, Told } from "@lockstep/checker"
import { expect, test } from "vitest"
import { clientChanges } from "../../src/trace/clients.ts"

const idle: ClientStates[number] = { over: 0, attempts: 0, open: [], lost: false, flight: null, answered: [] }
const flight = { call: "submit", argument: "a", after: [] }
const waits = { ...idle, attempts: 1, open: [{ number: 1, node: "n1" }], flight }
const done = { ...idle, over: 1 }

const snapshot = (...value: ClientStates): Snapshot => [{ kind: "clients", name: "clients", value }]
const heard: StepLabel = { kind: "message", node: "n1", name: "Ack", from: "n2", detail: { type: "Ack" } }
const asked: StepLabel = { kind: "call", node: "n1", name: "submit", from: "c1", detail: "a" }

const changes = (before: ClientStates[number], after: ClientStates[number], label: StepLabel, told: readonly Told[]) =>
  clientChanges(snapshot(before), snapshot(after), label, told)

const replied: Told = { kind: "reply", call: "c1.1", value: 7 }
const refused: Told = { kind: "reject", call: "c1.1", reason: "not the leader" }

test("an answer stands with what was asked, whether a history is kept or not", () => {
  const answered = { ...done, answered: [{ ...flight, answer: 7 }] }
  expect(changes(waits, done, heard, [replied])).toEqual(["c1 gets 7 for submit(a)"])
  expect(changes(waits, answered, heard, [replied])).toEqual(["c1 gets 7 for submit(a)"])
})

test("a refusal stands with its reason, also where it comes at once", () => {
  expect(changes(waits, done, heard, [refused])).toEqual(["c1 is refused submit(a): not the leader"])
  expect(changes(idle, done, asked, [refused])).toEqual(["c1 is refused submit(a): not the leader"])
})

test("what nobody waits for is told as that", () => {
  expect(changes(done, done, heard, [replied])).toEqual(["c1.1 is answered, and nobody waits for it"])
  expect(changes(done, done, heard, [refused])).toEqual(["c1.1 is refused, and nobody waits for it"])
  expect(changes(waits, done, heard, [replied, replied])).toEqual([
    "c1 gets 7 for submit(a)",
    "c1.1 is answered, and nobody waits for it",
  ])
})

test("a second attempt is told apart from the first", () => {
  const again = { ...waits, attempts: 2, open: [{ number: 2, node: "n2" }] }
  expect(changes(again, done, heard, [replied, { ...replied, call: "c1.1.2" }])).toEqual([
    "c1.1 is answered, and nobody waits for it",
    "c1 gets 7 for submit(a)",
  ])
})

test("events come last, with their fields", () => {
  const committed: Told = { kind: "emit", event: { type: "Committed", index: 1, isNew: true } }
  expect(changes(waits, done, heard, [committed, replied])).toEqual([
    "c1 gets 7 for submit(a)",
    "emits Committed(1, isNew)",
  ])
})

test("where nothing is told, the states tell what they can", () => {
  expect(changes(waits, done, heard, [])).toEqual(["c1 is done with submit(a)"])
  expect(changes(idle, waits, heard, [])).toEqual(["c1 begins submit(a)"])
  expect(changes(idle, waits, asked, [])).toEqual([])
})
