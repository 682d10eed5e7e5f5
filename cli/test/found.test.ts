import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { lockstepIn, root } from "./run.ts"

/** Inside the workspace, so that a spec there finds the language. */
let folder = ""
beforeEach(() => {
  mkdirSync(join(root, "cli/test/dist"), { recursive: true })
  folder = mkdtempSync(join(root, "cli/test/dist/found-"))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const save = (path: string, text: string): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true })
  writeFileSync(join(folder, path), text)
}

const link = (from: string, to: string): void => {
  mkdirSync(dirname(join(folder, from)), { recursive: true })
  symlinkSync(to, join(folder, from))
}

const countsTo = (most: number): string => `import { algorithm } from "@lockstep/language"
export const up = algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: { up: ({ n }) => (n < ${most} ? { n: n + 1 } : false) },
  always: { small: ({ n }) => n <= 4 },
})
`

const protocol = (start: number): string => `import { model, protocol, spec } from "@lockstep/language"
const { role } = spec<{ state: { n: number }; timer: "up" }>()
const node = role({
  initial: { n: ${start} },
  timers: { up: { while: ({ n }) => n < 2, fire: ({ n }) => ({ n: n + 1 }) } },
})
export const quick = model(protocol({ roles: { node } }), { nodes: { node: 1 } })
`

const filesChecked = (path = ".", at = "."): readonly string[] => {
  const { stdout, stderr } = lockstepIn(join(folder, at), "check", path, "--json", "--no-lint")
  const reports: readonly { readonly file: string }[] = stdout === "" ? [] : JSON.parse(stdout)
  expect(stderr).not.toContain("own-fault")
  return reports.map(({ file }) => file)
}

test("a folder that a link leads to is searched, under the name of its own", () => {
  save("shared/lock/model.ts", countsTo(3))
  link("project/specs/shared", "../../shared")
  expect(filesChecked("specs", "project")).toEqual(["../shared/lock/model.ts"])
})

test("links that lead round in a circle, to each other or nowhere are followed once", () => {
  save("specs/one/model.ts", countsTo(3))
  save("specs/two/note.txt", "")
  link("specs/also", "one")
  link("specs/two/up", "../..")
  link("specs/two/itself", "itself")
  link("specs/two/nowhere", "gone")
  expect(filesChecked()).toEqual(["specs/one/model.ts"])
})

test("a link to what is not searched is not followed by that name", () => {
  save("elsewhere/model.ts", countsTo(3))
  save("specs/one/model.ts", countsTo(3))
  link("specs/node_modules", "../elsewhere")
  expect(filesChecked("specs")).toEqual(["specs/one/model.ts"])
})

/** Whoever may do everything may read everything. */
test.skipIf(process.getuid?.() === 0)("a file that may not be read is not said to hold nothing", () => {
  save("one/model.ts", protocol(0))
  chmodSync(join(folder, "one/model.ts"), 0)
  for (const words of [["check"], ["lint"], ["diff", "one"], ["generate", "--out", "out"]]) {
    const { status, stderr } = lockstepIn(folder, ...words, "one")
    expect(stderr).toContain("one/model.ts: cannot be read: EACCES")
    expect(stderr).toContain("  [no-such-path]\n  give what you may read, or change who may")
    expect(status).toBe(2)
  }
})

test("a module by its name is a model like any other", () => {
  save("one/model.mts", protocol(0))
  save("two/model.ts", protocol(0))
  expect(filesChecked()).toEqual(["one/model.mts", "two/model.ts"])
  expect(filesChecked("one")).toEqual(["one/model.mts"])
  expect(lockstepIn(folder, "lint", ".").stdout).toContain("nothing to complain of in 2 protocols")
  expect(lockstepIn(folder, "diff", "one", "two").stdout).toBe("unchanged: not a byte differs\n")
  expect(lockstepIn(folder, "generate", "one", "--out", "out").stdout).toContain("files in out")
})
