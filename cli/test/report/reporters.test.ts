import type { EmbeddedView } from "@lockstep/explorer"
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { XmlDocument, XsdValidator } from "libxml2-wasm"
import { afterAll, beforeAll, expect, test } from "vitest"
import { linesOf } from "../../src/source/lines.ts"
import { lockstep, root } from "../run.ts"
import { isSarif } from "./sarif-schema.ts"

let folder = ""
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "lockstep-reporters-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const written = (name: string): string => readFileSync(join(folder, name), "utf8")

/** Whatever can be found, in one run: broken, unreachable, faulty, dead, refused, out of time. */
const everything = [
  "docs/lock.ts",
  "cli/test/samples/counter.ts",
  "cli/test/samples/dead-handler.ts",
  "cli/test/samples/unanswered-call.ts",

  "cli/test/samples/reads-clock.ts",
  "cli/test/samples/unbounded.ts",
  "specs/consensus/election/mutants.ts",
]

const all = ["pretty", "json", "junit", "sarif", "github", "itf", "mermaid", "html"] as const
let stdout = ""
beforeAll(() => {
  const files = all.flatMap((name) => ["--reporter", `${name}=${join(folder, "deep", name)}`])
  ;({ stdout } = lockstep("check", ...everything, "--timeout", "1s", "--memory", "64m", ...files))
})

test("several reports are written at once, and pretty is printed beside them", () => {
  expect(stdout).toMatch(/^lock · twoClients/)
  expect(written("deep/pretty")).toMatch(/^lock · twoClients/)
  expect(written("deep/mermaid")).toMatch(/^sequenceDiagram/)
  expect(JSON.parse(written("deep/itf"))["#meta"].format).toBe("ITF")
  expect(JSON.parse(written("deep/json")).length).toBeGreaterThan(5)
})

const xsd = XsdValidator.fromDoc(XmlDocument.fromString(readFileSync(new URL("./junit.xsd", import.meta.url), "utf8")))
const validateXml = (text: string): XmlDocument => {
  const document = XmlDocument.fromString(text)
  xsd.validate(document)
  return document
}

test("junit is valid, counts what it holds, and names what failed", () => {
  const document = validateXml(written("deep/junit"))
  const count = (path: string): number => document.find(path).length
  const total = (name: string): number => Number(document.get(`/testsuites/@${name}`)?.content)
  expect(total("tests")).toBe(count("//testcase"))
  expect(total("failures")).toBe(count("//failure"))
  expect(total("errors")).toBe(count("//error"))
  expect(count("//failure[@type='always'][contains(., 'Only one client works at a time.')]")).toBe(1)
  expect(count("//failure[@type='reachable'][@message='cannot be reached']")).toBeGreaterThan(0)
  expect(count("//failure[@type='reads-clock']")).toBe(1)
  expect(count("//error[@type='inconclusive']")).toBeGreaterThan(0)
  document.dispose()
})

test("the schema for junit refuses what is not junit", () => {
  const text = written("deep/junit")
  expect(() => validateXml(text.replace("<testcase ", "<test "))).toThrow()
  expect(() => validateXml(text.replace(/failures="\d+"/, 'failures="some"'))).toThrow()
})

test("sarif is valid, knows its rules, and shows the way on the lines of handlers", () => {
  const log = JSON.parse(written("deep/sarif"))
  expect(isSarif(log), JSON.stringify(isSarif.errors)).toBe(true)
  const [{ tool, results }] = log.runs
  for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId)
  const codes = new Set(results.map(({ ruleId }: { ruleId: string }) => ruleId))
  expect(codes).toEqual(new Set(["broken-property", "unreachable-goal", "inconclusive", "reads-clock", "threw"]))
  const broken = results.find(({ message }: { message: { text: string } }) => message.text.includes("oneAtATime"))
  const { region, artifactLocation } = broken.locations[0].physicalLocation
  expect(linesOf(join(root, artifactLocation.uri))[region.startLine - 1]).toContain("Granted:")
  expect(broken.codeFlows[0].threadFlows[0].locations).toHaveLength(7)
})

test("the schema for sarif refuses what is not sarif", () => {
  const log = JSON.parse(written("deep/sarif"))
  log.runs[0].results[0].level = "dreadful"
  expect(isSarif(log)).toBe(false)
})

test("github marks the line of the last handler, in one line a finding", () => {
  const lines = written("deep/github").trimEnd().split("\n")
  const [broken = ""] = lines.filter((line) => line.includes("oneAtATime"))
  const [, line = "0"] = /^::error file=docs\/lock\.ts,line=(\d+),endLine=\1,title=broken-property::/.exec(broken) ?? []
  expect(linesOf(join(root, "docs/lock.ts"))[Number(line) - 1]).toContain("Granted:")
  expect(broken).toContain("%0A7  c2  Granted from lock")
  expect(lines.every((line) => /^::(?:error|warning) file=[^,]+,line=\d+/.test(line))).toBe(true)
  expect(lines.some((line) => line.startsWith("::warning") && line.includes("inconclusive"))).toBe(true)
})

test("a handler that never does anything is marked where it is written", () => {
  const { stdout, status } = lockstep("check", "cli/test/samples/dead-handler.ts", "--reporter", "github")
  const [, line = "0"] = /^::error file=cli\/test\/samples\/dead-handler\.ts,line=(\d+),/.exec(stdout) ?? []
  expect(linesOf(join(root, "cli/test/samples/dead-handler.ts"))[Number(line) - 1]).toContain("reset")
  expect(status).toBe(6)
})

test("a call that is never answered is marked where it is taken", () => {
  const file = "cli/test/samples/unanswered-call.ts"
  const { stdout, status } = lockstep("check", file, "--reporter", "github")
  const [, line = "0"] = /,line=(\d+),.*title=unanswered-call::/.exec(stdout) ?? []
  expect(linesOf(join(root, file))[Number(line) - 1]).toContain("add:")
  expect(status).toBe(6)
})

/** What a page carries for its scripts. */
const carriedIn = (page: string): EmbeddedView =>
  JSON.parse(/<script type="application\/json" id="embedded">([^<]*)<\/script>/.exec(page)?.[1] ?? "") as EmbeddedView

test("html is one page that needs nothing beside it", () => {
  const page = written("deep/html")
  expect(page).toMatch(/^<!doctype html>/)
  expect(page).not.toMatch(/<link rel="stylesheet|<img|\bsrc=|url\(|https?:/)
  const { instances, verdicts, states } = carriedIn(page)
  const { id = "" } = instances.find(({ title }) => title === "lock") ?? {}
  const path = verdicts[id]?.path ?? []
  expect(verdicts[id]?.verdict).toBe("violated")
  expect(path).toHaveLength(7)
  for (const length of [0, ...path.keys()]) expect(states[id]).toHaveProperty([path.slice(0, length).join(".")])
  const end = states[id]?.[path.join(".")]
  expect(end?.properties.find(({ name }) => name === "oneAtATime")?.holds).toBe(false)
  expect(end?.lanes.find(({ name }) => name === "lock")?.fields).toEqual([{ name: "holder", value: "c2" }])
})

test("where no script may run, the page says what is told to people", () => {
  expect(/<noscript>([^]*?)<\/noscript>/.exec(written("deep/html"))?.[1]).toMatch(
    /7 {2}c2 +Granted from lock .* phase waits→\w+/,
  )
})

test("what a spec says does not become part of the page or the XML", () => {
  const named = ["--reporter", `html=${join(folder, "odd.html")}`, "--reporter", `junit=${join(folder, "odd.xml")}`]
  lockstep("check", "cli/test/samples/markup.ts", ...named)
  expect(written("odd.html")).not.toContain("<b>")
  expect(written("odd.html")).toContain("&lt;b&gt;")
  validateXml(written("odd.xml")).dispose()
})

test("where there is no counterexample, no file is written for one", () => {
  const { stderr, status } = lockstep(
    ...["check", "specs/consensus/election", "--instance", "quick", "--reporter", `itf=${join(folder, "none.json")}`],
  )
  expect(stderr).toContain("no counterexample, so there is nothing to draw")
  expect(() => written("none.json")).toThrow()
  expect(status).toBe(0)
})

test.each(["itf", "mermaid"])("a counterexample as %s does not outlive a run that finds none", (name) => {
  const file = join(folder, `stale-${name}`)
  const reporter = ["--reporter", `${name}=${file}`]
  lockstep("check", "docs/lock.ts", ...reporter)
  expect(written(`stale-${name}`)).not.toBe("")
  const { stderr } = lockstep("check", "docs/mutex.ts", ...reporter)
  expect(stderr).toContain(`nothing to draw: ${file} was of an earlier run, and is removed\n`)
  expect(() => written(`stale-${name}`)).toThrow()
})

test("what is no file is not taken away", () => {
  const device = join(folder, "device")
  symlinkSync("/dev/null", device)
  lockstep("check", "docs/mutex.ts", "--reporter", `itf=${device}`)
  expect(existsSync(device)).toBe(true)
})
