import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { codes } from "@lockstep/generator"
import { expect, test } from "vitest"
import { isSarif } from "./report/sarif-schema.ts"
import { lockstep, root } from "./run.ts"

const clock = "cli/test/samples/reads-clock.ts"

test("a protocol that is in order exits with 0", () => {
  const { status, stdout, stderr } = lockstep("lint", "specs/consensus/election")
  expect(stdout).toBe("nothing to complain of in 1 protocol\n")
  expect(stderr).toBe("")
  expect(status).toBe(0)
})

test("a diagnostic is shown with its place, code, line, mark and fix, and exits with 2", () => {
  const { status, stdout } = lockstep("lint", clock)
  expect(stdout.split("\n")).toEqual([
    expect.stringMatching(/^cli\/test\/samples\/reads-clock\.ts:14:38: `Date` reads .* {2}\[reads-clock\]$/),
    "  14 │   on: { Heartbeat: () => ({ heardAt: Date.now() }) },",
    "                                            ^^^^",
    expect.stringMatching(/^ {2}Read `now` /),
    "",
    "1 diagnostic in 1 protocol",
    "",
  ])
  expect(status).toBe(2)
})

test("a line that ends as on Windows is shown without its end", () => {
  mkdirSync(join(root, "cli/test/dist"), { recursive: true })
  const folder = mkdtempSync(join(root, "cli/test/dist/lint-"))
  const file = join(folder, "reads-clock.ts")
  writeFileSync(file, readFileSync(join(root, clock), "utf8").replaceAll("\n", "\r\n"))
  expect(lockstep("lint", file).stdout).toBe(lockstep("lint", clock).stdout.replace(clock, file.slice(root.length)))
  rmSync(folder, { recursive: true })
})

test("a file that is named twice is read once, and several are told of together", () => {
  const { stdout } = lockstep("lint", clock, clock, "cli/test/samples/threw.ts")
  expect(stdout).toContain("[reads-clock]")
  expect(stdout).toContain("[accesses-global]")
  expect(stdout).toContain("\n2 diagnostics in 2 protocols\n")
})

test("a folder's generated library and what else is called model.ts are passed over", () => {
  mkdirSync(join(root, "cli/test/dist"), { recursive: true })
  const folder = mkdtempSync(join(root, "cli/test/dist/lint-"))
  cpSync(join(root, "examples/generated/circuit-breaker"), join(folder, "generated"), { recursive: true })
  cpSync(join(root, "specs/consensus/election"), join(folder, "election"), { recursive: true })
  mkdirSync(join(folder, "users"))
  writeFileSync(join(folder, "users/model.ts"), `export const users = new Map<string, Date>()\n`)
  expect(lockstep("lint", folder)).toMatchObject({ status: 0, stdout: "nothing to complain of in 1 protocol\n" })
  writeFileSync(
    join(folder, "users/model.ts"),
    `import { protocl } from "@lockstep/language"\nprotocl({ roles: {} })\n`,
  )
  expect(lockstep("lint", folder).stdout).toMatch(/users.model\.ts:1:10: .*has no exported member named 'protocl'/)
  expect(lockstep("lint", join(folder, "generated")).stderr).toContain("[no-protocol]")
  rmSync(folder, { recursive: true })
})

test.each([
  [" protocol, roles", " roles", ":28:33: `protocol` is not declared in the spec"],
  ["protocol({", "protocol{", ":28:41: ',' expected."],
])("a mistake that hides the protocol is told: %j became %j", (before, after, told) => {
  mkdirSync(join(root, "cli/test/dist"), { recursive: true })
  const folder = mkdtempSync(join(root, "cli/test/dist/lint-"))
  const file = join(folder, "lock.ts")
  writeFileSync(file, readFileSync(join(root, "docs/lock.ts"), "utf8").replace(before, after))
  const { status, stdout } = lockstep("lint", file)
  expect(stdout).toContain(told)
  expect(stdout).toMatch(/\n1 diagnostic\n$/)
  expect(status).toBe(2)
  rmSync(folder, { recursive: true })
})

test("an algorithm is analysed as a protocol is, and counted", () => {
  const impure = lockstep("lint", "cli/test/samples/impure.ts")
  expect(impure.stdout).toContain("cli/test/samples/impure.ts:9:7: `calls` lives in the module")
  expect(impure.stdout).toContain("Make it a variable of the algorithm.\n\n1 diagnostic in 1 algorithm\n")
  expect(impure.status).toBe(2)
  const { status, stdout } = lockstep("lint", "docs/tickets.ts", "docs/lock.ts", "docs/tickets.ts")
  expect(stdout).toBe("nothing to complain of in 1 protocol and 2 algorithms\n")
  expect(status).toBe(0)
})

test("--json is what is found, and nothing is an empty list", () => {
  const { status, stdout } = lockstep("lint", clock, "--json")
  expect(JSON.parse(stdout)).toEqual([
    {
      file: clock,
      line: 14,
      column: 38,
      endColumn: 42,
      code: "reads-clock",
      reason: expect.stringContaining("`Date` reads"),
      fix: expect.stringContaining("`now`"),
    },
  ])
  expect(status).toBe(2)
  expect(JSON.parse(lockstep("lint", "docs/lock.ts", "--json").stdout)).toEqual([])
})

test("--format sarif is a log of version 2.1.0 that knows every rule", () => {
  const { status, stdout } = lockstep("lint", clock, "--format", "sarif")
  const log = JSON.parse(stdout)
  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true)
  expect(log).toMatchObject({ version: "2.1.0", $schema: expect.stringContaining("sarif-2.1.0") })
  const [{ tool, results, columnKind }] = log.runs
  expect(columnKind).toBe("utf16CodeUnits")
  expect(tool.driver).toMatchObject({ name: "lockstep", version: expect.stringMatching(/^\d+\.\d+\.\d+$/) })
  expect(tool.driver.rules.map(({ id }: { id: string }) => id)).toEqual(Object.keys(codes))
  for (const { shortDescription } of tool.driver.rules) expect(shortDescription.text).not.toBe("")
  expect(results).toEqual([
    {
      ruleId: "reads-clock",
      ruleIndex: Object.keys(codes).indexOf("reads-clock"),
      level: "error",
      message: { text: expect.stringContaining("`Date` reads") },
      locations: [
        {
          physicalLocation: {
            artifactLocation: { uri: clock, uriBaseId: "%SRCROOT%" },
            region: { startLine: 14, startColumn: 38, endLine: 14, endColumn: 42 },
          },
        },
      ],
    },
  ])
  expect(status).toBe(2)
  const nothing = JSON.parse(lockstep("lint", "docs/lock.ts", "--format", "sarif").stdout)
  expect(isSarif(nothing), JSON.stringify(isSarif.errors)).toBe(true)
  expect(nothing.runs[0].results).toEqual([])
  delete log.runs[0].results[0].message
  expect(isSarif(log)).toBe(false)
})

test("--format github marks the line, and writes no line break of its own", () => {
  const { stdout } = lockstep("lint", clock, "--format", "github")
  expect(stdout).toMatch(
    /^::error file=cli\/test\/samples\/reads-clock\.ts,line=14,endLine=14,col=38,endColumn=42,title=reads-clock::.*%0A.*\n$/,
  )
})

test.each([
  ["a path that is not there", ["no/such/place"], "no/such/place: does not exist  [no-such-path]"],
  ["a file of another kind", ["README.md"], "README.md: is no TypeScript file  [not-a-spec]"],
  [
    "a file of neither protocols nor algorithms",
    ["test/oracles/functions.ts"],
    "functions.ts: holds neither a protocol nor an algorithm  [no-protocol]",
  ],
  [
    "a folder without protocols",
    ["docs/decisions"],
    "docs/decisions: holds neither a protocol nor an algorithm  [no-protocol]",
  ],
  [
    "a format of another command",
    ["--format", "itf"],
    'there is no format "itf"  [unknown-format]\n  choose pretty, json',
  ],
  ["two formats", ["--json", "--format", "sarif"], "--json and --format sarif cannot both be had  [not-together]"],
  ["an option of another command", ["--workers", "2"], "see `lockstep lint --help`"],
])("%s exits with 2 and says what to do", (_what, args, message) => {
  const { status, stderr, stdout } = lockstep("lint", ...args)
  expect(stderr).toContain(message)
  if (args.includes("--json")) expect(message).toContain(`[${JSON.parse(stdout).failure.code}]`)
  else expect(stdout).toBe("")
  expect(status).toBe(2)
})
