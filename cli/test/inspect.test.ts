import { spawn } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join, relative } from "node:path"
import { fileURLToPath } from "node:url"
import { afterAll, beforeAll, expect, test } from "vitest"
import { command, lockstep, root } from "./run.ts"

let folder = ""
beforeAll(() => {
  mkdirSync(join(root, "cli/test/dist"), { recursive: true })
  folder = mkdtempSync(join(root, "cli/test/dist/inspect-"))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const reportOf = (...args: readonly string[]): string => {
  const file = join(folder, "report.json")
  writeFileSync(file, lockstep("check", ...args, "--no-lint", "--json").stdout)
  return file
}

/** What a debugger is told, as far as it matters here. */
interface Told {
  readonly id?: number
  readonly method?: string
  readonly params?: {
    readonly callFrames?: readonly {
      readonly callFrameId: string
      readonly functionName: string
      readonly location: { readonly scriptId: string; readonly lineNumber: number }
    }[]
    readonly scriptId?: string
    readonly url?: string
  }
  readonly result?: { readonly result?: { readonly value?: unknown } }
}

/** The boundary where what the debugger is told gains its type. */
const toldIn = (text: string): Told => JSON.parse(text) as Told

/** Where it stopped, the line that stands there, and what an expression came to. */
interface Stop {
  readonly file: string
  readonly name: string
  readonly line: string
  readonly value: unknown
}

/**
 * Attaches as an editor does, evaluates an expression wherever it stops, and goes on. It says more than once that the
 * command may begin: Node does not remember a word that came before it waits.
 */
const debug = async (report: string, expression: string) => {
  const limits = { cwd: root, timeout: 60_000, killSignal: "SIGKILL" } as const
  const child = spawn(process.execPath, [command, "replay", report, "--inspect"], limits)
  let said = ""
  child.stdout.on("data", () => undefined)
  child.stderr.setEncoding("utf8")
  for await (const part of child.stderr.iterator({ destroyOnReturn: false })) {
    said += String(part)
    if (/ws:\/\/\S+\s/.test(said)) break
  }
  child.stderr.on("data", (part: string) => (said += part))
  const socket = new WebSocket(/ws:\/\/[^\s:]+:\d+\/[\w-]+/.exec(said)?.[0] ?? "")
  socket.addEventListener("error", () => child.kill())
  await once(socket, "open")
  const scripts = new Map<string, string>()
  const stops: Stop[] = []
  let asked = 0
  const send = (method: string, params = {}): void => socket.send(JSON.stringify({ id: ++asked, method, params }))
  socket.addEventListener("message", ({ data }) => {
    const { method, params = {}, result } = toldIn(String(data))
    const { callFrames: [frame] = [], scriptId = "", url = "" } = params
    if (method === "Debugger.scriptParsed" && url.startsWith("file:")) scripts.set(scriptId, fileURLToPath(url))
    if (method === "Runtime.executionContextDestroyed") socket.close()
    if (method === "Debugger.paused" && frame !== undefined) {
      const file = scripts.get(frame.location.scriptId) ?? ""
      const line = readFileSync(file, "utf8").split("\n")[frame.location.lineNumber]?.trim() ?? ""
      stops.push({ file: relative(root, file), name: frame.functionName, line, value: undefined })
      send("Debugger.evaluateOnCallFrame", { callFrameId: frame.callFrameId, expression, returnByValue: true })
    }
    const last = stops.at(-1)
    if (result?.result === undefined || last === undefined) return
    stops[stops.length - 1] = { ...last, value: result.result.value }
    send("Debugger.resume")
  })
  send("Runtime.enable")
  send("Debugger.enable")
  const goAhead = setInterval(() => {
    if (stops.length === 0) send("Runtime.runIfWaitingForDebugger")
  }, 100)
  const [code] = (await once(child, "exit")) as [number | null]
  clearInterval(goAhead)
  return { stops, said, code }
}

test("a debugger stops in the handler of each step, where the spec's author wrote it, and sees what it was given", async () => {
  const report = reportOf("specs/consensus/election/mutants.ts", "--instance", "forgetsItsVote")
  const { stops, said, code } = await debug(report, "node.votedFor")
  expect(code, said).toBe(0)
  expect(new Set(stops.map(({ file }) => file))).toEqual(new Set(["specs/consensus/election/protocol.ts"]))
  expect(stops.map(({ name, value }) => [name, value])).toEqual([
    ["fire", null],
    ["fire", null],
    ["RequestVote", null],
    ["Vote", "n1"],
    ["RequestVote", null],
    ["Vote", "n2"],
  ])
  expect(stops[2]?.line).toBe("node = catchUp(node, term)")
  expect(said).toMatch(/ 5 {2}n3 {2}crashes and restarts\n/)
})

test("a debugger learns the address last, so that the command waits when it attaches", async () => {
  const { said } = await debug(reportOf("cli/test/samples/climbs.ts"), "n")
  expect(said).toMatch(/^attach a debugger to this process: .*\nDebugger listening on ws:/)
})

test("a debugger stops in the actions of an algorithm", async () => {
  const { stops, said, code } = await debug(reportOf("cli/test/samples/climbs.ts"), "n")
  expect(code, said).toBe(0)
  expect(stops.map(({ name, value }) => [name, value])).toEqual([
    ["up", 0],
    ["up", 1],
    ["up", 2],
  ])
  expect(new Set(stops.map(({ file }) => file))).toEqual(new Set(["cli/test/samples/climbs.ts"]))
})

test("a debugger stops in the handler that throws, behind the steps that lead to it", async () => {
  const { stops, said, code } = await debug(reportOf("cli/test/samples/threw.ts"), "node.seen[0]")
  expect(code, said).toBe(0)
  expect(stops.map(({ name, value }) => [name, value])).toEqual([
    ["fire", undefined],
    ["fire", undefined],
    ["Note", undefined],
    ["Note", 1],
  ])
  expect(stops.at(-1)?.line).toMatch(/throw new Error/)
  expect(said).toMatch(/servers\.on\.Note: 1 came twice/)
})

test("what holds no counterexample cannot be stepped through", () => {
  const { status, stderr } = lockstep("replay", "cli/test/samples/traces/order-saga", "--inspect")
  expect(stderr).toContain("holds no counterexample to step through")
  expect(status).toBe(2)
})
