import { bakery2 } from "./bakery.ts"
import { cigaretteSmokers } from "./cigarette-smokers.ts"
import { disruptor3 } from "./disruptor.ts"
import { hourClock } from "./hour-clock.ts"
import { prisoners4 } from "./prisoners.ts"
import { replicatedLog } from "./replicated-log.ts"
import { type Row, rowsOf } from "./row.ts"
import { simple5 } from "./simple.ts"

/**
 * More models of the TLA+ examples with the numbers that TLC finds for them, ported as those of the first half.
 * Where TLC looks for deadlocks, a port says in `ends` how it may end.
 */
export const secondHalfB: readonly Row[] = [
  rowsOf("prisoners", "Prisoners", { prisoners4: [prisoners4, 214, 14] }),
  rowsOf("cigarette-smokers", "CigaretteSmokers", { cigaretteSmokers: [cigaretteSmokers, 6, 2] }),
  rowsOf("disruptor", "Disruptor/Disruptor_SPMC", { disruptor3: [disruptor3, 8_496, 82] }),
  rowsOf("replicated-log", "FiniteMonotonic/MCReplicatedLog", { replicatedLog: [replicatedLog, 1_363, 13] }),
  rowsOf("simple", "TeachingConcurrency/Simple", { simple5: [simple5, 723, 11] }),
  rowsOf("bakery", "Bakery-Boulangerie/MCBakery", { bakery2: [bakery2, 655_200, 1] }),
  rowsOf("hour-clock", "SpecifyingSystems/HourClock", { hourClock: [hourClock, 12, 1] }),
].flat()
