import type { Form } from "../../src/index.ts"

/** A bug that a generator could have: in one place the emitted text is not what it should be. */
export interface Sabotage {
  readonly name: string
  /** The protocol in whose library it shows. */
  readonly spec: string
  readonly form: Form
  readonly file: string
  readonly from: string
  readonly to: string
}

const of =
  (spec: string) =>
  (file: string, bugs: { readonly [name: string]: readonly [from: string, to: string] }): readonly Sabotage[] =>
    Object.entries(bugs).map(([name, [from, to]]) => ({
      name,
      spec,
      form: file.endsWith(".js") ? "js" : "ts",
      file,
      from,
      to,
    }))

const commit = of("transactions/two-phase-commit")
const lock = of("coordination/fencing-lock")
const saga = of("transactions/order-saga")
const clock = of("time/hybrid-logical-clock")
const breaker = of("resilience/circuit-breaker")
const register = of("replication/abd-register")
const raft = of("consensus/raft")
const nested = of("../generator/test/specs/nested")

/** Every bug has one way in which it shows, and the validation must see each. */
export const sabotages: readonly Sabotage[] = [
  ...commit("protocol.ts", {
    "drops a write": ["{ ...node, decision, waiting: Set.of() }", "{ ...node, waiting: Set.of() }"],
    "drops an effect": [`  broadcast({ type: "Decide", decision }),\n`, ""],
    "reorders effects": [
      `broadcast({ type: "Vote", vote }), aborts && emit({ type: "Decided", decision: "abort" })`,
      `aborts && emit({ type: "Decided", decision: "abort" }), broadcast({ type: "Vote", vote })`,
    ],
    "aborts for commits": [`"abort" : null }`, `"commit" : null }`],
    "begins in another state": ["initial: { vote: null, decision: null }", `initial: { vote: "no", decision: null }`],
    "turns a condition around": [
      `node.vote === "yes" && node.decision === null`,
      `node.vote === "yes" && node.decision !== null`,
    ],
  }),
  ...commit("step.ts", {
    "swaps two handlers": [
      `messageHandler(protocol.participant, "Prepare")`,
      `messageHandler(protocol.participant, "Decide")`,
    ],
    "gives a message the wrong number": ["{ Prepare: 0, Decide: 1 }", "{ Prepare: 1, Decide: 0 }"],
    "leaves out a case": ["{ Prepare: 0, Decide: 1 }", "{ Prepare: 0, Decide: 2 }"],
    "takes another role's handler": [
      `timerHandlers(protocol.participant, "remind")`,
      `timerHandlers(protocol.coordinator, "giveUp")`,
    ],
    "never recovers": [
      "outcomeOf(state, coordinatorRecover(state, { self, peers, nodes, now, pick }))",
      "outcomeOf(state, state)",
    ],
    "hands over the request for the result": [
      "participantsResultsPrepare(state, result, context)",
      "participantsResultsPrepare(state, request, context)",
    ],
    "never arms a timer": [`running.push("giveUp")`, "running.pop()"],
    "always arms a timer": ["if (participantsTimersRemind.while(state, context)) ", ""],
    "loses the sender": ["nodes, now, pick, from }", "nodes, now, pick, from: self }"],
    "loses the call": ["nodes, now, pick, call }", "nodes, now, pick, call: input.name }"],
    "answers to a stranger": [
      "        default:\n          return noHandler(input)",
      "        default:\n          return outcomeOf(state, state)",
    ],
    "lets inherited names in": [
      "switch (coordinatorOnTags[message.type])",
      "switch (message.type in coordinatorOnTags ? 0 : 1)",
    ],
    "forgets the old state": ["outcomeOf(state, participantsOnDecide(", "outcomeOf({}, participantsOnDecide("],
  }),
  ...commit("durable.ts", {
    "misses a delta": [
      "const hasDecisionChanged = changed(before.decision, after.decision)",
      "const hasDecisionChanged = false",
    ],
    "journals the old value": [
      "codec.participantsVote.encode(writer, after.vote)",
      "codec.participantsVote.encode(writer, before.vote)",
    ],
    "says nothing changed": ["    return true\n", "    return false\n"],
    "says that something changed": ["if (which0 === 0) return false", "if (which0 === 0) return true"],
    "replays into the wrong field": [
      "vote: (which0 & 1) === 0 ? before.vote : codec.participantsVote.decode(reader),",
      "vote: (which0 & 2) === 0 ? before.vote : codec.participantsVote.decode(reader),",
    ],
    "leaves bytes behind": ["writer.size(which0)\n", "writer.size(which0)\n    writer.byte(0)\n"],
    "replays onto nothing": ["      ...before,\n", ""],
    "takes another snapshot": ["snapshot: codec.participantsDurable", "snapshot: codec.coordinatorDurable"],
    "names a field that is not durable": [`fields: ["vote", "decision"]`, `fields: ["vote"]`],
  }),
  ...commit("codec.ts", {
    "writes the wrong tag": [
      `case "no":\n      return writer.variant(1)`,
      `case "no":\n      return writer.variant(0)`,
    ],
    "reads the wrong member": [`case 1:\n      return "abort"`, `case 1:\n      return "commit"`],
    "counts one item too many": ["writer.count(value.size)", "writer.count(value.size + 1)"],
    "reads one item too few": ["index < count;", "index < count - 1;"],
    "skips the last field": ["  if (fields > 1) encodeParticipantDecision(writer, value.decision)\n", ""],
    "takes null for present": [
      "if (value.transaction === null) writer.variant(1)",
      "if (value.transaction === null) writer.variant(0)",
    ],
    "announces other fields than it has": ["reach: [1, 1]", "reach: [1, 2]"],
  }),
  ...commit("library.ts", {
    "restores nothing": [`    decision: durable["decision"],\n`, ""],
    "restores another field": [`vote: durable["vote"]`, `vote: durable["decision"]`],
    "swaps two codecs": [
      "argument: untyped(codec.coordinatorCommitArgument), answer: untyped(codec.coordinatorCommitAnswer)",
      "argument: untyped(codec.coordinatorCommitAnswer), answer: untyped(codec.coordinatorCommitArgument)",
    ],
    "takes another role's messages": [
      "untypedMessages(codec.coordinatorToParticipants)",
      "untypedMessages(codec.participantsToCoordinator)",
    ],
    "forgets a role": ["    participants: participantsRole,\n", ""],
    "takes another role's step": ["step: participantsStep", "step: coordinatorStep"],
    "says another hash": [`specHash: "`, `specHash: "0`],
  }),
  ...commit("protocol.js", {
    "drops a write in JavaScript": ["{ ...node, decision, waiting: Set.of() }", "{ ...node, waiting: Set.of() }"],
    "drops an effect in JavaScript": [`    broadcast({ type: "Decide", decision }),\n`, ""],
  }),
  ...commit("step.js", {
    "swaps two handlers in JavaScript": [
      `messageHandler(protocol.participant, "Prepare")`,
      `messageHandler(protocol.participant, "Decide")`,
    ],
    "never arms a timer in JavaScript": [`running.push("giveUp")`, "running.pop()"],
  }),
  ...commit("durable.js", {
    "misses a delta in JavaScript": [
      "const hasDecisionChanged = changed(before.decision, after.decision)",
      "const hasDecisionChanged = false",
    ],
    "says nothing changed in JavaScript": ["return true;", "return false;"],
  }),
  ...commit("codec.js", {
    "reads the wrong member in JavaScript": [
      `case 1:\n            return "abort"`,
      `case 1:\n            return "commit"`,
    ],
    "counts one item too many in JavaScript": ["writer.count(value.size)", "writer.count(value.size + 1)"],
  }),
  ...commit("library.js", {
    "restores nothing in JavaScript": [`        decision: durable["decision"],\n`, ""],
  }),
  ...commit("index.js", {
    "leaves out the codecs in JavaScript": [`export * from "./codec.js";\n`, ""],
  }),
  ...lock("library.ts", {
    "sends to the wrong codec": [
      "writer.variant(1)\n        return codec.resourceToClients",
      "writer.variant(0)\n        return codec.resourceToClients",
    ],
    "reads with the wrong codec": [
      "case 1:\n        return codec.resourceToClients.decode",
      "case 1:\n        return codec.lockToClients.decode",
    ],
  }),
  ...lock("durable.ts", {
    "misses an append": [
      "const changeOfLog = listChange(before.log, after.log)",
      "const changeOfLog = listChange(before.log, before.log)",
    ],
    "replays the old list": [
      "readListChange(reader, codec.resourceLogItem, before.log)",
      "(readListChange(reader, codec.resourceLogItem, before.log), before.log)",
    ],
  }),
  ...lock("codec.ts", {
    "swaps two fields": [
      "writer.integer(value.attempt)\n      writer.integer(value.token)",
      "writer.integer(value.token)\n      writer.integer(value.attempt)",
    ],
  }),
  ...saga("durable.ts", {
    "misses a pair": ["mapChange(before.shelf, after.shelf)", "mapChange(after.shelf, after.shelf)"],
    "takes the key's codec for the value": [
      "writeMapChange(writer, codec.inventoryShelfKey, codec.inventoryShelfValue, changeOfShelf)",
      "writeMapChange(writer, codec.inventoryShelfKey, codec.ordersStagesValue, changeOfShelf)",
    ],
  }),
  ...clock("step.ts", {
    "stops the clock": ["{ self, peers, nodes, now, pick, from }", "{ self, peers, nodes, now: 0, pick, from }"],
  }),
  ...clock("protocol.ts", {
    "is off by one": ["const limit = 1", "const limit = 2"],
  }),
  ...breaker("library.ts", {
    "forgets a view": [`    circuit: viewOf(protocol.breaker, "circuit"),\n`, ""],
  }),
  ...register("codec.ts", {
    "loses an item of a tuple": ["[reader.integer(), ", "[reader.integer() + 1, "],
  }),
  ...breaker("step.ts", {
    "loses the key": ["request, key }", "request, key: input.kind }"],
  }),
  ...raft("protocol.ts", {
    "lets a message wait for the sync": [`return early(send(to, {`, `return ((sending) => sending)(send(to, {`],
  }),
  ...raft("durable.ts", {
    "shifts the fields of a delta": [
      "(hasTermChanged ? 1 : 0) | (hasVotedForChanged ? 2 : 0)",
      "(hasTermChanged ? 2 : 0) | (hasVotedForChanged ? 1 : 0)",
    ],
  }),
  ...nested("durable.ts", {
    "forgets a list in a record": ["(changeOfBookSales !== null ? 2 : 0) |", ""],
    "replays a part of a record onto another": ["before.book.index.seen)", "before.book.index.seen.delete(1))"],
    "asks for another part of a record": ["(which0 & 2) === 0", "(which0 & 4) === 0"],
  }),
]
