import { check } from "@lockstep/checker"
import { List, model, protocol, spec } from "@lockstep/language"
import { expect, test } from "vitest"

const { role, send } = spec<{
  state: { heard: List<"A" | "B"> }
  message: { type: "Say"; letter: "A" | "B" }
}>()

/** The first node says A, B and A again to the second. */
const says = role({
  initial: { heard: List.of() },
  start: (node, { self, peers: [other] }) => {
    if (other === undefined || self > other) return node
    const letters = ["A", "B", "A"] as const
    return [node, ...letters.map((letter) => send(other, { type: "Say", letter }))]
  },
  on: { Say: (node, { letter }) => ({ heard: node.heard.append(letter) }) },
})

const ends = ["A B", "B A", "A A", "A B A", "B A A", "A A B"]
const heardAs =
  (ending: string) =>
  ({ nodes }: { nodes: readonly { heard: List<string> }[] }) =>
    nodes.some(({ heard }) => [...heard].join(" ") === ending)

test.each([
  ["loss", ["A B", "B A", "A A", "A B A"]],
  ["reordering", ["A B", "B A", "A A", "A B A", "B A A", "A A B"]],
] as const)("in a queue, %s strikes each of two equal messages", async (fault, expected) => {
  const queue = model(protocol({ roles: { nodes: says } }), {
    nodes: { nodes: 2 },
    network: { kind: "fifo", [fault]: 1 },
    reachable: Object.fromEntries(ends.map((ending) => [ending, heardAs(ending)])),
  })
  const { properties } = await check(queue, { workers: 1 })
  expect(properties.filter(({ outcome }) => outcome === "reached").map(({ name }) => name)).toEqual(expected)
})
