import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import type { Look } from "../src/doctor/finding.ts"
import { lockstepIn, root } from "./run.ts"

let home = ""
let project = ""
beforeAll(() => {
  mkdirSync(join(root, "cli/test/dist"), { recursive: true })
  home = mkdtempSync(join(root, "cli/test/dist/doctor-"))
  project = join(home, "project")
  lockstepIn(home, "init", "project", "--yes")
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const looked = (folder = project): { readonly status: number | null; readonly looks: readonly Look[] } => {
  const { status, stdout } = lockstepIn(folder, "doctor", "--json")
  return { status, looks: JSON.parse(stdout) }
}
const about = (name: string, folder?: string): Look | undefined =>
  looked(folder).looks.find((one) => one.about === name)

test("a new project is in order, but for the library that is not written yet", () => {
  const { status, looks } = looked()
  expect(looks.filter(({ outcome }) => outcome !== "fine").map((one) => one.about)).toEqual(["libraries"])
  expect(looks.map((one) => one.about)).toEqual([
    ...["node", "machine", "typescript", "language", "packages", "config", "specs", "editor", "libraries"],
  ])
  expect(status).toBe(0)
})

test("people are told what to do", () => {
  const { stdout, status } = lockstepIn(project, "doctor")
  expect(stdout).toMatch(/^ {2}✓ node +Node \d+/)
  expect(stdout).toContain("! libraries   src/lock is not what specs/lock gives\n")
  expect(stdout).toContain("lockstep generate specs/lock --out src/lock\n")
  expect(status).toBe(0)
})

test("a library that is out of date is doubtful", () => {
  lockstepIn(project, "generate", "--unchecked")
  expect(about("libraries")).toMatchObject({ outcome: "fine" })
  appendFileSync(join(project, "src/lock/index.ts"), "// by hand\n")
  expect(about("libraries")).toMatchObject({ outcome: "doubtful", fix: expect.stringContaining("lockstep generate") })
})

/** What the command stands on, and what the libraries that it writes stand on. */
const packages = ["checker", "explorer", "generator", "judge", "runtime", "simulator"]

test.each(packages)("a %s of another version is wrong", (name) => {
  const folder = join(project, "node_modules/@lockstep", name)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, "package.json"), '{ "version": "0.0.7" }')
  expect(about("packages")).toMatchObject({
    outcome: "wrong",
    text: expect.stringContaining(`@lockstep/${name} 0.0.7`),
  })
  expect(looked().status).toBe(2)
  rmSync(join(project, "node_modules"), { recursive: true })
})

test("specs that an editor reads with the usual library are doubtful", () => {
  const folder = join(home, "plain")
  mkdirSync(join(folder, "specs"), { recursive: true })
  writeFileSync(join(folder, "specs/model.ts"), "")
  writeFileSync(join(folder, "tsconfig.json"), '{ "extends": "./base.json" /* not there */ }')
  expect(about("editor", folder)).toMatchObject({
    outcome: "doubtful",
    text: expect.stringContaining("specs/model.ts"),
  })
})

test("a configuration that is wrong, and specs that are not there, are told", () => {
  const folder = join(home, "wrong")
  mkdirSync(folder)
  const config = join(folder, "lockstep.config.ts")
  writeFileSync(config, 'export default { specs: ["nowhere"] }\n')
  expect(about("specs", folder)).toMatchObject({ outcome: "wrong", text: "nowhere does not exist" })
  writeFileSync(config, 'export default {\n  timeout: "soon",\n}\n')
  expect(about("config", folder)?.text).toMatch(/^lockstep\.config\.ts:2: timeout does not understand "soon"/)
})

test("without the language, no spec can be loaded", () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-doctor-"))
  expect(about("language", folder)).toMatchObject({
    outcome: "wrong",
    fix: "npm install --save-dev @lockstep/language",
  })
  rmSync(folder, { recursive: true })
})
