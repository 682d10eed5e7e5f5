import { readdirSync, readFileSync, rmSync } from "node:fs"
import { join } from "node:path"
import { afterAll, describe, expect, test } from "vitest"
import { userErrorCodes } from "../../cli/src/messages.ts"
import { vacuousWords } from "../../cli/src/report/vacuous.ts"
import { commandsIn, read, rewrite, root, runShell, shownIn, withoutMeasures } from "./documents.ts"

/** `UPDATE=1 npx vitest run test/docs/documents.test.ts` writes what is printed today into the documents; `UPDATE=docs/errors.md` into that one. */
const updated = process.env["UPDATE"]
const isUpdating = (document: string): boolean => updated === "1" || updated === document
/** What the documents generate, and what a mistake in a test would. */
afterAll(() => {
  rmSync(join(root, "dist", "votes-twice.json"), { force: true })
  for (const name of ["two-phase-commit", "lock", "counting", "heartbeats", "first"])
    rmSync(join(root, "dist", name), { recursive: true, force: true })
})

const documents = [
  "README.md",
  "docs/command.md",
  "docs/errors.md",
  "docs/judge.md",
  "docs/modelling.md",
  "docs/replay.md",
  "docs/simulate.md",
]

describe.each(documents)("%s", (document) => {
  if (isUpdating(document)) rewrite(document)
  const text = read(document)

  test.each(shownIn(text))("shows what `$command` prints", ({ command, output }) => {
    expect(withoutMeasures(runShell(command).output)).toBe(withoutMeasures(output))
  })

  /** Installing and testing are what is under way while this runs. */
  const commands = commandsIn(text).map((command) => command.replace(/^npm ci && /, ""))
  test.each(commands.filter((command) => command !== "npm test"))("asks for `%s`, which succeeds", (command) => {
    expect(runShell(command)).toMatchObject({ status: 0 })
  })
})

test("the README's two commands install and then check a protocol, or run the tests", () => {
  const [checks, tests] = commandsIn(read("README.md"))
  expect(checks).toMatch(/^npm ci && npm run check -- specs\//)
  expect(tests).toBe("npm ci && npm test")
})

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => readFileSync(join(root, folder, name), "utf8"))

const raisedCodes = (): readonly string[] => {
  const texts = [...sources("checker/src"), ...sources("language/src")]
  const pattern = /\b(?:trouble|fault)\(\s*(?:\w+ \? "([a-z-]+)" : )?"([a-z-]+)"/g
  const codes = texts.flatMap((text) => [...text.matchAll(pattern)].flatMap(([, ...codes]) => codes))
  return [...new Set(codes.filter((code) => code !== undefined))]
}

/** What is said beside a result. */
const vacuousCodes = Object.values(vacuousWords).map(({ code }) => code)

/** The sections of the errors' page, by their codes. */
const explained = new Map(
  read("docs/errors.md")
    .split(/^### /m)
    .slice(1)
    .map((section) => [section.slice(0, section.indexOf("\n")), section]),
)

test("the codes that are raised are found", () => {
  expect(raisedCodes()).toEqual(expect.arrayContaining(["threw", "wrote-input", "unsupported-value", "endless"]))
  expect(raisedCodes().length).toBeGreaterThan(13)
})

/** What a block shows is printed today: another test runs its command. */
test.each([...raisedCodes(), ...userErrorCodes, ...vacuousCodes])("%s is explained, and provoked", (code) => {
  const printed = shownIn(explained.get(code) ?? "").map(({ output }) => output)
  expect(printed.join("\n")).toContain(`[${code}]`)
})

test("nothing is explained that cannot be printed", () => {
  const known = [...raisedCodes(), ...userErrorCodes, ...vacuousCodes, "own-fault"]
  expect([...explained.keys()].filter((code) => !known.includes(code))).toEqual([])
})
