import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { parse } from "yaml"
import { command, lockstepIn, root } from "./run.ts"

interface Step {
  readonly name: string
  readonly if?: string
  readonly uses?: string
  readonly run?: string
  readonly env?: { readonly [name: string]: string }
}

interface Action {
  readonly inputs: { readonly [name: string]: { readonly default: string } }
  readonly runs: { readonly using: string; readonly steps: readonly Step[] }
}

/** The boundary where the file becomes what GitHub takes it for. */
const action = parse(readFileSync(join(root, "action.yml"), "utf8")) as Action
const { steps } = action.runs

let home = ""
let project = ""
let base = ""

const git = (...args: string[]): string =>
  execFileSync("git", ["-c", "user.name=test", "-c", "user.email=test@localhost", ...args], {
    cwd: project,
    encoding: "utf8",
  }).trim()

/** A project with a first commit, in a repository of its own. */
beforeAll(() => {
  mkdirSync(join(root, "cli/test/dist"), { recursive: true })
  home = mkdtempSync(join(root, "cli/test/dist/action-"))
  project = join(home, "project")
  mkdirSync(join(home, "runner"))
  lockstepIn(home, "init", "project", "--yes")
  git("init", "--quiet")
  writeFileSync(join(project, ".gitignore"), "lockstep-reports\n")
  git("add", ".")
  git("commit", "--quiet", "-m", "Begin")
  base = git("rev-parse", "HEAD")
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const filled = (text: string, inputs: { readonly [name: string]: string }): string =>
  text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/g, (_, name: string) => inputs[name] ?? action.inputs[name]?.default ?? "")

/** Runs one step's own text as the runner would: bash, with what `env` names, stopping at the first mistake. */
const runStep = (name: string, given: { readonly [name: string]: string } = {}, cwd = project) => {
  const step = steps.find((one) => one.name === name)
  const inputs = { command: `"${process.execPath}" "${command}"`.replaceAll('"', ""), ...given }
  const env = Object.entries(step?.env ?? {}).map(([key, value]) => [key, filled(value, inputs)])
  const result = spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", step?.run ?? "exit 99"], {
    cwd,
    encoding: "utf8",
    env: {
      ...process.env,
      ...Object.fromEntries(env),
      RUNNER_TEMP: join(home, "runner"),
      GITHUB_OUTPUT: join(home, "output"),
      GITHUB_STEP_SUMMARY: join(home, "summary.md"),
    },
  })
  return result
}

test("every input that a step uses is declared, and no step's text is filled in by the runner", () => {
  expect(action.runs.using).toBe("composite")
  for (const { run = "", env = {}, if: condition = "" } of steps) {
    expect(run).not.toContain("${{")
    const used = [...`${Object.values(env).join(" ")} ${condition}`.matchAll(/inputs\.([\w-]+)/g)].map(([, one]) => one)
    for (const name of used) expect(Object.keys(action.inputs)).toContain(name)
  }
})

test("what is as it was passes, and the summary says that nothing changed", () => {
  expect(runStep("Check the base", { base })).toMatchObject({ status: 0 })
  const { status, stdout } = runStep("Check")
  expect(status).toBe(0)
  expect(stdout).toBe("")
  expect(readdirSync(join(project, "lockstep-reports")).toSorted()).toEqual([
    ...["base.json", "junit.xml", "lockstep.sarif", "report.html", "report.json", "report.txt", "summary.md"],
  ])
  expect(readFileSync(join(home, "summary.md"), "utf8")).toContain("Nothing changed in what was found.")
})

test("it can be used again in the same job, and leaves nothing but reports behind", () => {
  rmSync(join(home, "runner/lockstep-uses"))
  rmSync(join(home, "output"))
  for (const given of [{}, {}, { artifact: "others" }]) {
    writeFileSync(join(project, "lockstep-reports/base.json"), "of an earlier use")
    expect(runStep("Check the base", { base, ...given })).toMatchObject({ status: 0 })
    expect(runStep("Check", given)).toMatchObject({ status: 0 })
  }
  expect(readFileSync(join(home, "output"), "utf8")).toBe("artifact=lockstep\nartifact=lockstep-2\nartifact=others\n")
  expect(readdirSync(join(home, "runner"))).toEqual(["lockstep-uses"])
  expect(git("worktree", "list").split("\n")).toHaveLength(1)
})

test("a folder with packages of its own is compared, once the base has it", () => {
  const part = join(project, "part")
  mkdirSync(join(part, "node_modules/shared-bound"), { recursive: true })
  writeFileSync(join(part, "node_modules/shared-bound/index.js"), "export const bound = 3\n")
  writeFileSync(join(part, "node_modules/shared-bound/index.d.ts"), "export declare const bound: number\n")
  writeFileSync(join(part, "node_modules/shared-bound/package.json"), `{ "type": "module", "exports": "./index.js" }`)
  writeFileSync(
    join(part, "model.ts"),
    `import { algorithm } from "@lockstep/language"
import { bound } from "shared-bound"
export const up = algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: { up: ({ n }) => n < bound && { n: n + 1 } },
})
`,
  )
  const given = { paths: "model.ts" }
  expect(runStep("Check the base", { ...given, base }, part)).toMatchObject({
    status: 0,
    stdout: expect.stringContaining("the base has no part/\n"),
  })
  git("add", "part/model.ts")
  git("commit", "--quiet", "-m", "Add a part")
  expect(runStep("Check the base", { ...given, base: git("rev-parse", "HEAD") }, part)).toMatchObject({
    status: 0,
    stdout: expect.not.stringContaining("the base ended with"),
  })
  expect(existsSync(join(part, "lockstep-reports/base.json"))).toBe(true)
  rmSync(part, { recursive: true })
  git("commit", "--quiet", "-am", "Take the part away")
})

test("generated code that is not there fails with its own code, and passes once it is", () => {
  expect(runStep("Compare generated code").status).toBe(8)
  expect(lockstepIn(project, "generate").status).toBe(0)
  expect(runStep("Compare generated code").status).toBe(0)
})

test("a change that breaks a property fails, marks the line, and says what changed against the base", () => {
  const file = join(project, "specs/lock/protocol.ts")
  writeFileSync(file, readFileSync(file, "utf8").replace('phase === "works", fire', 'phase !== "works", fire'))
  git("commit", "--quiet", "-am", "Let a client give up")
  rmSync(join(home, "summary.md"))
  expect(runStep("Check the base", { base, instance: "quick" })).toMatchObject({ status: 0 })
  const { status, stdout } = runStep("Check", { instance: "quick" })
  expect(stdout).toMatch(/^::error file=specs\/lock\/protocol\.ts,line=\d+,endLine=\d+,title=broken-property::/)
  expect(status).toBe(4)
  const summary = readFileSync(join(home, "summary.md"), "utf8")
  expect(summary).toContain("verified → violated")
  expect(summary).toContain("oneAtATime: holds → broken in 8 steps")
  expect(readFileSync(join(project, "lockstep-reports/junit.xml"), "utf8")).toContain("<failure")
})

test("a search that runs out of time fails as inconclusive", () => {
  writeFileSync(
    join(project, "specs/model.ts"),
    `import { algorithm } from "@lockstep/language"
export const endless = algorithm<{ n: number }>({ initial: [{ n: 0 }], actions: { up: ({ n }) => ({ n: n + 1 }) } })
`,
  )
  const { status, stdout } = runStep("Check", { paths: "specs/model.ts", timeout: "200ms" })
  expect(stdout).toContain("title=inconclusive")
  expect(status).toBe(7)
  rmSync(join(project, "specs/model.ts"))
})

test("mutants that nobody notices fail", () => {
  const { status, stdout } = runStep("Mutate", { paths: join(root, "cli/test/samples/mutated") })
  expect(stdout).toContain("%")
  expect(status).toBe(6)
  expect(existsSync(join(project, "lockstep-reports"))).toBe(true)
})
