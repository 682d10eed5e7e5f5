import { equal, type Input, type NodeId, type Observation } from "@lockstep/language"
import { makePairs } from "../../store/pairs.ts"
import type { Coverage } from "../machine.ts"
import { type Names, renameValue } from "../renaming.ts"
import { guarded } from "../trouble.ts"
import type { Answer, Answers, Question } from "./answers.ts"
import { makeCounting } from "./coverage.ts"
import type { NodeInfo } from "./nodes.ts"
import { type Delivery, makeReactions, type NodeState, type Reaction, type Reactions } from "./reactions.ts"
import type { Setting } from "./setting.ts"
import { demandSymmetry, renameNode, renamingsToTry } from "./symmetry.ts"

/** One alternative of a step. */
export interface Alternative extends Answer {
  readonly handler: string
}

/** What nodes do with inputs, each worked out once for each node, component and input. */
export interface Transitions {
  readonly reactionTo: (index: number, before: number, input: number) => readonly Alternative[]
  readonly reactions: Reactions
  readonly coverage: () => readonly Coverage[]
  readonly bytes: () => number
}

/** About what the alternatives of one input take: most have one, with two short arrays. */
const bytesOfAlternatives = 200

/** Made at one place, so that the engine takes all alternatives for objects of one kind, whichever thread they come from. */
const alternativeOf = (handler: string, { node, ignored, sends, early, events }: Answer): Alternative => ({
  handler,
  node,
  ignored,
  sends,
  early,
  events,
})

const withoutTwins = (alternatives: readonly Alternative[]): readonly Alternative[] => {
  if (alternatives.length < 2) return alternatives
  const seen = new Set<string>()
  return alternatives.filter((one) => {
    const key = JSON.stringify(one)
    return seen.has(key) ? false : seen.add(key)
  })
}

/** What may be out when a node crashes in the middle of taking an input: each of its ways to send something early. */
export const earlyWays = (alternatives: readonly Alternative[]): readonly (readonly number[])[] => {
  const ways = alternatives.filter(({ early }) => early.length > 0).map(({ early }) => early)
  return ways.length < 2 ? ways : [...new Map(ways.map((early) => [early.join(), early])).values()]
}

/** What nodes tell matters only to a history. */
const observing = ({ model, keepsHistory }: Setting): Parameters<typeof makeReactions>[1] => {
  if (!keepsHistory) return undefined
  const observe = model.observe as ((event: unknown, node: NodeId) => Observation | null) | undefined
  return (
    observe &&
    ((event, node) => {
      const what = guarded("observe", event, () => observe(event, node.id))
      return what === null ? undefined : { kind: "observed", client: node.index, what }
    })
  )
}

/** Makes the empty memo; with `shared`, other threads' memos come in, and this one's goes out to them. */
export const makeTransitions = (setting: Setting, permutations: readonly Names[], shared?: Answers): Transitions => {
  const { model, nodes, components, indexOf, envelopeOf, handlerOf, keep } = setting
  const { intern, value } = components
  const reactions = makeReactions(setting, observing(setting))
  const { note, coverage } = makeCounting(model, nodes)
  const toTry = renamingsToTry(permutations)
  const alternatives: (readonly Alternative[])[] = []
  const tables = nodes.map(() => makePairs())

  const { fleeting } = setting
  /** What has not changed keeps its number, so that what is known of it holds. */
  const nodeAfter = (before: number, node: NodeState): number => {
    if (fleeting === undefined) return intern(node)
    return equal(value(before), node) ? before : fleeting.add(node)
  }

  const numbersOf = (node: NodeInfo, sends: readonly Delivery[]): readonly number[] => {
    const numbers: number[] = []
    for (const { to, message } of sends) numbers.push(indexOf(to), envelopeOf(node.id, message))
    return numbers
  }

  const toAlternative = (node: NodeInfo, before: number, handler: string, reaction: Reaction): Alternative =>
    alternativeOf(handler, {
      node: nodeAfter(before, reaction.node),
      ignored: reaction.ignored,
      sends: numbersOf(node, reaction.sends),
      early: numbersOf(node, reaction.early),
      events: reaction.events.map((event) => keep(event)),
    })

  const twinReaction =
    (node: NodeInfo, before: number, input: Input) =>
    (names: Names): Reaction[] => {
      const twin = nodes[indexOf(names.get(node.id) ?? node.id)] ?? node
      const renamed = renameNode(value(before) as NodeState, names)
      return reactions.reactOnce(twin, renamed, renameValue(input, names) as Input)
    }

  const react = (node: NodeInfo, before: number, input: Input): readonly Alternative[] => {
    const handler = handlerOf(node, input)
    const found = reactions.react(node, value(before) as NodeState, input)
    const made = guarded(handler, input, () =>
      withoutTwins(found.map((one) => toAlternative(node, before, handler, one))),
    )
    note(handler, found)
    // Where nothing is done on recovery, what differs is what a node begins with.
    const isBeginning = input.kind === "recover" && node.role.recover === undefined
    const blamed = isBeginning ? `${node.roleName}.initial` : handler
    demandSymmetry(blamed, found, toTry(), twinReaction(node, before, input))
    return made
  }

  const find = (index: number, before: number, input: number): readonly Alternative[] | undefined => {
    const found = (tables[index] as ReturnType<typeof makePairs>).get(before, input)
    return found === -1 ? undefined : alternatives[found]
  }

  const remember = ({ index, before, input }: Question, made: readonly Alternative[]): readonly Alternative[] => {
    tables[index]?.set(before, input, alternatives.push(made) - 1)
    return made
  }

  /** Whoever told it had first made its components known. */
  const takeIn = (question: Question, answers: readonly Answer[]): void => {
    const { index, before, input } = question
    if (find(index, before, input) !== undefined) return
    components.catchUp()
    const handler = handlerOf(nodes[index] as NodeInfo, value(input) as Input)
    remember(
      question,
      answers.map((answer) => alternativeOf(handler, answer)),
    )
  }

  const learn = (index: number, before: number, input: number): readonly Alternative[] => {
    const made = react(nodes[index] as NodeInfo, before, value(input) as Input)
    shared?.tell({ index, before, input }, made)
    return remember({ index, before, input }, made)
  }

  return {
    reactionTo: (index, before, input) => {
      if (fleeting !== undefined) return react(nodes[index] as NodeInfo, before, value(input) as Input)
      const known = find(index, before, input)
      if (known !== undefined) return known
      if (shared !== undefined) shared.hear(takeIn)
      return find(index, before, input) ?? learn(index, before, input)
    },
    reactions,
    coverage,
    bytes: () =>
      tables.reduce((sum, table) => sum + table.bytes(), 0) +
      alternatives.length * bytesOfAlternatives +
      (shared?.bytes() ?? 0),
  }
}
