import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"
import { freePort } from "../servers/port.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))
const readme = readFileSync(join(root, "README.md"), "utf8")
const [spec = "", service = ""] = [...readme.matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code)

/** A folder in which packages of the workspace are found. */
const folder = join(root, "dist", "readme")
rmSync(folder, { recursive: true, force: true })
mkdirSync(folder, { recursive: true })
const processes: ChildProcess[] = []
afterAll(() => {
  for (const one of processes) one.kill("SIGKILL")
})

const lockstep = (...args: readonly string[]) =>
  spawnSync(process.execPath, [join(root, "cli/bin/lockstep.mjs"), ...args], { cwd: folder, encoding: "utf8" })

test("its spec is a whole file, and short", () => {
  expect(spec).toBe(readFileSync(join(root, "docs/mutex.ts"), "utf8"))
  expect(spec.trimEnd().split("\n").length).toBeLessThanOrEqual(40)
})

const corrected = (): string => {
  const [, before = "", line = ""] = /after `(.+?)` write `(.+?)`/.exec(readme) ?? []
  const crashing = spec.replace("budget: 0", "budget: 1")
  expect(crashing).toContain(before)
  return crashing.replace(before, `${before}\n  ${line}`)
}

test("its correction verifies, and is compiled to a library", () => {
  writeFileSync(join(folder, "mutex.ts"), corrected())
  expect(lockstep("check", "mutex.ts", "--no-cache").stdout).toContain("verified, within the stated bounds")
  expect(lockstep("generate", "mutex.ts", "--out", "mutex")).toMatchObject({ status: 0 })
})

/** The service with ports that nobody listens at. */
const serviceText = async (): Promise<string> => {
  let text = service
  for (const port of ["7101", "7102", "7103"]) text = text.replace(port, String(await freePort()))
  return text
}

const start = (node: string, heard: string[]): ChildProcess => {
  const child = spawn(process.execPath, ["main.ts", node], { cwd: folder })
  child.stdout.setEncoding("utf8").on("data", (text: string) => heard.push(...text.trim().split("\n")))
  processes.push(child)
  return child
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 20))
}

test("its service runs in three processes, and both clients get their turns", async () => {
  writeFileSync(join(folder, "main.ts"), await serviceText())
  const heard: string[] = []
  for (const node of ["lock", "c1", "c2"]) start(node, heard)
  const turns = (client: string): number => heard.filter((line) => line === `${client} Works`).length
  await until(() => turns("c1") > 2 && turns("c2") > 2)
})
