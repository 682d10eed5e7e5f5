import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"
import { openProgram } from "../../src/1-read/program.ts"
import { readSpecs } from "../../src/1-read/read.ts"
import type { Spec } from "../../src/1-read/spec.ts"
import { describeShape } from "./describe-shape.ts"

const read = (path: string): Spec => {
  const program = openProgram(fileURLToPath(new URL(`../../../${path}`, import.meta.url)))
  const spec = program && readSpecs(program)[0]
  if (!spec) throw new Error(`${path} holds no protocol`)
  return spec
}

/** A spec as lines of text: what a reader of this test would say of it. */
const summary = (spec: Spec): string =>
  spec.roles
    .flatMap((role) => [
      `role ${role.name}`,
      `  state ${describeShape(role.state)}`,
      `  durable ${role.durable.join(" ")}`,
      ...role.hears.flatMap(({ from, messages }) =>
        messages.map(({ shape }) => `  hears ${from ?? "its own"} ${describeShape(shape)}`),
      ),
      ...role.calls.map(
        (call) => `  call ${call.name} ${describeShape(call.argument)} -> ${describeShape(call.answer)}`,
      ),
      ...role.activities.map(
        (each) => `  asks ${each.name} ${describeShape(each.argument)} -> ${describeShape(each.answer)}`,
      ),
      ...role.events.map(({ shape }) => `  tells ${describeShape(shape)}`),
      ...(role.majorityOf === null ? [] : [`  needs a majority of ${role.majorityOf}`]),
      `  timers ${role.timers.join(" ")}`,
      `  handlers ${role.handlers.map(({ name }) => name).join(" ")}`,
    ])
    .join("\n")

describe("reading a spec", () => {
  test("takes one role from the types", () => {
    expect(summary(read("specs/consensus/raft/protocol.ts"))).toMatchInlineSnapshot(`
      "role servers
        state Server{term: integer; votedFor: (node<any> | null); log: list<Entry{term: integer; command: opaque<Command>}>; role: ("follower" | "candidate" | "leader"); commit: integer; votes: set<node<any>>; next: map<node<any>, integer>; match: map<node<any>, integer>; waiting: list<Waiting{index: integer; term: integer; call: call<integer>}>}
        durable term votedFor log
        hears its own {type: "RequestVote"; term: integer; end: End{length: integer; term: integer}}
        hears its own {type: "Vote"; term: integer; granted: boolean}
        hears its own {type: "Append"; term: integer; previous: End{length: integer; term: integer}; entries: array<Entry{term: integer; command: opaque<Command>}>; commit: integer}
        hears its own {type: "Appended"; term: integer; success: boolean; length: integer}
        call submit opaque<Command> -> integer
        tells {type: "Committed"; index: integer; command: opaque<Command>}
        needs a majority of servers
        timers election heartbeat
        handlers timers.election.while timers.election.fire timers.heartbeat.while timers.heartbeat.fire calls.submit on.RequestVote on.Vote on.Append on.Appended"
    `)
  })

  test("takes several roles, and whom each hears", () => {
    expect(summary(read("specs/transactions/two-phase-commit/protocol.ts"))).toMatchInlineSnapshot(`
      "role coordinator
        state Coordinator{transaction: (opaque<Transaction> | null); votes: set<node<participants>>; decision: ("commit" | "abort" | null); waiting: set<call<("commit" | "abort")>>}
        durable transaction decision
        hears participants {type: "Vote"; vote: ("yes" | "no")}
        call commit opaque<Transaction> -> ("commit" | "abort")
        timers giveUp
        handlers calls.commit timers.giveUp.while timers.giveUp.fire on.Vote
      role participants
        state Participant{vote: ("yes" | "no" | null); decision: ("commit" | "abort" | null)}
        durable vote decision
        hears coordinator {type: "Prepare"; transaction: opaque<Transaction>}
        hears coordinator {type: "Decide"; decision: ("commit" | "abort")}
        asks prepare opaque<Transaction> -> ("yes" | "no")
        tells {type: "Decided"; decision: ("commit" | "abort")}
        timers remind
        handlers on.Prepare on.Decide results.prepare timers.remind.while timers.remind.fire"
    `)
  })

  test("finds the protocol of a model", () => {
    expect(read("specs/replication/abd-register/model.ts").name).toBe("abdRegister")
    expect(summary(read("specs/replication/abd-register/model.ts"))).toBe(
      summary(read("specs/replication/abd-register/protocol.ts")),
    )
  })

  test("names a recursive type once", () => {
    const spec = read("generator/test/fixtures/recursive.ts")
    expect([...spec.types].map(([name, shape]) => `${name} ${describeShape(shape)}`)).toMatchInlineSnapshot(`
      [
        "Tree {kind: "branch"; left: (by kind: {kind: "leaf"} | -> Tree); right: (by kind: {kind: "leaf"} | -> Tree)}",
        "Chain Chain{next: (-> Chain | null); value: integer}",
      ]
    `)
    expect(summary(spec)).toMatchInlineSnapshot(`
      "role nodes
        state Node{tree: (by kind: {kind: "leaf"} | -> Tree); chain: -> Chain}
        durable 
        hears its own {type: "Grow"; tree: (by kind: {kind: "leaf"} | -> Tree)}
        timers 
        handlers on.Grow"
    `)
  })

  test("takes the comments of handlers", () => {
    const [coordinator] = read("specs/transactions/two-phase-commit/protocol.ts").roles
    expect(coordinator?.handlers.find(({ name }) => name === "on.Vote")?.comment).toBe(
      "A vote for what is decided is a question.",
    )
    expect(coordinator?.recover?.comment).toMatch(/nobody can have committed/)
  })
})
