import { changRoberts } from "./chang-roberts.ts"
import { inductiveConsensus, plainConsensus } from "./consensus.ts"
import { diningPhilosophers } from "./dining-philosophers.ts"
import { ewd840Of3 } from "./ewd840.ts"
import { onePaxosAcceptor, tinyPaxos } from "./paxos.ts"
import { paxosCommit2 } from "./paxos-commit.ts"
import { readersWriters3 } from "./readers-writers.ts"
import { type Row, rowsOf } from "./row.ts"
import { simplifiedPaxos } from "./simplified-paxos.ts"
import { terminationDetection7 } from "./termination-detection.ts"
import { tokenRing6 } from "./token-ring.ts"
import { transactionCommit3 } from "./transaction-commit.ts"
import { twoPhase3, twoPhase4, twoPhase5, twoPhase6, twoPhase7, twoPhase8 } from "./two-phase.ts"
import { symmetricVoting, threeBallotVoting } from "./voting.ts"

/**
 * Models of the TLA+ examples with the numbers that TLC finds for them.
 * What an original says in its type invariant is said by the types of the port; what it asks of infinite behaviours is left out.
 */
export const firstHalf: readonly Row[] = [
  rowsOf("two-phase", "transaction_commit/TwoPhase", {
    twoPhase3: [twoPhase3, 288, 11],
    // Each manager prepares, is heard and commits, and in between there is the decision: 3 * count + 1 steps.
    twoPhase4: [twoPhase4, 1_568, 14],
    twoPhase5: [twoPhase5, 8_832, 17],
    twoPhase6: [twoPhase6, 50_816, 20],
    twoPhase7: [twoPhase7, 296_448, 23],
    twoPhase8: [twoPhase8, 1_745_408, 26],
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
].flat()
