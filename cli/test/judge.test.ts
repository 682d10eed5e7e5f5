import { readFileSync } from "node:fs"
import { join } from "node:path"
import { judge } from "@lockstep/judge"
import { describe, expect, test } from "vitest"
import { judgeAll } from "../src/judge/judgement.ts"
import { objectNames, yardstickOf } from "../src/judge/object.ts"
import { readRecording } from "../src/judge/recording.ts"
import { subjectsOf } from "../src/judge/subject.ts"
import { cutShort, damagesOf } from "./damage.ts"
import { lockstep, root } from "./run.ts"

const folder = "test/histories"
const published: { readonly [file: string]: boolean } = JSON.parse(
  readFileSync(join(root, folder, "verdicts.json"), "utf8"),
)

const verdictOf = async (file: string): Promise<string> => {
  const recording = readRecording(readFileSync(join(root, folder, file), "utf8"))
  const yardstick = await yardstickOf(file.startsWith("kv/") ? "kv" : "register")
  if (recording.kind === "misread" || yardstick.kind === "user-error") return "misread"
  const subjects = subjectsOf(file, recording.recorded, yardstick, false)
  if (subjects.kind === "user-error") return subjects.reason
  const [subject] = subjects.all
  if (subject === undefined) return "nothing"
  const history = subject.recorded.map(({ operation }) => operation)
  return judge(history, subject.object, "linearizable").verdict
}

test("the published histories have the published verdicts", async () => {
  const began = performance.now()
  const verdicts: { [file: string]: boolean } = {}
  for (const file of Object.keys(published)) {
    const verdict = await verdictOf(file)
    expect(verdict, file).toMatch(/^(?:ok|violation)$/)
    verdicts[file] = verdict === "ok"
  }
  console.log(`${Object.keys(verdicts).length} histories in ${Math.round(performance.now() - began)} ms`)
  expect(verdicts).toEqual(published)
  expect(Object.keys(verdicts)).toHaveLength(56)
})

const sample = (name: string): string => `cli/test/samples/histories/${name}`

test("a violation shows the smallest part, and exits with 4", () => {
  const { status, stdout } = lockstep("judge", sample("stale.jsonl"))
  expect(stdout).toMatchInlineSnapshot(`
    "cli/test/samples/histories/stale.jsonl · 5 operations

      ✗ not linearizable: whatever else happened, no register gives these 2 operations such answers

      line 2  ben   ├ read → 1 ┤
      line 3  cleo                ├ read → none ┤
    "
  `)
  expect(status).toBe(4)
})

test("an object whose call gives no pair is refused, and judges nothing", () => {
  const object = "cli/test/samples/no-pair.ts#cell"
  const { status, stderr } = lockstep("judge", sample("keys.jsonl"), "--object", object)
  expect(stderr).toContain(`${object}: its call "write" gave a number where [state, answer] was due  [bad-model]`)
  expect(status).toBe(2)
})

test.each([
  ["register", "cas", 7, "[expected, next]"],
  ["register", "cas", [7], "[expected, next]"],
  ["counter", "add", "7", "a number"],
  ["text", "append", null, "a text"],
])("a call of a %s whose argument it cannot take is refused: %s %j", async (object, call, argument, wanted) => {
  const line = JSON.stringify({ client: "a", call, argument, answer: null, begin: 0, end: 1 })
  const [recording, yardstick] = [readRecording(line), await yardstickOf(object)]
  if (recording.kind === "misread" || yardstick.kind === "user-error") throw new Error("is taken to be judged")
  expect(subjectsOf("file", recording.recorded, yardstick, false)).toMatchObject({
    ...{ code: "bad-history", place: "file:1:1" },
    ...{ reason: `calls "${call}" with an argument that it cannot take` },
    fix: `give ${call} ${wanted}, or choose another --object`,
  })
})

test("an object whose call throws is named with its line", () => {
  const object = "cli/test/samples/throwing-object.ts#cell"
  const { status, stderr } = lockstep("judge", sample("keys.jsonl"), "--object", object)
  expect(stderr).toMatch(/throwing-object\.ts:7:\d+: its call "write" throws TypeError: .*\[bad-model\]\n {2}7 │/)
  expect(stderr).toContain("correct the sequential object")
  expect(status).toBe(2)
})

test.each([
  ["cli/test/samples/nobody.ts#cell", "cli/test/samples/nobody.ts: does not exist  [no-object]"],
  ["cli/test/samples/throwing-object.ts#noCalls", 'exports no sequential object "noCalls"  [no-object]'],
])("%s is no object", (object, message) => {
  const { status, stderr } = lockstep("judge", sample("stale.jsonl"), "--object", object)
  expect(stderr).toContain(message)
  expect(status).toBe(2)
})

test("a history that is too hard for its budget is unknown, and exits with 7", () => {
  const { status, stdout } = lockstep("judge", sample("hard.jsonl"), "--budget", "1ms")
  expect(stdout).toContain("? unknown whether linearizable: the budget ran out first")
  expect(status).toBe(7)
})

test("where nothing was read in quiet, convergence is unknown", () => {
  const { status, stdout } = lockstep("judge", sample("stale.jsonl"), "--consistency", "convergent")
  expect(stdout).toContain("? unknown: nothing was read after the last change had ended")
  expect(status).toBe(7)
})

test("each key by itself may be sequential where all together are not", () => {
  const ask = ["judge", sample("keys.jsonl"), "--consistency", "sequential"]
  expect(lockstep(...ask)).toMatchObject({ status: 4, stdout: expect.stringContaining("✗ not sequential") })
  expect(lockstep(...ask, "--per-key")).toMatchObject({ status: 0, stdout: expect.stringContaining("✓ sequential") })
})

test("--json is the judgement, with the lines of the part", () => {
  const { status, stdout } = lockstep("judge", sample("stale.jsonl"), "--json")
  expect(JSON.parse(stdout)).toMatchObject({
    path: sample("stale.jsonl"),
    verdict: "violation",
    consistency: "linearizable",
    operations: 5,
    part: [{ line: 2, client: "ben", call: "read", answer: 1, begin: 10, end: 30 }, { line: 3 }],
  })
  expect(status).toBe(4)
})

test("--format html is a page that asks for nothing else", () => {
  const { status, stdout } = lockstep("judge", sample("stale.jsonl"), "--format", "html")
  expect(stdout).toContain("<text")
  expect(stdout).toContain("prefers-color-scheme: dark")
  expect(stdout).not.toMatch(/\b(?:src|href)=|https?:|@import/)
  expect(status).toBe(4)
})

describe("a history that cannot be read", () => {
  test.each([
    ['{"client": "a", "call": "write", "begin": 0}', '1:1: has no "end"'],
    ['{"client": "a", "call": "write", "begin": 3, "end": 2}', '1:46: has a "end" that cannot be'],
    ['{"client": "a", "event": "done"}', '1:17: has no event "done"'],
    ['{"client": "a", "evnt": "ok"}', '1:17: has an unknown field "evnt"'],
    ['\n{"client": "a", "event": "invoke"}', '2:1: has no "call"'],
    ['{"client": "a",, "event": "ok"}', "1:16: is no JSON"],
    ['{"client": a, "event": "ok"}', "1:12: is no JSON"],
    ["[1]", "1:1: is no JSON record"],
    ["{:process 1, :type :invoke, :f :read, :value }", "1:46: is no value in Clojure's notation"],
    ["INFO  jepsen.util - 1\t:invoke\t:write\t[1", "1:40: is no value in Clojure's notation"],
    ['{"client": "a", "event": "ok"}', "1:1: client a is answered and has not called"],
    ['{:process 1, :type :invoke, :f :write, :value "\\q"}', "1:47: is no value in Clojure's notation"],
  ])("%s", (text, message) => {
    const read = readRecording(text)
    expect(read.kind === "misread" && `${read.line}:${read.column}: ${read.reason}`).toBe(message)
  })

  const beyond = "and numbers beyond 9007199254740991 cannot be told apart"
  test.each([
    ['{"client": "a", "event": "invoke", "call": "write", "argument": 9007199254740993}', 65, "9007199254740993"],
    ['{"client": "a", "event": "invoke", "call": "write", "argument": {"x": [-1e400]}}', 72, "-1e400"],
    ['{"client": "a", "call": "read", "begin": 1700000000000000001, "end": null}', 42, "1700000000000000001"],
    ["{:process 1, :type :invoke, :f :write, :value 9007199254740993}", 47, "9007199254740993"],
    ["INFO  jepsen.util - 1\t:invoke\t:write\t9007199254740993", 38, "9007199254740993"],
  ])("%s", (text, column, number) => {
    expect(readRecording(text)).toMatchObject({ line: 1, column, reason: `has ${number}, ${beyond}` })
  })

  const nested = (depth: number): string => "[".repeat(depth) + "]".repeat(depth)
  test.each([
    (value: string) => `{"client": "a", "event": "invoke", "call": "write", "argument": ${value}}`,
    (value: string) => `{:process 1, :type :invoke, :f :write, :value ${value}}`,
    (value: string) => `INFO  jepsen.util - 1\t:invoke\t:write\t${value}`,
  ])("a value that is nested too deep, %#", (line) => {
    expect(readRecording(line(nested(99)))).toMatchObject({ kind: "recording" })
    expect(readRecording(line(nested(50_000)))).toMatchObject({
      line: 1,
      reason: "nests its values deeper than 100 levels",
    })
  })
})

test("numbers in texts and names may have any length, and texts too", () => {
  const long = "7".repeat(10_000_000)
  for (const line of [
    `{"client": "9007199254740993", "event": "invoke", "call": "write", "argument": "${long}", "key": 9007199254740991}`,
    `{:process 1, :type :invoke, :f :write, :value [:n9007199254740993 "${long}" "a\tb"]}`,
  ])
    expect(readRecording(line)).toMatchObject({ kind: "recording" })
})

const keyed =
  '{"client": "a", "event": "invoke", "call": "write", "key": {"x": [1]}, "argument": [1, {"y": "z"}], "time": 3}'
const whole =
  '{"client": 7, "call": "cas", "argument": [1, 2], "answer": true, "begin": 1, "end": 2, "outcome": "answered"}'
const edn = '{:process 1, :type :ok, :f :cas, :value [1 "two" nil], :time 12, :error :timeout}'
const log = "INFO  jepsen.util - 1\t:invoke\t:write\t[1 {:x (nil)}]"

test("no damage to a history is a fault of ours", async () => {
  const objects = (await Promise.all(objectNames.map(yardstickOf))).filter((one) => one.kind === "yardstick")
  for (const text of [keyed, whole, edn, log].flatMap(cutShort).concat([keyed, whole].flatMap(damagesOf))) {
    const recording = readRecording(text)
    if (recording.kind === "misread") continue
    for (const object of objects)
      for (const perKey of [true, false]) {
        const subjects = subjectsOf("file", recording.recorded, object, perKey)
        if (subjects.kind === "subjects") expect(judgeAll(subjects.all, "linearizable", 1_000), text).toBeDefined()
      }
  }
})
