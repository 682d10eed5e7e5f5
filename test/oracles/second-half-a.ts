import { atomicCommit } from "./atomic-commit.ts"
import { lock } from "./lock.ts"
import { nonBlockingCommit } from "./non-blocking-commit.ts"
import { peterson } from "./peterson.ts"
import { type Row, rowsOf } from "./row.ts"

/** More models of the TLA+ examples, as in the first half. */
export const secondHalfA: readonly Row[] = [
  rowsOf("lock", "locks_auxiliary_vars/Lock", { lock: [lock, 12, 5] }),
  rowsOf("peterson", "locks_auxiliary_vars/Peterson", { peterson: [peterson, 42, 11] }),
  rowsOf("non-blocking-commit", "nbacc_ray97", { nonBlockingCommit: [nonBlockingCommit, 3_016, 7] }),
  rowsOf("atomic-commit", "acp/ACP_SB_TLC", { atomicCommit: [atomicCommit, 54_944, 21] }),
].flat()
