import { spawnSync } from "node:child_process"
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import type { Mutation } from "@lockstep/generator"
import { afterEach, expect, onTestFinished, test } from "vitest"
import { isTooLow, scoreOf as summed } from "../src/mutate/score.ts"
import type { Fate } from "../src/mutate/trial.ts"
import { lockstep, lockstepIn, root } from "./run.ts"

const folder = "cli/test/samples/mutated"
const survivors = join(root, folder, "survivors.json")
afterEach(() => rmSync(survivors, { force: true }))

interface Score {
  readonly tried: number
  readonly percent: number | null
  readonly caught: { readonly [by: string]: number }
  readonly survivors: readonly {
    readonly mutation: {
      readonly before: string
      readonly after: string
      readonly line: number
      readonly column: number
    }
  }[]
  readonly explained: readonly unknown[]
  readonly same: readonly unknown[]
  readonly invalid: readonly { readonly why: string; readonly mutation: { readonly file: string } }[]
  readonly untried: number
  readonly stale: readonly unknown[]
  readonly instances: readonly string[]
}

const scoreOf = (...flags: readonly string[]): { readonly code: number | null; readonly score: Score } => {
  const { status, stdout } = lockstep("mutate", folder, "--json", ...flags)
  const [score] = JSON.parse(stdout) as [Score]
  return { code: status, score }
}

test("a model that says nothing notices nothing, and one that says more notices more", () => {
  const lax = scoreOf("--instance", "lax")
  expect(lax.score).toMatchObject({ percent: 8, caught: { someoneHeard: 1 } })
  expect(lax.code).toBe(6)
  const strict = scoreOf("--instance", "strict", "--threshold", "30")
  expect(strict.score.percent).toBeGreaterThan(30)
  expect(strict.score.caught).toMatchObject({ few: expect.any(Number), grows: expect.any(Number) })
  expect(strict.code).toBe(0)
})

test("a change that cannot be loaded is told apart, and counts neither way", () => {
  const { stdout } = lockstep("mutate", "cli/test/samples/picky.ts", "--json", "--threshold", "0")
  const [score] = JSON.parse(stdout) as [Score]
  expect(score.invalid.map(({ why }) => why)).toContain("one is more than two")
  expect(score.invalid[0]?.mutation.file).toBe("cli/test/samples/picky.ts")
  const caught = Object.values(score.caught).reduce((sum, times) => sum + times, 0)
  const { invalid, same, explained, survivors } = score
  expect(score.tried).toBe(caught + invalid.length + same.length + explained.length + survivors.length)
  expect(lockstep("mutate", "cli/test/samples/picky.ts", "--threshold", "0").stdout).toContain(
    `${invalid.length}  cannot be loaded, and are not counted`,
  )
})

/** A project whose `spec/model.ts` passes on the sample, which it calls by a name, and which stands beside it. */
const projectWith = (name: string): string => {
  mkdirSync(join(root, "cli/test/dist"), { recursive: true })
  const project = mkdtempSync(join(root, "cli/test/dist/mutated-"))
  for (const part of ["spec", "beside", "node_modules"]) mkdirSync(join(project, part))
  copyFileSync(join(root, folder, "model.ts"), join(project, "beside/node.ts"))
  symlinkSync("../beside", join(project, "node_modules/beside"))
  writeFileSync(join(project, "beside/package.json"), '{ "type": "module", "exports": "./node.ts" }')
  writeFileSync(join(project, "package.json"), '{ "type": "module", "imports": { "#node": "./beside/node.ts" } }')
  writeFileSync(join(project, "most.json"), "2")
  writeFileSync(
    join(project, "spec/model.ts"),
    `import { counting } from "${name}"
import { model } from "@lockstep/language"
import most from "../most.json" with { type: "json" }
export const lax = model(counting, { nodes: { nodes: most }, within: ({ nodes }) => nodes.every(({ seen }) => seen <= 3) })
`,
  )
  symlinkSync("beside", join(project, "linked"))
  return project
}

test.each([
  ["a name of package.json", "#node"],
  ["a package of the workspace", "beside"],
  ["a path behind a link", "../linked/node.ts"],
])("what a spec imports by %s is changed, too", (_what, name) => {
  const project = projectWith(name)
  try {
    const { stdout } = lockstepIn(project, "mutate", "spec", "--json", "--threshold", "0")
    const [score] = JSON.parse(stdout) as [Score]
    expect(score).toMatchObject({ percent: 8, caught: { someoneHeard: 1 }, invalid: [] })
  } finally {
    rmSync(project, { recursive: true, force: true })
  }
})

test("the spec on disk is left alone", () => {
  const before = readFileSync(join(root, folder, "model.ts"), "utf8")
  scoreOf("--instance", "lax")
  expect(readFileSync(join(root, folder, "model.ts"), "utf8")).toBe(before)
})

test("a survivor is shown with its place, what it was and what it became", () => {
  const { stdout } = lockstep("mutate", folder, "--instance", "lax")
  expect(stdout).toContain(`${folder}/model.ts:13:43  comparison\n            >\n         as >=`)
})

test("what is explained does not count, and an explanation of nothing is told", () => {
  const { mutation } = scoreOf("--instance", "strict").score.survivors[0] ?? expect.fail("nothing survived")
  const { before, after, line, column } = mutation
  const explanations = [
    { before, after, line, column, because: "the same in the end" },
    { before: "nothing", after: "such", because: "it never was" },
  ]
  writeFileSync(survivors, JSON.stringify(explanations))
  expect(scoreOf("--instance", "strict").score.explained).toHaveLength(1)
  expect(lockstep("mutate", folder, "--instance", "strict").stdout).toContain("explains what does not survive: nothing")
})

test.each([
  ['{ "before": 1 }', "1:1: is no list of explanations", 'write it like [{ "before": "…"'],
  ["[\n  7\n]", "2:3: an explanation is no record", 'write it like [{ "before": "…"'],
  ['[{ "before": ">",\n   "after": ">=" }]', '1:2: an explanation lacks its "because"', "write it like"],
  ['[{ "before": ">", "after": 7, "because": "so" }]', '1:28: "after" is no text', "write it like"],
  ['[{ "before": ">", "after": ">=", "because": " " }]', '1:45: "because" says nothing', "say why nobody has to"],
  ['[{ "before": ">", "after": ">=", "because": "so", "line": "3" }]', '1:59: "line" is no number', '"line": 12'],
  ['[{ "before": ">", "after": ">=", "because": "so", "lien": 3 }]', '1:51: an explanation has no "lien"', '"line"?'],
  ['[{ "before": ">", "after": x }]', "1:28: is no JSON from here on", "write it like"],
  ['[\n  { "before": ">" },\n]', "3:1: is no JSON from here on", "write it like"],
  ['[{ "before": ">"', "1:17: is no JSON from here on", "write it like"],
  ["", "1:1: is no JSON from here on", "write it like"],
])("explanations that read %j are refused with their place", (text, reason, fix) => {
  writeFileSync(survivors, text)
  const { status, stderr } = lockstep("mutate", folder, "--instance", "strict")
  expect(stderr).toContain(`${folder}/survivors.json:${reason}`)
  expect(stderr).toContain("[bad-explanation]")
  expect(stderr).toContain(fix)
  expect(status).toBe(2)
})

test("explanations are read before the work on any file begins", () => {
  const other = mkdtempSync(join(root, "cli/test/tmp-explained-"))
  onTestFinished(() => rmSync(other, { recursive: true }))
  copyFileSync(join(root, folder, "model.ts"), join(other, "model.ts"))
  writeFileSync(join(other, "survivors.json"), "{}")
  const { status, stderr, stdout } = lockstep("mutate", folder, other, "--instance", "strict")
  expect(stderr).toContain("survivors.json:1:1: is no list of explanations  [bad-explanation]")
  expect({ status, stdout }).toEqual({ status: 2, stdout: "" })
})

test("explanations that nest without end are a mistake in the file, and no fault of ours", () => {
  writeFileSync(survivors, "[".repeat(50_000))
  const { status, stderr } = lockstep("mutate", folder, "--instance", "strict")
  expect(stderr).toContain(`${folder}/survivors.json:1:102: is no JSON from here on  [bad-explanation]`)
  expect(status).toBe(2)
})

test("what is not tried in time is said, and is not counted", () => {
  const { code, score } = scoreOf("--instance", "lax", "--timeout", "1ms", "--threshold", "0")
  expect(score.untried).toBeGreaterThan(0)
  expect(code).toBe(7)
})

test.each([
  [{ caught: 0, survived: 1, untried: 9 }, false],
  [{ caught: 0, survived: 1, untried: 8 }, true],
  [{ caught: 8, survived: 1, untried: 1 }, false],
  [{ caught: 8, survived: 1, untried: 0 }, true],
  [{ caught: 9, survived: 1, untried: 0 }, false],
  [{ caught: 0, survived: 0, untried: 1 }, false],
  [{ caught: 0, survived: 0, untried: 0 }, true],
])("whether the score of %j must lie below 90 is %j", ({ caught, survived, untried }, expected) => {
  const mutationsOf = (count: number) =>
    Array.from({ length: count }, (): Mutation => ({
      ...{ file: "model.ts", line: 1, column: 1, operator: "guard", from: 0, to: 1, before: "", after: "" },
    }))
  const [noticed, unnoticed, open] = [mutationsOf(caught), mutationsOf(survived), mutationsOf(untried)]
  const fates = new Map<Mutation, Fate>([
    ...noticed.map((one) => [one, { kind: "caught", by: "few", instance: "quick" }] as const),
    ...unnoticed.map((one) => [one, { kind: "survived", why: "" }] as const),
  ])
  const score = summed("model.ts", ["quick"], [...noticed, ...unnoticed, ...open], fates, [])
  expect(score.untried).toBe(untried)
  expect(isTooLow(score, 90)).toBe(expected)
})

test("no explanation is called stale of what was not tried", () => {
  writeFileSync(survivors, JSON.stringify([{ before: ">", after: ">=", because: "the same in the end" }]))
  const { score } = scoreOf("--instance", "lax", "--timeout", "1ms")
  expect(score).toMatchObject({ stale: [], percent: null })
})

test("the time holds for the check of the model as it stands, too", () => {
  const { status, stdout } = lockstep("mutate", "specs/consensus/raft", "--instance", "ci", "--timeout", "100ms")
  expect(stdout).toContain("no score: no change that counts was tried in time: give it more --timeout")
  expect(stdout).toMatch(/raft\/model\.ts · 0 of \d+ changes$/m)
  expect(stdout).toContain("a smaller --instance takes less time for each")
  expect(status).toBe(7)
})

test("where no change makes a difference, there is no score, and nothing has passed", () => {
  const { status, stdout } = lockstep("mutate", "cli/test/samples/still.ts")
  expect(stdout).toContain("make no difference to any state or step here")
  expect(stdout).toContain("no score: no change makes a difference that counts: try a larger --instance")
  expect(status).toBe(6)
  expect(lockstep("mutate", "cli/test/samples/still.ts", "--threshold", "0").status).toBe(0)
})

test("a change is not taken to have no end because the machine had no time for it", () => {
  const script = `
import { mutationsOf } from "@lockstep/generator"
import { tryOut } from "./cli/src/mutate/trial.ts"
const file = new URL("./cli/test/samples/slow.ts", "file://${root}/")
const baseline = { url: file.href, name: "quick", states: 3, transitions: 2, seconds: 1 }
const change = mutationsOf(file.pathname).find(({ after }) => after === "() => true")
console.log(JSON.stringify(await tryOut(0, change, [baseline], { firstMillis: 40, secondMillis: 60_000 })))`
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "--eval", script], {
    cwd: root,
    encoding: "utf8",
  })
  expect(stderr).toBe("")
  expect(JSON.parse(stdout)).toEqual({ kind: "caught", by: "small" })
})

test("a protocol in JavaScript is told to be one", () => {
  for (const command of ["mutate", "lint", "simulate"]) {
    const { status, stderr } = lockstep(command, "cli/test/samples/plain.mjs")
    expect(stderr).toContain(
      "cli/test/samples/plain.mjs: is JavaScript, and a spec is read with its types here  [no-protocol]",
    )
    expect(status).toBe(2)
  }
  expect(lockstep("check", "cli/test/samples/plain.mjs").status).toBe(0)
})

test("an instance that is named twice is checked once", () => {
  const { score } = scoreOf("--instance", "lax", "--instance", "lax")
  expect(score.instances).toEqual(["lax"])
})

test("a model that fails as it stands is refused", () => {
  const { status, stderr } = lockstep("mutate", "docs/lock.ts")
  expect(stderr).toContain("docs/lock.ts: twoClients is violated  [failing]")
  expect(status).toBe(2)
})

test("a spec that the analysis refuses is not changed, and what is wrong is said first", () => {
  const { status, stdout, stderr } = lockstep("mutate", "cli/test/samples/wrote-input.ts", folder)
  expect(stderr).toContain("cli/test/samples/wrote-input.ts:11:20: `push` changes the array in place.  [mutates-value]")
  expect(stdout).toBe("")
  expect(status).toBe(2)
  const asData = lockstep("mutate", "cli/test/samples/reads-clock.ts", "--json")
  expect(JSON.parse(asData.stdout)).toMatchObject([{ code: "reads-clock", line: 14, column: 38 }])
  expect(asData.status).toBe(2)
})

test.each(["specs/consensus/election/mutants.ts", "cli/test/samples/counter.ts"])(
  "%s is told to hold nothing that is changed",
  (path) => {
    const { status, stderr } = lockstep("mutate", path)
    expect(stderr).toContain(`${path}: holds only mutants and algorithms, `)
    expect(stderr).toContain("  [no-protocol]\n  give the model of the protocol, ")
    expect(status).toBe(2)
  },
)
