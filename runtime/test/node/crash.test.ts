import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const program = fileURLToPath(new URL("ledger-process.ts", import.meta.url))
const rounds = process.env["NIGHTLY"] === "1" ? 300 : 15

/** Runs the ledger, kills it some time after its first word, and gives what it said. */
const live = async (directory: string, life: string, milliseconds: number | undefined): Promise<readonly string[]> => {
  const child = spawn(process.execPath, [program, directory, life], { stdio: ["ignore", "pipe", "inherit"] })
  let output = ""
  child.stdout.setEncoding("utf8").on("data", (text: string) => (output += text))
  const closed = once(child, "close")
  await Promise.race([once(child.stdout, "data"), closed])
  if (milliseconds !== undefined) setTimeout(() => child.kill("SIGKILL"), milliseconds)
  expect(await closed).toEqual(milliseconds === undefined ? [0, null] : [null, "SIGKILL"])
  return output.split("\n").slice(0, -1)
}

const said = (lines: readonly string[], word: string): readonly string[] =>
  lines.filter((line) => line.startsWith(`${word} `)).map((line) => line.slice(word.length + 1))

test("a node that is killed forgets nothing it answered, and performs what it took on at least once", async () => {
  const directory = mkdtempSync(join(tmpdir(), "lockstep-node-"))
  const lines: string[] = []
  for (let life = 0; life < rounds; life++) {
    const acknowledged = Math.max(0, ...said(lines, "added").map(Number))
    const heard = await live(directory, String(life), Math.random() * 150)
    for (const total of said(heard, "began")) expect(Number(total)).toBeGreaterThanOrEqual(acknowledged)
    lines.push(...heard)
  }
  const last = await live(directory, "last", undefined)
  rmSync(directory, { recursive: true })
  const [paid = "[]"] = said(last, "paid")
  const receipts = new Set<string>(JSON.parse(paid))
  expect(receipts.size).toBe(JSON.parse(paid).length)
  expect(said(lines, "answered").filter((key) => !receipts.has(key))).toEqual([])
  expect(said([...lines, ...last], "performed").filter((key) => !receipts.has(key))).toEqual([])
})
