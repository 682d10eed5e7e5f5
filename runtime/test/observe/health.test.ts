import { expect, test } from "vitest"
import { judgeHealth } from "../../src/observe/health.ts"
import type { PeerView } from "../../src/observe/watch.ts"

const reasonsOf = (peer: Partial<PeerView>): readonly string[] =>
  judgeHealth(
    { protocol: "p", role: "r", node: "n1" },
    {
      isRunning: true,
      outlook: {
        peers: [
          { peer: "n2", state: "refused", reason: "its certificate has ended", lagSeconds: 0, waiting: 0, ...peer },
        ],
        quorum: { of: "r", reachable: 1, total: 2, isReachable: false, isNeeded: false },
      },
      waiting: { inputs: 0, inputsLimit: 1, calls: 0 },
      views: {},
    },
  ).reasons

test("who refuses whom is told, since the reason is about the one that is refused", () => {
  expect(reasonsOf({ by: "us" })).toEqual(["n1 refuses n2: its certificate has ended"])
  expect(reasonsOf({ by: "them" })).toEqual(["n2 refuses n1: its certificate has ended"])
  expect(reasonsOf({})).toEqual(["n2 is out of reach: its certificate has ended"])
})
