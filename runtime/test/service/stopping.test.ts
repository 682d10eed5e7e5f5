import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const fileOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url))
const program = fileOf("ledger-process.ts")

/** Starts the service, sends it a signal once it works, and tells how it ended. */
const endOf = async (signal: NodeJS.Signals): Promise<unknown> => {
  const child = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "ignore"] })
  const closed = once(child, "close")
  await Promise.race([once(child.stdout, "data"), closed])
  child.kill(signal)
  return closed
}

test("a service ends in peace when it is told to", async () => {
  expect(await endOf("SIGTERM")).toEqual([0, null])
})

test("a service fails as its node breaks down", async () => {
  expect(await endOf("SIGUSR2")).toEqual([1, null])
})

test("the page on operation shows such a service", () => {
  const page = readFileSync(fileOf("../../../docs/operations.md"), "utf8")
  const [, shown = "nothing"] = /### Starting and stopping[^]*?```ts\n([^]*?)```/.exec(page) ?? []
  const lines = readFileSync(program, "utf8").split("\n")
  for (const line of shown.trim().split("\n")) expect(lines).toContain(line)
})
