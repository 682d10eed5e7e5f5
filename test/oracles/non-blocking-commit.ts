import { type Algorithm, algorithm, each, pairs, Set } from "@lockstep/language"
import { functions, type On, over } from "./functions.ts"

type Process = 1 | 2
type Vote = "yes" | "no"
type Message = readonly [from: Process, vote: Vote]

/** `fd` is what each process hears from its failure detector: whether somebody has crashed. */
interface Commitment {
  readonly pc: On<Process, Vote | "sent" | "abort" | "commit" | "crash">
  readonly rcvd: On<Process, Set<Message>>
  readonly sent: Set<Message>
  readonly fd: On<Process, boolean>
}

const processes: readonly Process[] = [1, 2]

const allYes = (messages: Set<Message>): boolean => processes.every((from) => messages.has([from, "yes"]))

/** What a process may have received after a step: what it had, and any of what was sent. */
const receipts = (had: Set<Message>, sent: Set<Message>): readonly Set<Message>[] =>
  sent
    .filter((message) => !had.has(message))
    .reduce<readonly Set<Message>[]>((all, message) => all.flatMap((one) => [one, one.add(message)]), [had])

/** Each step of a process begins with receiving, and with any word from its failure detector. */
const listen = ({ rcvd, sent, fd }: Commitment, self: Process): readonly Pick<Commitment, "rcvd" | "fd">[] =>
  pairs(receipts(rcvd[self], sent), [false, true]).map(([received, suspects]) => ({
    rcvd: { ...rcvd, [self]: received },
    fd: { ...fd, [self]: suspects },
  }))

/** Raynal's atomic commit with crashes, under a failure detector that may say anything (`nbacc_ray97`). */
export const nonBlockingCommit: Algorithm<Commitment> = algorithm<Commitment>({
  initial: pairs(functions<Process, Vote>(processes, ["yes", "no"]), functions(processes, [false, true])).map(
    ([pc, fd]) => ({ pc, rcvd: over(processes, () => Set.of()), sent: Set.of(), fd }),
  ),
  actions: {
    vote: each(processes, (state, self) => {
      const { pc, sent } = state
      const vote = pc[self]
      if (vote !== "yes" && vote !== "no") return false
      return listen(state, self).map((heard) => ({
        ...heard,
        pc: { ...pc, [self]: "sent" },
        sent: sent.add([self, vote]),
      }))
    }),
    abort: each(processes, (state, self) => {
      const { pc, rcvd } = state
      if (pc[self] !== "sent") return false
      const refused = rcvd[self].some(([, vote]) => vote === "no")
      return listen(state, self)
        .filter(({ fd }) => fd[self] || refused)
        .map((heard) => ({ ...heard, pc: { ...pc, [self]: "abort" } }))
    }),
    commit: each(processes, (state, self) => {
      const { pc } = state
      if (pc[self] !== "sent") return false
      return listen(state, self)
        .filter(({ fd, rcvd }) => !fd[self] && allYes(rcvd[self]))
        .map((heard) => ({ ...heard, pc: { ...pc, [self]: "commit" } }))
    }),
    crash: each(processes, (state, self) => {
      const { pc } = state
      return pc[self] !== "crash" && listen(state, self).map((heard) => ({ ...heard, pc: { ...pc, [self]: "crash" } }))
    }),
    onlyListen: each(processes, listen),
  },
  always: {
    /**
     * Who commits has a yes of everybody. The original's `Validity`, which it does not check, asks this of program counters,
     * which no longer tell the votes by then.
     */
    validity: ({ pc, rcvd }) => processes.every((self) => pc[self] !== "commit" || allYes(rcvd[self])),
  },
})
