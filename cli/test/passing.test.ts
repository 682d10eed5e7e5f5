import { spawnSync } from "node:child_process"
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, onTestFinished, test } from "vitest"
import { command, root } from "./run.ts"
import { project } from "./specs.ts"

const spec = "specs/consensus/election"

const scratch = (): string => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-passing-"))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  return folder
}

const lockstepWith = (env: { readonly [name: string]: string }, ...args: string[]) =>
  spawnSync(process.execPath, [command, ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", ...env },
  })

const filesIn = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, encoding: "utf8" }).toSorted()

const one = ["--runs", "1", "--decisions", "1"]

test.each([
  ["simulated", (_out: string) => ["simulate", spec, ...one]],
  ["generated", (out: string) => ["generate", spec, "--out", join(out, "library")]],
])("what is %s again is compiled into what is there, and leaves nothing else behind", (_what, args) => {
  const [cache, temporary, out] = [scratch(), scratch(), project("generated-")]
  const compiled = (): readonly string[] => {
    const { stderr, status } = lockstepWith({ NODE_COMPILE_CACHE: cache, TMPDIR: temporary }, ...args(out))
    expect(stderr).toBe("")
    expect([0, 6]).toContain(status)
    return filesIn(cache)
  }
  const first = compiled()
  expect(first.length).toBeGreaterThan(0)
  expect(compiled()).toEqual(first)
  expect(readdirSync(temporary)).toEqual([])
})

test.each([["{}"], ['{ "type": "commonjs" }']])("the folder for passing files may lie in a package: %s", (manifest) => {
  const folder = scratch()
  writeFileSync(join(folder, "package.json"), manifest)
  expect(lockstepWith({ TMPDIR: folder }, "simulate", spec, ...one)).toMatchObject({ stderr: "", status: 6 })
})

test("where no passing files can be written, it is said", () => {
  const file = join(scratch(), "file")
  writeFileSync(file, "")
  const { status, stderr } = lockstepWith({ TMPDIR: file, NODE_COMPILE_CACHE: scratch() }, "simulate", spec, ...one)
  expect(stderr).toContain(`${file}: cannot be written: `)
  expect(stderr).toContain("[cannot-write]")
  expect(status).toBe(2)
})
