import { join } from "node:path"
import { opaque, Rejected, TimedOut } from "@lockstep/runtime"
import { expect, test } from "vitest"
import { openRaft } from "../generated/raft/index.ts"
import { addressesOf, scratch } from "./deployment.ts"

const root = scratch()
const timers = { election: ["500 millis", "1 second"], heartbeat: "50 millis" } as const

type Server = Awaited<ReturnType<typeof openRaft>>

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 20))

/** Submits a command to whoever leads; gives its place in the log. */
const submit = async (servers: readonly Server[], command: string): Promise<number> => {
  for (;;) {
    for (const server of servers)
      try {
        return await server.submit(opaque(command), { timeout: "5 seconds" })
      } catch (error) {
        if (!(error instanceof Rejected || error instanceof TimedOut)) throw error
      }
    await pause()
  }
}

test("a server that was down gets all that it lacks, also where it comes in messages of many megabytes", async () => {
  const nodes = { servers: await addressesOf("n1", "n2", "n3") }
  const open = (self: string) => openRaft({ self, nodes, timers, data: join(root, self) })
  await using first = await open("n1")
  await using second = await open("n2")
  const large = "x".repeat(200_000)
  for (let count = 1; count <= 130; count++) await submit([first, second], `${count} ${large}`)
  await using third = await open("n3")
  while (third.views.commit.get() < 130) await Promise.race([pause(), first.ended, second.ended])
  expect(await submit([first, second, third], "last")).toBeGreaterThan(130)
}, 120_000)
