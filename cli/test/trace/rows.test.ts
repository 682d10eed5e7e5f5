import type { Snapshot, StepLabel, Trace } from "@lockstep/checker"
import { model, protocol, spec } from "@lockstep/language"
import { expect, test } from "vitest"
import { openLocator } from "../../src/source/locate.ts"
import { traceLines } from "../../src/trace/rows.ts"

const { role } = spec<{ state: { term: number; role: string } }>()
const server = role({ initial: { term: 0, role: "follower" } })
const instance = {
  file: "model.ts",
  url: import.meta.url,
  title: "example",
  isProtocol: true,
  name: "quick",
  model: model(protocol({ roles: { servers: server } }), { nodes: { servers: 2 } }),
}

const snapshot = (term: number, role: string): Snapshot => [{ kind: "node", name: "n1", value: { term, role } }]
const step = (label: Partial<StepLabel>, after: Snapshot) => ({
  label: { kind: "timer", node: "n1", name: "election", ...label } as const,
  after,
})
const vote = { kind: "message", name: "Vote", from: "n2", detail: { type: "Vote", term: 1 } } as const
const long = {
  ...vote,
  detail: { type: "Append", entries: Array.from({ length: 12 }, (_, at) => 1_000 + at) },
} as const
const trace: Trace = {
  initial: snapshot(0, "follower"),
  steps: [
    step({}, snapshot(1, "candidate")),
    step(long, snapshot(1, "follower")),
    step(vote, snapshot(1, "follower")),
    step({ kind: "crash", name: "crash" }, snapshot(0, "follower")),
  ],
}

const lines = (width: number): string[] => traceLines(instance, trace, openLocator(), width)

test("changes stand beside what happens, and below what is too long", () => {
  expect(lines(120)).toEqual([
    "   1  n1  election timer fires  term 0→1  role follower→candidate",
    "   2  n1  Append([1000 1001 1002 1003 1004 1005 1006 1007 1008 1009 1010 1011]) from n2",
    "                                role candidate→follower",
    "   3  n1  Vote(1) from n2       changes nothing",
    "   4  n1  crashes and restarts  term 1→0  not durable, so forgotten",
  ])
})

test("on a narrow terminal all changes stand below", () => {
  expect(lines(60).slice(0, 2)).toEqual([
    "   1  n1  election timer fires",
    "            term 0→1  role follower→candidate",
  ])
})

test("where a behaviour begins is told where it may begin elsewhere", () => {
  const whole = traceLines(instance, { ...trace, isOneOfSeveral: true }, openLocator(), 120)
  expect(whole.slice(0, 2)).toEqual([
    "   0      begins with           n1 {term: 0, role: follower}",
    "   1  n1  election timer fires  term 0→1  role follower→candidate",
  ])
  expect(whole.slice(1)).toEqual(lines(120))
})
