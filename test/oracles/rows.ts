import { schedulingAllocator, simpleAllocator } from "./allocator.ts"
import { alternatingBit2 } from "./alternating-bit.ts"
import { alternatingBitCorrectness } from "./alternating-bit-correctness.ts"
import { atomicCommit } from "./atomic-commit.ts"
import { bakery2 } from "./bakery.ts"
import { barrier6, barriers6 } from "./barriers.ts"
import { internalMemory, writeThroughCache } from "./caching-memory.ts"
import { changRoberts } from "./chang-roberts.ts"
import { cigaretteSmokers } from "./cigarette-smokers.ts"
import { inductiveConsensus, plainConsensus } from "./consensus.ts"
import { diningPhilosophers } from "./dining-philosophers.ts"
import { disruptor3 } from "./disruptor.ts"
import { ewd840Of3 } from "./ewd840.ts"
import { hourClock } from "./hour-clock.ts"
import { lock } from "./lock.ts"
import { nonBlockingCommit } from "./non-blocking-commit.ts"
import { onePaxosAcceptor, tinyPaxos } from "./paxos.ts"
import { paxosCommit2 } from "./paxos-commit.ts"
import { peterson } from "./peterson.ts"
import { prisoners4 } from "./prisoners.ts"
import { readersWriters3 } from "./readers-writers.ts"
import { replicatedLog } from "./replicated-log.ts"
import { type Row, rowsOf } from "./row.ts"
import { simple5 } from "./simple.ts"
import { simplifiedPaxos } from "./simplified-paxos.ts"
import { spanningTree } from "./spanning-tree.ts"
import { tcp } from "./tcp.ts"
import { terminationDetection7 } from "./termination-detection.ts"
import { tokenRing6 } from "./token-ring.ts"
import { transactionCommit3 } from "./transaction-commit.ts"
import { twoPhase3, twoPhase4, twoPhase5, twoPhase6, twoPhase7, twoPhase8, twoPhase9 } from "./two-phase.ts"
import { symmetricVoting, threeBallotVoting } from "./voting.ts"

/**
 * Models of the TLA+ examples with the numbers that TLC finds for them.
 * What an original says in its type invariant is said by the types of the port; what it asks of infinite behaviours is left out.
 * Where TLC looks for deadlocks, a port says in `ends` how it may end.
 */
const allRows: readonly Row[] = [
  rowsOf("two-phase", "transaction_commit/TwoPhase", {
    twoPhase3: [twoPhase3, 288, 11],
    // Each manager prepares, is heard and commits, and in between there is the decision: 3 * count + 1 steps.
    twoPhase4: [twoPhase4, 1_568, 14],
    twoPhase5: [twoPhase5, 8_832, 17],
    twoPhase6: [twoPhase6, 50_816, 20],
    twoPhase7: [twoPhase7, 296_448, 23],
    twoPhase8: [twoPhase8, 1_745_408, 26],
    twoPhase9: [twoPhase9, 10_340_352, 29, { nightly: true }],
  }),
  rowsOf("transaction-commit", "transaction_commit/TCommit", { transactionCommit3: [transactionCommit3, 34, 7] }),
  rowsOf("paxos-commit", "transaction_commit/PaxosCommit", { paxosCommit2: [paxosCommit2, 1_321_761, 28] }),
  rowsOf("paxos", "Paxos/MCPaxos", { onePaxosAcceptor: [onePaxosAcceptor, 25, 9] }),
  rowsOf("voting", "Paxos/MCVoting", { symmetricVoting: [symmetricVoting, 77, 11] }),
  rowsOf("consensus", "Paxos/MCConsensus", { inductiveConsensus: [inductiveConsensus, 4, 1] }),
  rowsOf("paxos", "PaxosHowToWinATuringAward/MCPaxosTiny", { tinyPaxos: [tinyPaxos, 3_921, 17] }),
  rowsOf("voting", "PaxosHowToWinATuringAward/MCVoting", { threeBallotVoting: [threeBallotVoting, 6_752, 16] }),
  rowsOf("consensus", "PaxosHowToWinATuringAward/MCConsensus", { plainConsensus: [plainConsensus, 4, 2] }),
  rowsOf("simplified-paxos", "SimplifiedFastPaxos/Paxos", { simplifiedPaxos: [simplifiedPaxos, 1_207, 22] }),
  // The example's manifest says 10, from a search that is not strictly breadth-first.
  rowsOf("ewd840", "ewd840/EWD840", { ewd840Of3: [ewd840Of3, 302, 9] }),
  rowsOf("termination-detection", "ewd840/SyncTerminationDetection", {
    terminationDetection7: [terminationDetection7, 129, 1],
  }),
  rowsOf("token-ring", "ewd426/TokenRing", { tokenRing6: [tokenRing6, 46_656, 1] }),
  rowsOf("chang-roberts", "chang_roberts/MCChangRoberts", { changRoberts: [changRoberts, 137, 10] }),
  rowsOf("dining-philosophers", "DiningPhilosophers", { diningPhilosophers: [diningPhilosophers, 67, 29] }),
  rowsOf("readers-writers", "ReadersWriters/MC", { readersWriters3: [readersWriters3, 21_527, 13] }),
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
  rowsOf("prisoners", "Prisoners", { prisoners4: [prisoners4, 214, 14] }),
  rowsOf("cigarette-smokers", "CigaretteSmokers", { cigaretteSmokers: [cigaretteSmokers, 6, 2] }),
  rowsOf("disruptor", "Disruptor/Disruptor_SPMC", { disruptor3: [disruptor3, 8_496, 82] }),
  rowsOf("replicated-log", "FiniteMonotonic/MCReplicatedLog", { replicatedLog: [replicatedLog, 1_363, 13] }),
  rowsOf("simple", "TeachingConcurrency/Simple", { simple5: [simple5, 723, 11] }),
  rowsOf("bakery", "Bakery-Boulangerie/MCBakery", { bakery2: [bakery2, 655_200, 1] }),
  rowsOf("allocator", "allocator/SimpleAllocator", { simpleAllocator: [simpleAllocator, 400, 6] }),
  rowsOf("allocator", "allocator/SchedulingAllocator", { schedulingAllocator: [schedulingAllocator, 1_690, 7] }),
  rowsOf("barriers", "barriers/Barrier", { barrier6: [barrier6, 64, 7] }),
  rowsOf("barriers", "barriers/Barriers", { barriers6: [barriers6, 29_279, 93] }),
  rowsOf("caching-memory", "SpecifyingSystems/CachingMemory/MCInternalMemory", {
    internalMemory: [internalMemory, 4_408, 10],
  }),
  rowsOf("caching-memory", "SpecifyingSystems/CachingMemory/MCWriteThroughCache", {
    writeThroughCache: [writeThroughCache, 5_196, 18],
  }),
  rowsOf("tcp", "tcp/MCtcp", { tcp: [tcp, 1_182, 14] }),
  rowsOf("hour-clock", "SpecifyingSystems/HourClock", { hourClock: [hourClock, 12, 1] }),
].flat()

/** The rows to test: `npm run nightly` takes those that last longer, too. */
export const rows = allRows.filter(({ nightly }) => !nightly || process.env["NIGHTLY"] !== undefined)
