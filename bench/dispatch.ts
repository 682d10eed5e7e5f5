/**
 * Measures what it costs to give a Raft message to a handler: through the `step` of the language, and through the generated one.
 * Prints nanoseconds a step, for each message; the handlers and what they do are the same on both sides.
 */
import * as language from "@lockstep/language"
import * as runtime from "@lockstep/runtime"
import { library } from "../examples/generated/raft/index.ts"
import { raft } from "../specs/consensus/raft/protocol.ts"

type Words = Pick<typeof language, "List" | "Map" | "Set">

/** The boundary where the runtime's collections stand for the language's, whose copies they are. */
const wordsOf = (module: object): Words => module as Words

const steps = 200_000
const rounds = 15

const node = (name: string) => name as language.NodeId<"node">
const place: language.AnyPlace = { self: node("n1"), peers: [node("n2"), node("n3")], nodes: { servers: [] } }
const situation = { place, now: 0, pick: <Candidate>(candidates: readonly Candidate[]) => candidates[0] as Candidate }

/** A server in the midst of its work, built of the collections of one side. */
const server = ({ List, Map, Set }: Words, role: string): language.AnyState => ({
  term: 3,
  votedFor: "n1",
  log: List.of(...Array.from({ length: 1000 }, (_, index) => ({ term: 1 + (index >> 9), command: `c${index}` }))),
  role,
  commit: 990,
  votes: Set.of("n1"),
  next: Map.from([
    ["n2", 1000],
    ["n3", 1000],
  ]),
  match: Map.from([
    ["n2", 995],
    ["n3", 990],
  ]),
  waiting: [],
})

const end = { length: 1000, term: 2 }
const messages: readonly (readonly [title: string, role: string, message: language.Tagged])[] = [
  ["RequestVote, refused", "follower", { type: "RequestVote", term: 2, end } as language.Tagged],
  ["Vote, too late", "follower", { type: "Vote", term: 3, granted: true } as language.Tagged],
  [
    "Append, heartbeat",
    "follower",
    { type: "Append", term: 3, previous: end, entries: [], commit: 990 } as language.Tagged,
  ],
  ["Appended", "leader", { type: "Appended", term: 3, success: true, length: 995 } as language.Tagged],
]

const nanosPerStep = (run: () => unknown): number => {
  const began = performance.now()
  for (let at = 0; at < steps; at++) run()
  return ((performance.now() - began) * 1e6) / steps
}

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0

const emitted = library.roles["servers"]
if (emitted === undefined) throw new Error("the generated library has no servers")
const { definition } = raft.roles.servers

console.log("| message | through the language | generated | ratio |\n| --- | ---: | ---: | ---: |")
for (const [title, role, message] of messages) {
  const input = { kind: "message", from: node("n2"), message } as const
  const state = server(language, role)
  const ownState = server(wordsOf(runtime), role)
  const throughLanguage = () => language.step(definition, state, input, situation)
  const generated = () => emitted.step(ownState as never, input as never, situation as never)
  const times = Array.from({ length: rounds }, () => [nanosPerStep(throughLanguage), nanosPerStep(generated)] as const)
  const before = median(times.map(([nanos]) => nanos))
  const after = median(times.map(([, nanos]) => nanos))
  console.log(`| ${title} | ${before.toFixed(0)} ns | ${after.toFixed(0)} ns | ${(before / after).toFixed(2)} |`)
}
