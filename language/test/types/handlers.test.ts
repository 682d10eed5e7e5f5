import { describe, test } from "vitest"
import { expectTold, type Told } from "./expectation.ts"
import { oneRole, twoRoles } from "./snippets.ts"

type Case = readonly [name: string, text: string, ...told: Told]

const ping = (body: string) => oneRole({ on: `Ping${body}` })
const effect = (wrong: string) =>
  ping(`: (node, _, { from, peers }) => [node, ...peers.map((peer) => send(peer, { type: "Pong" })), from && ${wrong}]`)

const messages: readonly Case[] = [
  [
    "an unknown message",
    effect('send(from, { «type»: "Pang" })'),
    [2322, `Type '"Pang"' is not assignable to type '"Ping" | "Pong"'.`],
  ],
  [
    "an unknown broadcast",
    effect('broadcast({ «type»: "Pang" })'),
    [2322, `Type '"Pang"' is not assignable to type '"Ping" | "Pong"'.`],
  ],
  [
    "a message without its payload",
    effect('send(from, «{ type: "Ping" }»)'),
    [2345, `Property 'term' is missing in type '{ type: "Ping"; }'`],
  ],
  [
    "a message with surplus payload",
    effect('send(from, { type: "Pong", «term»: 1 })'),
    [
      2353,
      "Object literal may only specify known properties, and 'term' does not exist in type '{ type: \"Pong\"; }'.",
    ],
  ],
  [
    "a payload of the wrong type",
    effect('send(from, { type: "Ping", «term»: "1" })'),
    [2322, "Type 'string' is not assignable to type 'number'."],
  ],
  [
    "a send to what is no node",
    effect('send(«"n1"», { type: "Pong" })'),
    [2345, `Argument of type 'string' is not assignable to parameter of type 'NodeId'.`],
  ],
  [
    "what is no message and early",
    effect('early(«restart("beat")»)'),
    [2345, "Argument of type 'Effect' is not assignable to parameter of type 'Sending'."],
  ],
  [
    "an early message that nobody hears",
    effect('early(send(from, { «type»: "Pang" }))'),
    [2322, `Type '"Pang"' is not assignable to type '"Ping" | "Pong"'.`],
  ],
  [
    "a payload field that no message has",
    ping(": (node, { «trem» }) => ({ ...node, term: trem })"),
    [2339, "Property 'trem' does not exist on type '{ type: \"Ping\"; term: number; }'."],
  ],
]

const handlers: readonly Case[] = [
  [
    "a missing handler",
    oneRole({ on: "" }).replace("  on:", "  «on»:"),
    [
      2741,
      "Property 'Ping' is missing in type '{ Pong: (node: Node) => Node; }' but required in type 'MessageHandlers<{ node: Election; }, \"node\">'.",
    ],
  ],
  [
    "a handler of an unknown message",
    ping(": (node) => node, «Pang»: («node») => node"),
    [
      2353,
      "Object literal may only specify known properties, and 'Pang' does not exist in type 'MessageHandlers<{ node: Election; }, \"node\">'.",
    ],
    [7006, "Parameter 'node' implicitly has an 'any' type."],
  ],
  [
    "a handler that waits",
    oneRole({ on: "async «Ping»(node) { return node }" }),
    [2322, "Type 'Promise<Node>' is not assignable to type 'Result<Node>'."],
  ],
  [
    "an arrow that waits",
    ping(": async (node) => «node»"),
    [2322, "Type 'Promise<Node>' is not assignable to type 'Result<Node>'."],
  ],
  [
    "a forgotten return",
    oneRole({ on: "«Ping»(node) { node = { ...node, term: 1 } }" }),
    [2322, "Type 'void' is not assignable to type 'Result<Node>'."],
  ],
  [
    "a state without a field",
    ping(": () => «({ term: 1, leader: null })»"),
    [2322, "Property 'log' is missing in type '{ term: number; leader: null; }' but required in type 'Node'."],
  ],
  [
    "a state with a field of the wrong type",
    ping(": (node) => ({ ...node, «term»: '1' })"),
    [2322, "Type 'string' is not assignable to type 'number'."],
  ],
  [
    "a field that the state does not have",
    ping(": (node) => (node.«trem» > 1 ? node : node)"),
    [2339, "Property 'trem' does not exist on type 'Node'."],
  ],
  [
    "an effect without a state",
    ping(": (_, __, { from }) => «send(from, { type: 'Pong' })»"),
    [2322, "Type 'Sending' is not assignable to type 'Result<Node>'."],
  ],
  [
    "something that is no effect",
    ping(": (node) => [node, «3»]"),
    [2322, "Type 'number' is not assignable to type 'false | Effect | null'."],
  ],
  [
    "a state that is written to",
    ping(": (node) => { node.«term» = 1; return node }"),
    [2540, "Cannot assign to 'term' because it is a read-only property."],
  ],
]

const parts: readonly Case[] = [
  [
    "a durable field that does not exist",
    oneRole({ durable: '[«"trem"»]' }),
    [2322, `Type '"trem"' is not assignable to type '"term" | "leader" | "log"'.`],
  ],
  [
    "an initial state without a field",
    oneRole({ initial: "{ term: 0, log: [] }" }).replace("  initial:", "  «initial»:"),
    [2322, "Property 'leader' is missing in type '{ term: number; log: never[]; }' but required in type 'Node'."],
  ],
  [
    "an unknown timer",
    oneRole({
      timers:
        "beat: { while: () => true, fire: (node) => node }, «idle»: { while: () => true, fire: («node») => node }",
    }),
    [
      2353,
      "Object literal may only specify known properties, and 'idle' does not exist in type 'TimerHandlers<{ node: Election; }, \"node\">'.",
    ],
    [7006, "Parameter 'node' implicitly has an 'any' type."],
  ],
  [
    "a timer that never stops",
    oneRole({ timers: "«beat»: { fire: (node) => node }" }),
    [2741, "Property 'while' is missing in type '{ fire: (node: Node) => Node; }'"],
  ],
  [
    "a restart of an unknown timer",
    effect('restart(«"idle"»)'),
    [2345, `Argument of type '"idle"' is not assignable to parameter of type '"beat"'.`],
  ],
  [
    "a reply of the wrong type",
    oneRole({ calls: 'read: (node, _, { call }) => [node, reply(call, «"x"»)], write: (node) => node' }),
    [2345, "Argument of type 'string' is not assignable to parameter of type 'number'."],
  ],
  [
    "a missing call",
    oneRole({ calls: "read: (node) => node" }).replace("  calls: { read:", "  «calls»: { read:"),
    [2741, "Property 'write' is missing in type '{ read: (node: Node) => Node; }'"],
  ],
  [
    "an unknown activity",
    effect('perform(«"refund"», "key", 1)'),
    [2345, `Argument of type '"refund"' is not assignable to parameter of type '"charge"'.`],
  ],
  [
    "a request of the wrong type",
    effect('perform("charge", "key", «"1"»)'),
    [2345, "Argument of type 'string' is not assignable to parameter of type 'number'."],
  ],
  [
    "an unknown result",
    oneRole({ results: "charge: (node, result) => («result === 'payed'» ? node : node)" }),
    [
      2367,
      'This comparison appears to be unintentional because the types \'"paid" | "declined"\' and \'"payed"\' have no overlap.',
    ],
  ],
  ["an unknown event", effect('emit({ «type»: "Lost" })'), [2322, `Type '"Lost"' is not assignable to type '"Won"'.`]],
]

const severalRoles: readonly Case[] = [
  [
    "a send to a role that does not hear it",
    twoRoles({ prepare: '[node, send(from, { «type»: "Prepare" })]' }),
    [2322, `Type '"Prepare"' is not assignable to type '"Yes" | "No"'.`],
  ],
  [
    "a send to nodes of a role that does not hear it",
    twoRoles({ begin: '[node, ...nodes.participant.map((other) => send(other, { «type»: "Yes" }))]' }),
    [2322, `Type '"Yes"' is not assignable to type '"Prepare" | "Decide"'.`],
  ],
  [
    "nodes of an unknown role",
    twoRoles({ begin: "[node, ...nodes.«participants».map((«other») => send(other, { type: 'Prepare' }))]" }),
    [2551, "Did you mean 'participant'?"],
    [7006, "Parameter 'other' implicitly has an 'any' type."],
  ],
  [
    "a late reply of the wrong type",
    twoRoles({ yes: '[node, node.waiting && reply(node.waiting, «"okay"»)]' }),
    [2345, `Argument of type '"okay"' is not assignable to parameter of type '"ok" | "no"'.`],
  ],
  [
    "a protocol that swaps its roles",
    twoRoles({ roles: "«coordinator»: participant, «participant»: coordinator" }),
    [2322, `'"is defined as role \\"participant\\""'`],
    [2322, `'"is defined as role \\"coordinator\\""'`],
  ],
]

for (const [subject, cases] of Object.entries({ messages, handlers, parts, "several roles": severalRoles }))
  describe(`errors about ${subject}`, () => {
    test.for(cases)("%s", ([, text, ...told]) => expectTold(text, told))
  })

describe("a sound protocol", () => {
  test("has no errors with one role", () => expectTold(oneRole({}), []))
  test("has no errors with two roles", () => expectTold(twoRoles({}), []))
  test("has no errors with untyped effects", () =>
    expectTold(
      `
import { effects, type Call } from "@lockstep/language"
export const answer = (call: Call<null>) => effects.reply(call, null)
export const decline = (call: Call<number>) => effects.reject(call, "no")
`,
      [],
    ))
})
