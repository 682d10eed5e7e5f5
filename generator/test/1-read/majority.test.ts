import { mkdirSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"
import { openProgram } from "../../src/1-read/program.ts"
import { readSpecs } from "../../src/1-read/read.ts"

const folder = fileURLToPath(new URL("../dist/majority/", import.meta.url))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const sound = {
  before: "",
  field: "readonly unused: null",
  initial: "{ promises: Set.of(), unused: null }",
  promise: "(node) => node",
}

type Parts = Partial<typeof sound>

/** Proposers that may count acceptors, beside acceptors that count nobody. */
const paxos = (parts: Parts): string => {
  const part = { ...sound, ...parts }
  return `import { majority, agreedByQuorum, protocol, roles, Set, type NodeId } from "@lockstep/language"
interface Proposer { readonly promises: Set<NodeId<"acceptors">>; ${part.field} }
interface Acceptor { readonly ballot: number }
const { role } = roles<{
  proposers: { state: Proposer; hears: { acceptors: { type: "Promise" } } }
  acceptors: { state: Acceptor; hears: { proposers: { type: "Prepare" } } }
  learners: { state: Acceptor }
}>()
${part.before}
const proposers = role("proposers", { initial: ${part.initial}, on: { Promise: ${part.promise} } })
const acceptors = role("acceptors", { initial: { ballot: 0 }, on: { Prepare: (node) => node } })
const learners = role("learners", { initial: { ballot: 0 } })
export const paxos = protocol({ roles: { proposers, acceptors, learners } })
`
}

/** Whose majority the first role of a spec counts. */
const majorityIn = (text: string): string | null | undefined => {
  mkdirSync(folder, { recursive: true })
  const file = `${folder}protocol.ts`
  writeFileSync(file, text)
  const program = openProgram(file)
  if (program === null) throw new Error(`${file} is not there`)
  expect(program.errors().map(({ messageText }) => messageText)).toEqual([])
  const [role, ...others] = readSpecs(program)[0]?.roles ?? []
  for (const other of others) expect(other.majorityOf).toBeNull()
  return role?.majorityOf
}

test.each<readonly [what: string, parts: Parts]>([
  [
    "by name",
    { promise: "(node, _, context) => majority(node.promises.size, context.nodes.acceptors.length) ? node : node" },
  ],
  [
    "as an element",
    { promise: `(node, _, { nodes }) => majority(node.promises.size, nodes["acceptors"].length) ? node : node` },
  ],
  [
    "out of a pattern in a pattern",
    {
      promise:
        "(node, _, { nodes: { acceptors: all } }) => agreedByQuorum([all], (one) => node.promises.has(one)) ? node : node",
    },
  ],
  [
    "in a function that is given the context for a record of its author",
    {
      before: `interface Place { readonly nodes: { readonly acceptors: readonly NodeId[] } }
const isChosen = (node: Proposer, { nodes }: Place) => majority(node.promises.size, nodes.acceptors.length)`,
      promise: "(node, _, context) => isChosen(node, context) ? node : node",
    },
  ],
  [
    "for a function that counts whoever it is given",
    {
      before: "const isChosen = (node: Proposer, all: readonly NodeId[]) => majority(node.promises.size, all.length)",
      promise: "(node, _, { nodes }) => isChosen(node, nodes.acceptors) ? node : node",
    },
  ],
  [
    "in the beginning",
    {
      field: "readonly all: number",
      initial: "({ nodes }) => ({ promises: Set.of<NodeId<'acceptors'>>(), all: nodes.acceptors.length })",
      promise: "(node) => (majority(node.promises.size, node.all) ? node : node)",
    },
  ],
])("a role that looks at the nodes of one other role, %s, counts their majority", (_, parts) => {
  expect(majorityIn(paxos(parts))).toBe("acceptors")
})

test.each<readonly [what: string, parts: Parts]>([
  ["at its peers", { promise: "(node, _, { peers }) => majority(1, peers.length + 1) ? node : node" }],
  [
    "at its peers and at others",
    { promise: "(node, _, { peers, nodes }) => majority(nodes.acceptors.length, peers.length + 1) ? node : node" },
  ],
  [
    "at its own nodes by name",
    { promise: "(node, _, { nodes }) => majority(1, nodes.proposers.length) ? node : node" },
  ],
  [
    "at those of several roles",
    { promise: "(node, _, { nodes }) => majority(nodes.learners.length, nodes.acceptors.length) ? node : node" },
  ],
  ["at nobody's", { promise: "(node) => majority(node.promises.size, 3) ? node : node" }],
  [
    "at what has only the name of a role",
    {
      field: "readonly acceptors: number",
      initial: "{ promises: Set.of(), acceptors: 3 }",
      promise: "(node) => majority(node.promises.size, node.acceptors) ? node : node",
    },
  ],
])("a role that looks %s counts a majority of its own", (_, parts) => {
  expect(majorityIn(paxos(parts))).toBe("proposers")
})

test("a role that looks at others and counts none needs no majority", () => {
  expect(
    majorityIn(paxos({ promise: "(node, _, { nodes }) => (nodes.acceptors.length > 1 ? node : node)" })),
  ).toBeNull()
})

test("what is called peers is what its type says: it may be a role of this name", () => {
  const promise = "(node, _, { nodes }) => majority(node.promises.size, nodes.peers.length) ? node : node"
  expect(majorityIn(paxos({ promise }).replaceAll("acceptors", "peers"))).toBe("peers")
})
