import { appendFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import { lockstep, root } from "./run.ts"

const spec = "specs/transactions/two-phase-commit"
/** A folder that nobody commits, formats or runs tests in. */
let folder = ""
beforeAll(() => {
  const home = join(root, "cli/test/dist")
  mkdirSync(home, { recursive: true })
  folder = relative(root, mkdtempSync(join(home, "generate-")))
})
afterAll(() => rmSync(join(root, folder), { recursive: true, force: true }))

const generate = (...args: string[]) => lockstep("generate", ...args)

test("a library is written, and what was compared is told", () => {
  const out = `${folder}/told`
  const { status, stdout } = generate(spec, "--out", out, "--instance", "quick")
  expect(stdout).toMatch(
    /^twoPhaseCommit: \d+ files in cli\/test\/dist\/generate-\w+\/told\n {2}README\.md {2}certificate/,
  )
  expect(stdout).toMatch(/\n {2}quick: [\d,]+ states, [\d,]+ transitions, verified\n/)
  expect(stdout).toMatch(/ on [1-9][\d,]* pairs of a state and an input, and [1-9][\d,]* values/)
  expect(stdout).toContain("\n  nodes are opened by openTwoPhaseCommit")
  expect(existsSync(join(root, out, "step.ts"))).toBe(true)
  expect(status).toBe(0)
})

test("each file is in the list of the README, also the manifest, which is there only in a package of scripts", () => {
  const listedIn = (out: string): readonly string[] => {
    generate(spec, "--out", out, "--unchecked")
    const [, files = ""] = readFileSync(join(root, out, "README.md"), "utf8").split("## The files")
    return [...files.matchAll(/^\| `(.*?)`/gm)].map(([, file = ""]) => file)
  }
  const old = `${folder}/old`
  mkdirSync(join(root, old))
  writeFileSync(join(root, old, "package.json"), '{ "type": "commonjs" }')
  expect(listedIn(`${old}/library`)).toEqual([...listedIn(`${folder}/listed`), "package.json"])
  expect(existsSync(join(root, old, "library/package.json"))).toBe(true)
  expect(generate(spec, "--out", `${old}/library`, "--check").status).toBe(0)
})

test("handlers that no instance runs are named: their code was compared with nothing", () => {
  const sample = "cli/test/samples/uncalled.ts"
  const [out, handler] = [`${folder}/uncalled`, "counter.calls.reset"]
  const { status, stdout } = generate(sample, "--out", out)
  expect(stdout).toContain(`\n  ! not compared, since quick never runs them: ${handler}; name or write an --instance`)
  expect(status).toBe(0)
  expect(JSON.parse(readFileSync(join(root, out, "certificate.json"), "utf8"))).toMatchObject({ uncompared: [handler] })
  expect(JSON.parse(generate(sample, "--out", out, "--json").stdout)).toMatchObject({
    certificate: { uncompared: [handler] },
  })
  const both = generate(sample, "--out", out, "--instance", "quick", "--instance", "both")
  expect(both.stdout).not.toContain("not compared")
  expect(JSON.parse(readFileSync(join(root, out, "certificate.json"), "utf8"))).not.toHaveProperty("uncompared")
  expect(generate(sample, "--out", out, "--check").status).toBe(0)
})

test("--check is silent about what is the same, and shows what is not", () => {
  const out = `${folder}/checked`
  generate(spec, "--out", out, "--unchecked")
  const same = generate(spec, "--out", out, "--check")
  expect(same.stdout).toBe(`${out} is what the spec gives\n`)
  expect(same.status).toBe(0)

  appendFileSync(join(root, out, "step.ts"), "// by hand\n")
  rmSync(join(root, out, "codec.ts"))
  const { status, stdout } = generate(spec, "--out", out, "--check")
  expect(stdout).toMatch(/^step\.ts: is not what the spec gives {2}\[changed\]\n@@ .* @@\n-\/\/ by hand$/m)
  expect(stdout).toMatch(/^codec\.ts: is missing {2}\[missing\]$/m)
  expect(stdout).toContain(`2 files are out of date: write anew with \`lockstep generate ${spec} --out ${out}\``)
  expect(status).toBe(8)

  const data = generate(spec, "--out", out, "--check", "--json")
  expect(JSON.parse(data.stdout)).toContainEqual(expect.objectContaining({ path: "step.ts", what: "changed" }))
  expect(data.status).toBe(8)

  expect(generate(spec, "--out", out, "--unchecked").status).toBe(0)
  expect(generate(spec, "--out", out, "--check").status).toBe(0)
})

test("where nothing was generated, everything is out of date", () => {
  const { status, stdout } = generate(spec, "--out", `${folder}/nothing`, "--check")
  expect(stdout).toContain("certificate.json: is missing: nothing says what was generated here  [no-certificate]")
  expect(status).toBe(8)
})

test.each(["nothing", "told"])(
  "--check tells what is wrong with the spec before the library, with %j there",
  (name) => {
    const out = `${folder}/${name}`
    const impure = generate("cli/test/samples/reads-clock.ts", "--out", out, "--check")
    expect(impure.stderr).toContain("[reads-clock]")
    expect(impure.status).toBe(2)
    const none = generate("cli/test/samples/counter.ts", "--out", out, "--check")
    expect(none.stderr).toContain("cli/test/samples/counter.ts: holds no protocol  [no-protocol]")
    expect(none.status).toBe(2)
  },
)

test("--json is the certificate, the files and the counts", () => {
  const { status, stdout } = generate(spec, "--out", `${folder}/data`, "--json")
  const data = JSON.parse(stdout)
  expect(data.files).toEqual(expect.arrayContaining(["certificate.json", "step.ts"]))
  expect(data).toMatchObject({ out: `${folder}/data`, certificate: { isChecked: true, protocol: "twoPhaseCommit" } })
  expect(data.openers).toEqual(["openTwoPhaseCommitCoordinator", "openTwoPhaseCommitParticipants"])
  expect(data.pairs).toBeGreaterThan(0)
  expect(data.values).toBeGreaterThan(0)
  expect(status).toBe(0)
})

test("the form and the extensions are chosen", () => {
  const read = (path: string): string => readFileSync(join(root, folder, path), "utf8")
  const js = generate(spec, "--out", `${folder}/js`, "--form", "js", "--unchecked")
  expect(js.stdout).toContain("  not checked: nothing is known of this code\n")
  expect(read("js/index.js")).toContain('from "./codec.js"')
  generate(spec, "--out", `${folder}/ts`, "--import-extension", ".js", "--unchecked")
  expect(read("ts/step.ts")).toContain('from "./protocol.js"')
})

test("what lint complains of is refused with its places, and nothing is written", () => {
  const out = `${folder}/clock`
  const { status, stdout, stderr } = generate("cli/test/samples/reads-clock.ts", "--out", out)
  expect(stderr).toContain("cli/test/samples/reads-clock.ts:14:38: `Date` reads")
  expect(stdout).toBe("")
  expect(status).toBe(2)
  const data = generate("cli/test/samples/reads-clock.ts", "--out", out, "--json")
  expect(JSON.parse(data.stdout)).toMatchObject([{ code: "reads-clock", line: 14 }])
  expect(existsSync(join(root, out))).toBe(false)
})

test("a folder with something else in it is left alone", () => {
  const out = join(folder, "foreign")
  mkdirSync(join(root, out))
  writeFileSync(join(root, out, "README.md"), "mine\n")
  const { status, stderr } = generate(spec, "--out", out)
  expect(stderr).toContain("holds something that lockstep did not write  [foreign-folder]")
  expect(status).toBe(2)
  expect(generate(spec, "--out", join(out, "README.md")).stderr).toContain("[foreign-folder]")
  expect(readFileSync(join(root, out, "README.md"), "utf8")).toBe("mine\n")
})

test.each([
  ["an event", 'emit({ type: "done", n: "x" } as never)', `the event done with n as "x"`],
  ["an event that there is not", 'emit({ type: "gone", n: 1 } as never)', `the event gone as {"type":"gone","n":1}`],
  [
    "a request",
    'perform("charge", "k", { amounts: [1, "x"] } as never)',
    'the request of charge with amounts[1] as "x"',
  ],
  ["a message", 'broadcast({ type: "Ping", n: 1, more: true } as never)', "the message Ping with more as true"],
])("%s that a cast gives another type is the mistake of the spec, with its place", (_what, effect, said) => {
  const file = join(folder, "casts.ts")
  writeFileSync(
    join(root, file),
    `import { model, protocol, spec } from "@lockstep/language"
const { role, emit, perform, broadcast } = spec<{
  state: { n: number }
  message: { type: "Ping"; n: number }
  timer: "tick" | "send"
  event: { type: "done"; n: number }
  activities: { charge(order: { amounts: readonly number[] }): "ok" }
}>()
const node = role({
  initial: { n: 0 },
  on: { Ping: (node) => node },
  timers: {
    tick: {
      while: ({ n }) => n === 0,
      fire: (node) => [{ n: node.n + 1 }, ${effect}],
    },
    send: {
      while: ({ n }) => n === 1,
      fire: (node) => [
        { n: node.n + 1 },
        emit({ type: "done", n: 1 }),
        perform("charge", "j", { amounts: [] }),
        broadcast({ type: "Ping", n: 1 }),
      ],
    },
  },
  results: { charge: (node) => node },
})
export const quick = model(protocol({ roles: { node } }), {
  nodes: { node: 2 },
  activities: { charge: { initial: null, perform: (state) => [[state, "ok"]] } },
})
`,
  )
  const { status, stderr } = generate(file, "--out", `${folder}/casts`)
  expect(stderr).toContain(
    `casts.ts:15: node.timers.tick.fire gives ${said}, which its type does not allow  [failing]\n`,
  )
  expect(status).toBe(2)
})

test("a view of the spec that throws is the spec's mistake, and is named with its line", () => {
  const sample = "cli/test/samples/failing-view.ts"
  const { status, stderr } = generate(sample, "--out", `${folder}/view`)
  expect(stderr).toContain(
    `${sample}:9: the view node.first throws Reduce of empty array with no initial value  [failing]`,
  )
  expect(existsSync(join(root, folder, "view"))).toBe(false)
  expect(status).toBe(2)
})

test("a view of the spec that gives no data is the spec's mistake, too", () => {
  const file = `${folder}/no-data.ts`
  const text = readFileSync(join(root, "cli/test/samples/failing-view.ts"), "utf8")
  writeFileSync(join(root, file), text.replace(/first: .*/, "first: ({ log }) => () => log.length,"))
  const { status, stderr } = generate(file, "--out", `${folder}/view`)
  expect(stderr).toContain(`${file}:9: the view node.first gives what is no data  [failing]`)
  expect(status).toBe(2)
})

test("a spec that fails names the instance and the property", () => {
  const { status, stderr } = generate("docs/lock.ts", "--out", `${folder}/lock`)
  expect(stderr).toBe(
    "docs/lock.ts: twoClients is violated: oneAtATime  [failing]\n  see `lockstep check docs/lock.ts --instance twoClients`\n",
  )
  expect(status).toBe(2)
})

const first = "cli/test/samples/versions/first.ts"
test.each([
  ["no spec", ["--out", "dist/x"], "generate needs one spec, and was given none  [path-count]"],
  ["two specs", [spec, first, "--out", "dist/x"], "generate needs one spec, and was given 2  [path-count]"],
  ["no folder", [spec], "generate needs --out  [missing-option]"],
  ["a folder without a name", [spec, "--out", ""], "'--out <value>' argument is empty  [unknown-option]"],
  ["a spec that is not there", ["no/such", "--out", "dist/x"], "no/such: does not exist  [no-such-path]"],
  ["a file of another kind", ["README.md", "--out", "dist/x"], "README.md: is no TypeScript file  [not-a-spec]"],
  ["a file of algorithms", ["cli/test/samples/counter.ts", "--out", "dist/x"], "holds no protocol  [no-protocol]"],
  [
    "a file of several protocols",
    ["cli/test/samples/two-protocols.ts", "--out", "dist/x"],
    "two-protocols.ts:13:21: is a second protocol, and one is wanted: cli/test/samples/two-protocols.ts has few, many  [several-protocols]",
  ],
  ["a file that throws", ["cli/test/samples/loading/throws.ts", "--out", "dist/x"], "throws.ts:4:24: 4 is too much"],
  ["nothing to check", [first, "--out", "dist/x"], "has no instance to check  [unchecked]"],
  ["a folder without the runtime", [spec, "--out", "/no-such-project/x"], "is not installed there  [no-runtime]"],
  ["an unknown instance", [spec, "--out", "dist/x", "--instance", "slow"], 'no instance is called "slow"'],
  ["an unknown form", [spec, "--out", "dist/x", "--form", "java"], "choose ts or js"],
  ["an unknown extension", [spec, "--out", "dist/x", "--import-extension", "js"], "choose .ts, .js or none"],
  [
    "JavaScript that imports TypeScript",
    [spec, "--out", "x", "--form", "js", "--import-extension", ".ts"],
    "[not-together]",
  ],
  ["a form to compare", [spec, "--out", "x", "--check", "--form", "js"], "--check and --form cannot both be had"],
  ["an instance not to check", [spec, "--out", "x", "--unchecked", "--instance", "ci"], "[not-together]"],
])("%s exits with 2 and says what to do", (_what, args, message) => {
  const { status, stderr, stdout } = generate(...args)
  expect(stderr).toContain(message)
  expect(stdout).toBe("")
  expect(status).toBe(2)
  expect(existsSync(join(root, "dist/x"))).toBe(false)
})
