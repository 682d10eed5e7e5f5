import { List, Map, Set } from "@lockstep/language"
import { expect, test } from "vitest"
import { difference } from "../../src/trace/difference.ts"

test.each([
  ["a field", { term: 0, role: "follower" }, { term: 1, role: "follower" }, ["term 0→1"]],
  ["nothing", { at: null }, { at: "n1" }, ["at none→n1"]],
  ["a field inside", { end: { term: 1 } }, { end: { term: 2 } }, ["end.term 1→2"]],
  ["another kind of record", { job: { type: "a" } }, { job: { type: "b" } }, ["job {type: a}→{type: b}"]],
  ["what was appended", { log: List.of(1) }, { log: List.of(1, 2, 3) }, ["log +2 +3"]],
  ["what was cut off", { log: List.of(1, 2) }, { log: List.of(1) }, ["log -2"]],
  ["the last that was cut off", { log: [1] }, { log: [] }, ["log -1"]],
  ["what left in front", { queue: [1, 2, 3] }, { queue: [2, 3] }, ["queue -1 in front"]],
  ["an item in its place", { log: ["a", "b"] }, { log: ["a", "c"] }, ["log[1] b→c"]],
  ["another sequence", { log: [1, 2] }, { log: [3, 4, 5] }, ["log [1 2]→[3 4 5]"]],
  ["members of a set", { votes: Set.of("n1", "n2") }, { votes: Set.of("n1", "n3") }, ["votes +n3 -n2"]],
  [
    "entries of a map",
    { next: Map.of(["n1", 0], ["n2", 0]) },
    { next: Map.of(["n2", 1], ["n3", 0], ["n4", 0]) },
    ["next[n2] 0→1", "next +n3: 0 +n4: 0 -n1"],
  ],
])("%s", (_what, before, after, changes) => {
  expect(difference("", before, after)).toEqual(changes)
  expect(difference("", after, after)).toEqual([])
})
