import type { FaultName, PromiseName } from "../src/index.ts"
import type { Pilot } from "./pilots.ts"
import type { Planted } from "./planted.ts"

/** A bug of the runtime, and the promises of which it breaks one. */
export interface Bug extends Planted {
  readonly bug: string
  readonly pilot: Pilot
  readonly breaks: readonly PromiseName[]
  /** Within so many runs it is found. */
  readonly runs: number
  readonly decisions?: number
  /** What strikes; left out, what the model says. */
  readonly faults?: readonly FaultName[]
}

const election = "consensus/election"
const saga = "transactions/order-saga"

/** Bugs that a runtime can have, each in one place. */
export const bugs: readonly Bug[] = [
  {
    bug: "effects leave before the sync",
    ...{ pilot: election, file: "node/turn.ts", breaks: ["remembers"], runs: 200 },
    from: "return mapped(storage.append(bytes), ",
    to: "outbox.release(membership.send)\n    return mapped(storage.append(bytes), ",
  },
  {
    bug: "a timer fires twice",
    ...{ pilot: election, file: "node/timers.ts", breaks: ["keepsTime"], runs: 20 },
    from: "tellLate(now - timer.deadline)\n        begin(timer, now)",
    to: "tellLate(now - timer.deadline)",
  },
  {
    bug: "a timer that is restarted goes on as before",
    ...{ pilot: election, file: "node/timers.ts", breaks: ["keepsTime"], runs: 200 },
    from: "restart: (name, now) => begin(find(name), now)",
    to: "restart: () => undefined",
  },
  {
    bug: "timers are measured with the clock of the world",
    ...{ pilot: election, file: "node/alarm.ts", breaks: ["keepsTime", "progress"], runs: 500 },
    from: "clock.monotonicTimeNanosUnsafe()",
    to: "clock.currentTimeNanosUnsafe()",
  },
  {
    bug: "a frame is sent again with the next",
    ...{ pilot: "consensus/raft", file: "node/outbox.ts", breaks: ["followsSpec"], runs: 20 },
    from: "send(to, frame.copy())\n        frame.clear()\n",
    to: "send(to, frame.copy())\n",
  },
  {
    bug: "a torn batch is taken for a whole one",
    ...{ pilot: election, file: "storage/frame.ts", breaks: ["remembers", "staysUp"], runs: 1000 },
    from: "|| crc32c(bytes, at + markAt, next) !== get32(bytes, at)",
    to: "",
  },
  {
    bug: "a bit that has changed on the disk is taken for what was written",
    ...{ pilot: election, file: "storage/frame.ts", breaks: ["refusesDamage"], runs: 4000 },
    from: "|| crc32c(bytes, at + markAt, next) !== get32(bytes, at)",
    to: "",
    faults: ["crash", "rot", "loss"],
  },
  {
    bug: "a batch is written and not synced",
    ...{ pilot: election, file: "storage/log.ts", breaks: ["remembers"], runs: 200 },
    from: "    file.syncData()\n",
    to: "",
  },
  {
    bug: "a snapshot removes the segment that goes on behind it",
    ...{ pilot: election, file: "storage/log.ts", breaks: ["remembers", "staysUp", "followsSpec"], runs: 1000 },
    from: "removeBefore(disk, last + 1)",
    to: "removeBefore(disk, last + 2)",
  },
  {
    bug: "the name of a snapshot is not synced",
    ...{ pilot: election, file: "storage/snapshot.ts", breaks: ["remembers", "staysUp", "followsSpec"], runs: 1000 },
    from: "  disk.syncDirectory()\n",
    to: "",
  },
  {
    bug: "a snapshot lacks the last step",
    ...{ pilot: election, file: "node/turn.ts", breaks: ["remembers", "staysUp"], runs: 1000 },
    from: "const all = journal.snapshot({ ...parts.remembered, state: core.state() })",
    to: [
      "const kept = parts as unknown as { stale: never }",
      "const all = journal.snapshot({ ...parts.remembered, state: kept.stale ?? core.state() })",
      "kept.stale = core.state() as never",
    ].join("\n"),
    decisions: 1000,
  },
  {
    bug: "only the first step of a batch is journalled",
    ...{ pilot: election, file: "node/core.ts", breaks: ["remembers"], runs: 1000 },
    from: "        journal.step(state, outcome.state)",
    to: "        if (journal.bytes().length === 0) journal.step(state, outcome.state)",
  },
  {
    bug: "activities are forgotten in a crash",
    ...{ pilot: saga, file: "node/journal.ts", breaks: ["performs"], runs: 200 },
    from: "activities.add(readPending(role, reader))\n      return",
    to: "void readPending(role, reader)\n      return",
  },
  {
    bug: "activities are forgotten once they are in a snapshot",
    ...{ pilot: saga, file: "node/journal.ts", breaks: ["performs"], runs: 1000 },
    from: "activities.add(readPending(role, reader))\n  return",
    to: "void readPending(role, reader)\n  return",
  },
  {
    bug: "the end of an activity is not journalled",
    ...{ pilot: saga, file: "node/core.ts", breaks: ["performs"], runs: 200 },
    from: "        journal.end(input.activity, input.key)\n",
    to: "",
  },
  {
    bug: "a caller who is turned away is not told",
    ...{ pilot: "consensus/raft", file: "node/turn.ts", breaks: ["answers"], runs: 20 },
    from: "  else calls.reject(given.call, given.reason)\n",
    to: "",
  },
  {
    bug: "a pick asks the machine for a random number",
    ...{ pilot: election, file: "node/node.ts", breaks: ["seeded"], runs: 1 },
    from: "source.nextDoubleUnsafe()",
    to: "Math.random()",
  },
]
