import { algorithm } from "@lockstep/language"
import { expect, test } from "vitest"
import { machineFor } from "../../src/machine/load.ts"
import { bindProperties } from "../../src/property/properties.ts"
import { makeTestedMemory } from "../../src/search/exchange.ts"
import { explore } from "../../src/search/explore.ts"
import { makeFrontierMemory, openFrontier } from "../../src/search/frontier.ts"
import { keysFor } from "../../src/search/keys.ts"
import { makeVisitedMemory, openVisited } from "../../src/store/visited.ts"

const width = 100

/** As many beginnings, each of which leads to one more state. */
const narrow = algorithm<{ readonly n: number; readonly isOver: boolean }>({
  initial: Array.from({ length: width }, (_, n) => ({ n, isOver: false })),
  actions: { end: ({ n, isOver }) => !isOver && { n, isOver: true } },
  always: { counted: ({ n }) => n < width },
})

test("what a small page led to is looked up where it ends, or where few states are expanded: nobody waits for the end of the level", () => {
  const machine = machineFor(narrow)
  const isAlone = (): boolean => true
  const keys = keysFor(machine, { parts: undefined, isAlone, seed: 0 })
  const frontier = openFrontier(makeFrontierMemory(1), 0, keys.width)
  const visited = openVisited(makeVisitedMemory(), isAlone)
  const search = explore(machine, {
    keys,
    visited,
    frontier,
    keepWays: 0,
    properties: bindProperties(machine),
    tested: makeTestedMemory(),
  })
  search.begin(1_000)
  frontier.endPage()
  frontier.descend()
  expect(search.states()).toBe(width)
  expect(search.expandLevel(71)).toBe(true)
  expect(search.states()).toBe(width + 64)
  expect(search.expandLevel(1)).toBe(true)
  expect(search.states()).toBe(width + 72)
})
