import { spawn } from "node:child_process"
import { once } from "node:events"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { expect, test } from "vitest"
import { library } from "../../examples/generated/raft/library.ts"
import { raft } from "../../specs/consensus/raft/protocol.ts"
import type { DoomedWords } from "./doomed.ts"
import { patiently, record } from "./record.ts"
import { recorded, replay } from "./traces.ts"

const program = fileURLToPath(new URL("doomed.ts", import.meta.url))

/** Runs n1 until it is killed between the early messages of a step and its sync. */
const dieEarly = async (words: DoomedWords): Promise<void> => {
  const child = spawn(process.execPath, [program, JSON.stringify(words)], { stdio: ["ignore", "inherit", "inherit"] })
  expect(await once(child, "close")).toEqual([null, "SIGKILL"])
}

const recordKilled = (folder: string): Promise<void> => {
  const players = { servers: ["n1", "n2", "n3"] }
  /** Who is doomed must lead, even where another leads already: it does not wait as long as from one heartbeat of these to the next. */
  const timers = { servers: { election: ["1 second", "2 seconds"] as const, heartbeat: "300 millis" as const } }
  return record({ library, players, timers, folder }, ({ nodes, data, open }) =>
    Effect.gen(function* () {
      const others = [yield* open("n2"), yield* open("n3")]
      yield* Effect.promise(() => dieEarly({ nodes, data, folder }))
      const all = [...others, yield* open("n1")]
      const submit = all.map((node) => node.call("submit", "after", { timeout: "300 millis" }))
      yield* patiently(Effect.firstSuccessOf(submit))
      const committed = Effect.all(all.map((node) => node.view("commit").get))
      const soon = Effect.andThen(Effect.sleep("20 millis"), committed)
      yield* Effect.repeat(soon, { until: (lengths) => lengths.every((length) => Number(length) >= 2) })
    }),
  )
}

test("a trace is accepted in which a node was killed after its early messages had left, and before it wrote them down", async () => {
  const files = await recorded(recordKilled)
  const lives = files.filter(({ path }) => path.startsWith("n1.")).map(({ text }) => text)
  const [killed, next] = lives.toSorted((one) => (one.includes('"kind":"start"') ? -1 : 1))
  expect(killed).not.toContain("doomed")
  expect(next).toContain("doomed")
  const replayed = replay(raft, files)
  expect(replayed).toMatchObject({ kind: "replayed", rejection: undefined })
  if (replayed.kind !== "replayed") return
  expect(replayed.accepted).toBe(replayed.steps)
  expect(replayed.notes).toContainEqual(expect.objectContaining({ kind: "unseen-message", from: "n1" }))
})
