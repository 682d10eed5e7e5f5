import { alternatingBit2 } from "./alternating-bit.ts"
import { alternatingBitCorrectness } from "./alternating-bit-correctness.ts"
import { atomicCommit } from "./atomic-commit.ts"
import { lock } from "./lock.ts"
import { nonBlockingCommit } from "./non-blocking-commit.ts"
import { peterson } from "./peterson.ts"
import { type Row, rowsOf } from "./row.ts"
import { spanningTree } from "./spanning-tree.ts"

/** More models of the TLA+ examples, as in the first half. */
export const secondHalfA: readonly Row[] = [
  rowsOf("lock", "locks_auxiliary_vars/Lock", { lock: [lock, 12, 5] }),
  rowsOf("peterson", "locks_auxiliary_vars/Peterson", { peterson: [peterson, 42, 11] }),
  rowsOf("non-blocking-commit", "nbacc_ray97", { nonBlockingCommit: [nonBlockingCommit, 3_016, 7] }),
  rowsOf("atomic-commit", "acp/ACP_SB_TLC", { atomicCommit: [atomicCommit, 54_944, 21] }),
  rowsOf("alternating-bit-correctness", "SpecifyingSystems/TLC/ABCorrectness", {
    alternatingBitCorrectness: [alternatingBitCorrectness, 20, 3],
  }),
  rowsOf("alternating-bit", "SpecifyingSystems/TLC/MCAlternatingBit", { alternatingBit2: [alternatingBit2, 240, 10] }),
  // The example's manifest says 6, from a search that is not strictly breadth-first. A parent is always nearer to the root than
  // its child, so that one step for each of the four other nodes, the nearest first, leads to any state.
  rowsOf("spanning-tree", "SpanningTree/SpanTree", { spanningTree: [spanningTree, 1_236, 5] }),
].flat()
