import { expect, test } from "vitest"
import { lockstep } from "./run.ts"

const version = (name: string): string => `cli/test/samples/versions/${name}.ts`

test.each([
  ["first", "first", 0, /^unchanged: /m],
  ["first", "second", 0, /^ {2}compatible +message Count\.by: .*\n(.*\n)*compatible: /m],
  ["second", "first", 3, /^ {2}wire-breaking +message Count.*\n(.*\n)*breaking: /m],
  ["first", "third", 3, /^ {2}storage-breaking +stored servers: .*\n(.*\n)*breaking: /m],
])("from %s to %s exits with %i", (before, after, code, text) => {
  const { status, stdout } = lockstep("diff", version(before), version(after))
  expect(stdout).toMatch(text)
  expect(status).toBe(code)
})

test("a folder stands for its protocol", () => {
  const { status, stdout } = lockstep("diff", "specs/consensus/election", "specs/consensus/election/model.ts")
  expect(stdout).toBe("unchanged: not a byte differs\n")
  expect(status).toBe(0)
})

test("--json is the verdict and the changes", () => {
  const { status, stdout } = lockstep("diff", version("first"), version("third"), "--json")
  expect(JSON.parse(stdout)).toMatchObject({
    verdict: "breaking",
    changes: [
      { effect: "wire-breaking", where: "message Count", reason: expect.any(String) },
      { effect: "storage-breaking", where: "stored servers", reason: expect.any(String) },
    ],
  })
  expect(status).toBe(3)
})

test("what lint complains of is not compared", () => {
  const { status, stdout, stderr } = lockstep("diff", version("first"), "cli/test/samples/reads-clock.ts")
  expect(stderr).toContain("reads-clock.ts:14:38: ")
  expect(stdout).toBe("")
  expect(status).toBe(2)
})

test.each([
  ["one spec", [version("first")], "diff needs two specs, and was given 1  [path-count]"],
  ["no spec", [], "diff needs two specs, and was given none  [path-count]"],
  ["three specs", ["a", "b", "c"], "diff needs two specs, and was given 3  [path-count]"],
  ["a spec that is not there", [version("first"), version("tenth")], "does not exist  [no-such-path]"],
  [
    "a file of several protocols",
    [version("first"), "cli/test/samples/two-protocols.ts"],
    "two-protocols.ts:13:21: is a second protocol, and one is wanted: cli/test/samples/two-protocols.ts has few, many  [several-protocols]",
  ],
  ["a folder without a protocol", ["docs", "specs"], "docs: holds no protocol  [no-protocol]"],
])("%s exits with 2 and says what to do", (_what, args, message) => {
  const { status, stderr, stdout } = lockstep("diff", ...args)
  expect(stderr).toContain(message)
  expect(stdout).toBe("")
  expect(status).toBe(2)
})
