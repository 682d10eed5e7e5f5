import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import * as Effect from "effect/Effect"
import { afterAll, expect, test } from "vitest"
import { startPostgres } from "../../../test/servers/postgres.ts"
import { batchOf, type Kind, numberOf, openers } from "./writer.ts"

const program = fileURLToPath(new URL("writer.ts", import.meta.url))
const factor = process.env["NIGHTLY"] === "1" ? 5 : 1
const directory = mkdtempSync(join(tmpdir(), "lockstep-crash-"))
const server = await startPostgres()

/** What a process compiles when it starts, the next one need not. */
const env = { ...process.env, NODE_COMPILE_CACHE: join(directory, "compiled") }

const start = (kind: Kind) => spawn(process.execPath, [program, kind], { stdio: ["pipe", "pipe", "inherit"], env })

type Writer = ReturnType<typeof start>

afterAll(async () => {
  await server[Symbol.asyncDispose]()
  rmSync(directory, { recursive: true })
})

/** Has a writer write, kills it some time after it began or after its first word, and tells the last number that it acknowledged. */
const killWriter = async (
  child: Writer,
  order: string,
  from: "beginning" | "first word",
  milliseconds: number,
): Promise<number> => {
  let output = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text))
  child.stdin.write(`${order}\n`)
  if (from === "first word") await Promise.race([once(child.stdout, "data"), once(child, "exit")])
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
  child.kill("SIGKILL")
  const [, signal] = await once(child, "close")
  expect(signal).toBe("SIGKILL")
  return Number(output.split("\n").at(-2) ?? "0")
}

/** The last number that the storage holds; every one since the snapshot must be there, whole. */
const lastNumber = async (kind: Kind, place: string): Promise<number> => {
  const open = await openers[kind]()
  const load = Effect.flatMap(open(place), (storage) => storage.load)
  const { snapshot, batches } = await Effect.runPromise(Effect.scoped(load))
  const [part] = snapshot ?? []
  const before = part === undefined ? 0 : numberOf(part)
  if (snapshot !== null) expect(snapshot).toEqual([batchOf(before), batchOf(before)])
  batches.forEach((batch, index) => expect(batch).toEqual(batchOf(before + index + 1)))
  return before + batches.length
}

/** Kills writers again and again: what was acknowledged is there, and of what was not at most the one batch that was begun. */
const killAgainAndAgain = async (kind: Kind, place: string, rounds: number, bug = ""): Promise<void> => {
  let last = 0
  let standby = start(kind)
  try {
    for (let round = 0; round < rounds; round++) {
      const child = standby
      standby = start(kind)
      const from = round % 2 === 0 ? "first word" : "beginning"
      const acknowledged = (await killWriter(child, `${place} ${bug}`, from, Math.random() * 40)) || last
      const found = await lastNumber(kind, place)
      expect(found - acknowledged, `round ${round}: ${acknowledged} acknowledged, ${found} found`).toBeOneOf([0, 1])
      last = found
    }
  } finally {
    standby.kill("SIGKILL")
  }
  expect(last).toBeGreaterThan(rounds / 2)
}

const placeOf = (kind: Kind, name: string): string => (kind === "postgres" ? server.url : join(directory, kind, name))

test.each([
  ["log", 200],
  ["sqlite", 60],
  ["postgres", 40],
] as const)("a process with %s that is killed %i times at any moment loses nothing", (kind, rounds) =>
  killAgainAndAgain(kind, placeOf(kind, "written"), rounds * factor),
)

test.each(["log", "sqlite"] as const)("a process with %s that acknowledges too early is caught", async (kind) => {
  await expect(killAgainAndAgain(kind, placeOf(kind, "early"), 60, "early")).rejects.toThrow(/acknowledged, \d+ found/)
})
