import { spawnSync } from "node:child_process"
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { lockstepIn, root } from "./run.ts"

/** Below the workspace, so that what a project imports is found as if it were installed. */
let home = ""
beforeAll(() => {
  mkdirSync(join(root, "cli/test/dist"), { recursive: true })
  home = mkdtempSync(join(root, "cli/test/dist/init-"))
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll("\\", "/"),
    )
    .toSorted()

const runNode = (folder: string, ...args: string[]) =>
  spawnSync(process.execPath, args, { cwd: folder, encoding: "utf8" })
/** As a user runs it, so that the script in package.json is what is tested. */
const npmTest = (folder: string) => spawnSync("npm test", { cwd: folder, encoding: "utf8", shell: true })
const tsc = join(root, "node_modules/typescript/bin/tsc")

test("an empty folder becomes a project that passes its check, its test and the compiler at once", () => {
  const begun = lockstepIn(home, "init", "fresh", "--yes")
  const folder = join(home, "fresh")
  expect(begun.status).toBe(0)
  expect(filesIn(folder)).toEqual([
    ".github/workflows/lockstep.yml",
    "lockstep.config.ts",
    "package.json",
    "specs/lock/model.ts",
    "specs/lock/protocol.ts",
    "specs/tsconfig.json",
    "test/lock.test.ts",
  ])
  const { status, stdout, stderr } = lockstepIn(folder, "check")
  expect(stdout.match(/verified, within the stated bounds/g)).toHaveLength(2)
  expect(stderr).toBe("")
  expect(status).toBe(0)
  const tested = npmTest(folder)
  expect(tested.stdout).toMatch(/ci holds[^]*quick holds[^]*pass 2/)
  expect(tested.status).toBe(0)
  /** Here the language is its sources, which are no specs: what stands above the project is not the project's. */
  expect(runNode(folder, tsc, "-p", "specs").stdout).not.toMatch(/^[^.]/m)
})

test("one changed character of the spec breaks it, and its test", () => {
  const folder = join(home, "changed")
  lockstepIn(home, "init", "changed", "--yes")
  const file = join(folder, "specs/lock/protocol.ts")
  const spec = readFileSync(file, "utf8")
  const changed = spec.replace('phase === "works", fire', 'phase !== "works", fire')
  expect([...changed].filter((sign, index) => sign !== spec[index])).toEqual(["!"])
  writeFileSync(file, changed)
  const { status, stdout } = lockstepIn(folder, "check", "--instance", "quick")
  expect(stdout).toContain("broken in 8 steps: Only one client works at a time.")
  expect(status).toBe(4)
  expect(runNode(folder, "--test", "test/lock.test.ts").status).not.toBe(0)
  expect(spec.split("\n").length).toBeLessThanOrEqual(41)
})

test("a library is generated from what is configured, and then is not out of date", () => {
  const folder = join(home, "generated")
  lockstepIn(home, "init", "generated", "--yes")
  expect(lockstepIn(folder, "generate").status).toBe(0)
  expect(existsSync(join(folder, "src/lock/certificate.json"))).toBe(true)
  expect(lockstepIn(folder, "generate", "--check").status).toBe(0)
  /** The library's own test is not run with the spec's: it needs Vitest, which init does not install. */
  expect(npmTest(folder)).toMatchObject({ status: 0, stdout: expect.stringContaining("pass 2") })
})

test("a project keeps what it has, and gains what it lacks", () => {
  const folder = join(home, "existing")
  mkdirSync(folder)
  const manifest = { name: "shop", type: "module", scripts: { test: "vitest" }, devDependencies: { lockstep: "0.0.9" } }
  writeFileSync(join(folder, "package.json"), JSON.stringify(manifest, null, 4))
  const { status, stdout } = lockstepIn(folder, "init", "--name", "mutex", "--ci", "none", "--json")
  expect(status).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ changed: ["package.json"] })
  expect(filesIn(folder)).not.toContain(".github/workflows/lockstep.yml")
  const text = readFileSync(join(folder, "package.json"), "utf8")
  expect(JSON.parse(text)).toEqual({
    ...manifest,
    scripts: { check: "lockstep check", test: "vitest" },
    devDependencies: { lockstep: "0.0.9", "@lockstep/checker": "0.1.0", "@lockstep/language": "0.1.0" },
  })
  expect(text).toContain('\n    "name"')
  expect(lockstepIn(folder, "check").stdout).toMatch(/^mutex · ci/)
})

test("in a project that npm began, where a .ts file is no module, files of ours say so, and the test runs", () => {
  const folder = join(home, "commonjs")
  mkdirSync(folder)
  const scripts = { test: 'echo "Error: no test specified" && exit 1' }
  writeFileSync(join(folder, "package.json"), JSON.stringify({ type: "commonjs", scripts }))
  lockstepIn(folder, "init", "--yes")
  const { status, stderr } = lockstepIn(folder, "check")
  expect(stderr).toBe("")
  expect(status).toBe(0)
  expect(npmTest(folder)).toMatchObject({ status: 0, stdout: expect.stringContaining("pass 2") })
})

test("where a .ts file is no module, the library says so of its own files", () => {
  const folder = join(home, "commonjs")
  const { status, stdout } = lockstepIn(folder, "generate")
  expect(stdout).toContain("package.json")
  expect(status).toBe(0)
  const service = 'import { library } from "./lock/index.ts"\nconsole.log(library.name)\n'
  writeFileSync(join(folder, "src/main.mts"), service)
  const ran = spawnSync(process.execPath, [join(folder, "src/main.mts")], { encoding: "utf8" })
  expect(ran).toMatchObject({ status: 0, stdout: "lock\n" })
  expect(lockstepIn(folder, "generate", "--check").stdout).toBe("src/lock is what the spec gives\n")
  expect(lockstepIn(folder, "generate").status).toBe(0)
})

test("nothing is overwritten, and then nothing is written", () => {
  const folder = join(home, "taken")
  cpSync(join(root, "cli/test/samples/project"), folder, { recursive: true })
  const before = filesIn(folder)
  const { status, stderr } = lockstepIn(folder, "init", "--yes")
  expect(stderr).toContain("has specs/lock/model.ts already, and nothing was written  [would-overwrite]")
  expect(status).toBe(2)
  expect(filesIn(folder)).toEqual(before)
})

/** A terminal is what `script` makes of a pipe. */
test("on a terminal it asks, and an empty line takes what is in brackets", () => {
  const line = `"${process.execPath}" "${join(root, "cli/bin/lockstep.mjs")}" init asked`
  const asked = spawnSync("script", ["-qec", line, "/dev/null"], { cwd: home, input: "turns\n\n", encoding: "utf8" })
  expect(asked.stdout).toContain("What is the protocol called? [lock]")
  expect(asked.stdout).toContain("Where does CI run: github or none? [github]")
  expect(filesIn(join(home, "asked"))).toContain("specs/turns/protocol.ts")
  expect(asked.status).toBe(0)
})

test.each([
  ["a name with a blank", ["--name", "My lock"], '"My lock" is no name of a folder  [bad-name]'],
  ["an unknown CI", ["--ci", "gitub"], "choose github or none"],
  ["two folders", ["a", "b"], "init needs one folder, and was given 2  [path-count]"],
])("%s exits with 2 and says what to do", (_what, args, message) => {
  const { status, stderr } = lockstepIn(home, "init", ...args)
  expect(stderr).toContain(message)
  expect(status).toBe(2)
})

test("a name that no file system takes is refused before anything is written", () => {
  const { status, stderr } = lockstepIn(home, "init", "long", "--yes", "--name", "a".repeat(300))
  expect(stderr).toContain("is no name of a folder  [bad-name]")
  expect(status).toBe(2)
  expect(existsSync(join(home, "long"))).toBe(false)
})

test("the longest name is one that every file gets", () => {
  const begun = lockstepIn(home, "init", "longest", "--yes", "--name", "a".repeat(100))
  expect(begun.status).toBe(0)
})

test("where one file cannot be written, none is left behind", () => {
  const folder = join(home, "halfway")
  mkdirSync(join(folder, "specs"), { recursive: true })
  writeFileSync(join(folder, "test"), "a file where a folder is due")
  const { status, stderr } = lockstepIn(folder, "init", "--yes")
  expect(stderr).toContain("[cannot-write]")
  expect(status).toBe(2)
  expect(readdirSync(folder, { recursive: true }).toSorted()).toEqual(["specs", "test"])
})
