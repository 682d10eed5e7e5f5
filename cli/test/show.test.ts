import { expect, test } from "vitest"
import { lockstep } from "./run.ts"
import { spec } from "./specs.ts"

const show = (...goals: readonly string[]) => [
  ...["check", "docs/mutex.ts", "--no-lint"],
  ...goals.flatMap((goal) => ["--show", goal]),
]

test("the way to a goal is printed under its name", () => {
  const { status, stdout } = lockstep(...show("someoneWorks"))
  expect(stdout).toMatch(
    /✓ someoneWorks {3}reached in 3 steps\n\n {2}the way to someoneWorks\n {3}1 {2}c1 .*\n {3}2 .*\n {3}3 .*emits Works\n/,
  )
  expect(status).toBe(0)
})

test("a diagram is drawn of it where nothing is broken, and data has it", () => {
  expect(lockstep(...show("someoneWorks"), "--format", "mermaid").stdout).toContain("lock->>c1: Go")
  expect(lockstep(...show(), "--format", "mermaid")).toMatchObject({ stdout: "" })
  const data: unknown = JSON.parse(lockstep(...show("someoneWorks"), "--json").stdout)
  expect(data).toMatchObject([
    { properties: [{ name: "oneAtATime" }, { name: "someoneWorks", trace: { steps: expect.any(Array) } }] },
  ])
})

test("what cannot be reached has no way, and what nobody has is refused", () => {
  const file = spec(
    "resting.ts",
    `import { algorithm } from "@lockstep/language"
export const rests = algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: { rest: () => ({}) },
  reachable: { moves: ({ n }) => n > 0 },
})
`,
  )
  const { status, stdout } = lockstep("check", file, "--no-lint", "--show", "moves")
  expect(stdout).toMatch(/✗ moves {3}cannot be reached\n/)
  expect(stdout).not.toContain("the way to")
  expect(status).toBe(6)
  expect(lockstep(...show("someoneWork"))).toMatchObject({
    stderr: expect.stringContaining(
      'nothing of this name is `reachable`: "someoneWork"  [unknown-goal]\n  did you mean someoneWorks?',
    ),
    status: 2,
  })
})
