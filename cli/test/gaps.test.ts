import { expect, test } from "vitest"
import { lockstep } from "./run.ts"
import { spec } from "./specs.ts"

const covered = (file: string, ...more: readonly string[]) =>
  lockstep("check", file, "--no-lint", "--coverage", ...more)

/** The lines that name what did not run, each with its place in the file alone. */
const gaps = (stdout: string): readonly string[] =>
  stdout
    .slice(stdout.indexOf("never ran, though"))
    .split("\n")
    .slice(1)
    .flatMap((line) => (line === "" ? [] : [line.replace(/^ {2}\S+?\.ts:/, "")]))

test("branches of handlers that were not taken are named, with their places", () => {
  const { stdout, status } = covered("cli/test/samples/branches.ts")
  expect(stdout).toContain("never ran, though the code around it did: 3 places\n  cli/test/samples/branches.ts:12:15  ")
  expect(gaps(stdout)).toEqual([
    '12:15  return reject(call, "too much")',
    '13:22  return reject(call, "too many")',
    '29:9  case "many": size = "many"',
  ])
  expect(status).toBe(0)
})

const idle = `import { algorithm } from "@lockstep/language"

const isFew = (n: number) => n < 3

export const counts = algorithm<{ n: number; kept: readonly number[]; calm: boolean }>({
  initial: [{ n: 0, kept: [], calm: true }],
  actions: { up: ({ n }) => n < 2 && { n: n + 1 } },
  always: {
    /** The premise holds nowhere. */
    late: ({ n, calm }) => n < 5 || calm,
    none: ({ kept }) => kept.every((one) => isFew(one)),
    early: ({ n, calm }) => {
      if (n < 5) return true
      // Nobody comes here.
      return calm
    },
    small: ({ n }) => isFew(n),
  },
})
`

test("what a property says of states that there are none of is named", () => {
  const { stdout } = covered(spec("idle.ts", idle))
  expect(gaps(stdout)).toEqual(["10:37  calm", "11:36  (one) => isFew(one)", "15:7  return calm"])
})

test("the line ends of Windows, and the mark that its editors begin with, move no place", () => {
  const { stdout } = covered(spec("windows.ts", `\uFEFF${idle.replaceAll("\n", "\r\n")}`))
  expect(gaps(stdout)).toEqual(["10:37  calm", "11:36  (one) => isFew(one)", "15:7  return calm"])
})

const twoModels = `${idle}
const countsTo = (most: number) =>
  algorithm<{ n: number }>({
    initial: [{ n: 0 }],
    actions: { up: ({ n }) => (n < most ? { n: n + 1 } : false) },
    always: { small: ({ n }) => n <= most },
  })
export const other = countsTo(0)
export const another = countsTo(2)
`

test("several instances run the code together, and what belongs to none that was asked for is not named", () => {
  const file = spec("two.ts", twoModels)
  expect(gaps(covered(file, "--instance", "counts").stdout)).toHaveLength(3)
  expect(gaps(covered(file, "--instance", "other").stdout)).toEqual(["24:43  { n: n + 1 }"])
  expect(covered(file, "--instance", "another").stdout).toContain("\nall code of what was explored ran\n")
  expect(gaps(covered(file).stdout)).toHaveLength(3)
})

test("data and summaries have them, and an answer that is known is not enough", () => {
  const file = "cli/test/samples/branches.ts"
  lockstep("check", file, "--no-lint")
  const data: unknown = JSON.parse(covered(file, "--json").stdout)
  const unrun = [{ text: 'return reject(call, "too much")' }, { line: 13, column: 22 }, { line: 29 }]
  expect(data).toMatchObject([{ verdict: "verified" }, { file, unrun }])
  const { stdout } = covered(file, "--reporter", "markdown")
  expect(stdout).toMatch(/### What never ran\n\n```\nnever ran, though .*: 3 places\n/)
})

test("it explores with one thread, and so with as many states as ever", () => {
  expect(covered("docs/mutex.ts", "--workers", "2")).toMatchObject({
    stderr: expect.stringContaining("--coverage"),
    status: 2,
  })
  const { stdout } = covered("docs/mutex.ts", "--workers", "1")
  expect(stdout).toContain("36 states, 72 transitions, depth 8")
  expect(stdout).toContain("all code of what was explored ran")
})
