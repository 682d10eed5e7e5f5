import { below, type Random } from "../random.ts"
import type { Decision } from "./decision.ts"
import { isUp, type Member } from "./member.ts"
import { moods } from "./mood.ts"
import type { Line } from "./network.ts"
import { type Kind, rarityOf, weightsOf } from "./weights.ts"
import type { World } from "./world.ts"

/** In an orderly mood: how often time passes out of turn, and how often two lose their patience at once. */
const [outOfTurn, atOnce] = [0.02, 0.25]
/** In a hasty mood: how often a node dies of what it has just heard. */
const diesOfIt = 0.04

/** After so many draws of what is not possible, nothing is: all nodes may have stopped for good. */
const patience = 100_000

const anyOf = <Item>(items: readonly Item[], random: Random): Item | undefined => items[below(random, items.length)]

/** One of those that pass a test. The room for them is made once: this is asked several times for each decision. */
const anyWhere = <Item>(
  items: readonly Item[],
  random: Random,
): ((test: (item: Item) => boolean) => Item | undefined) => {
  const fitting: Item[] = []
  return (test) => {
    let count = 0
    for (const item of items) if (test(item)) fitting[count++] = item
    const at = below(random, count)
    return at < count ? fitting[at] : undefined
  }
}

const isAhead = (line: Line): boolean => line.frames.length > 0 && !line.isCut
const isWhole = (line: Line): boolean => line.from !== line.to && !line.isCut
const isBroken = (line: Line): boolean => line.from !== line.to && line.isCut

const isAble = (member: Member): boolean => isUp(member) && !member.isPaused
const isDown = ({ life }: Member): boolean => life === undefined
const mayStart = ({ life, isStopped, isDamaged }: Member): boolean => life === undefined && !isStopped && !isDamaged
const mayTick = ({ isStopped }: Member): boolean => !isStopped
const isSlow = ({ isPaused }: Member): boolean => isPaused

/** Picks decisions for a world, by a random source and the weights of the run, which is to have so many of them; gives none when nothing can happen any more. */
export const chooser = (world: World, random: Random, length: number): (() => Decision | undefined) => {
  const { members, lines, plan } = world
  const askers = members.filter(({ asks }) => asks)
  const weights = weightsOf(plan, random, length, askers.length > 0)
  const kinds = (Object.keys(weights) as Kind[]).filter((kind) => weights[kind] > 0)
  const shares = kinds.map((kind) => weights[kind])
  const total = shares.reduce((sum, share) => sum + share, 0)
  const maySwap = plan.faults.has("reordering")
  const clientNumbers = (plan.relaxed.clients ?? []).map((_, client) => client)
  const mayLosePower = plan.faults.has("disk")
  const crashable = new Set(plan.model.crashes?.of ?? members.map(({ role }) => role))

  const nextMood = moods(random, length)
  let mood = nextMood()
  const soon: Decision[] = []

  /** Whether time may pass: in an orderly mood, only when all is done that can be done without. */
  const mayPass = (): boolean =>
    !mood.isOrderly || random() < outOfTurn || !lines.some((line) => isAhead(line) && mood.reaches(line))

  const kindAtRandom = (): Kind => {
    let left = random() * total
    for (let at = 0; at < kinds.length; at++) {
      left -= shares[at] ?? 0
      if (left < 0) return kinds[at] ?? "deliver"
    }
    return "deliver"
  }

  const memberWhere = anyWhere(members, random)
  const askerWhere = anyWhere(askers, random)
  const lineWhere = anyWhere(lines, random)
  const nodeWhere = (test: (member: Member) => boolean): string | undefined => memberWhere(test)?.name
  const operation = (): number => below(random, 6)
  const mayDieEarly = (): boolean => world.hasSentEarly() && random() < 0.5

  const onLine = (kind: "deliver" | "double" | "lose"): Decision | undefined => {
    const line = lineWhere(isAhead)
    if (line === undefined || !mood.favoursLine(line)) return undefined
    const nth = maySwap ? mood.pick(line.frames.length) : 0
    return { kind, from: line.from, to: line.to, nth }
  }

  const pending = (wanted: number, kind: "perform" | "answer"): Decision | undefined => {
    const { follower } = plan
    const waitingAt = ({ name }: Member) =>
      follower.pendingOf(world.path.state, name).filter(({ answer }) => answer.length === wanted)
    const member = askerWhere((one) => isUp(one) && waitingAt(one).length > 0)
    if (member === undefined || !mood.favoursNode(member.name)) return undefined
    const waiting = waitingAt(member)
    const nth = mood.pick(waiting.length)
    const { activity = "", key = "" } = waiting[nth] ?? {}
    if (!mood.favoursRequest(`${activity} ${key}`)) return undefined
    if (kind === "answer") return { kind, node: member.name, nth }
    return { kind, node: member.name, nth, way: mood.way() }
  }

  const call = (): Decision | undefined => {
    const client = anyOf(clientNumbers, random)
    if (client === undefined || !mood.favoursClient(client)) return undefined
    const node = nodeWhere(({ name }) => world.mayCall(client, name))
    return node === undefined ? undefined : { kind: "call", client, node }
  }

  const link = (kind: "cut" | "mend"): Decision | undefined => {
    const line = lineWhere(kind === "cut" ? isWhole : isBroken)
    return line && { kind, from: line.from, to: line.to }
  }

  const isInTurn = (member: Member): boolean => isAble(member) && mood.favoursNode(member.name)
  const mayCrash = (member: Member): boolean => isUp(member) && crashable.has(member.role)
  const mayUpgrade = (member: Member): boolean => mayCrash(member) && member.version === 0

  const crash = (): Decision | undefined => {
    const node = nodeWhere(mayCrash)
    if (node === undefined) return undefined
    const losesPower = mayLosePower && random() < 0.5
    return { kind: "crash", node, operation: losesPower ? (mayDieEarly() ? "early" : operation()) : null }
  }

  const atNode = (test: (member: Member) => boolean, make: (node: string) => Decision) => (): Decision | undefined => {
    const node = nodeWhere(test)
    return node === undefined ? undefined : make(node)
  }
  const whenMayPass = (decide: () => Decision | undefined) => (): Decision | undefined =>
    mayPass() ? decide() : undefined
  const powerSeed = (share: number): number | null => (mayLosePower && random() < share ? below(random, 2 ** 31) : null)

  const makers: { readonly [kind in Kind]: () => Decision | undefined } = {
    deliver: () => onLine("deliver"),
    double: () => onLine("double"),
    lose: () => onLine("lose"),
    wake: whenMayPass(atNode(isInTurn, (node) => ({ kind: "wake", node }))),
    pass: atNode(isInTurn, (node) => ({ kind: "pass", node, millis: below(random, 100) })),
    call,
    perform: () => pending(0, "perform"),
    answer: () => pending(1, "answer"),
    crash,
    full: atNode(mayCrash, (node) => ({ kind: "full", node, operation: operation() })),
    rot: atNode(isDown, (node) => ({ kind: "rot", node, seed: below(random, 2 ** 31) })),
    restart: atNode(mayStart, (node) => ({ kind: "restart", node, seed: powerSeed(0.7) })),
    upgrade: atNode(mayUpgrade, (node) => ({ kind: "upgrade", node })),
    stop: atNode(mayCrash, (node) => ({ kind: "stop", node })),
    cut: () => link("cut"),
    mend: () => link("mend"),
    pause: atNode(isAble, (node) => ({ kind: "pause", node })),
    resume: atNode(isSlow, (node) => ({ kind: "resume", node })),
    tick: whenMayPass(atNode(mayTick, (node) => ({ kind: "tick", node }))),
    jump: atNode(isUp, (node) => ({ kind: "jump", node, millis: below(random, 2_000_000) - 1_000_000 })),
  }

  const isDeadly = (): boolean => mood.isHasty && weights.crash > 0 && random() < diesOfIt * rarityOf(length)
  const mayDie = (node: string): boolean => members.some(({ name, role }) => name === node && crashable.has(role))

  /** A node may die of what it has just heard, or two lose their patience at once. */
  const bringAbout = (decision: Decision): void => {
    const { kind } = decision
    if (kind === "deliver" && isDeadly() && mayDie(decision.to))
      soon.push(
        { kind: "crash", node: decision.to, operation: null },
        { kind: "restart", node: decision.to, seed: powerSeed(0.5) },
      )
    if (kind === "wake" && soon.length === 0 && mood.isOrderly && random() < atOnce) {
      const other = nodeWhere((member) => isAble(member) && member.name !== decision.node)
      if (other !== undefined) soon.push({ kind: "wake", node: other })
    }
  }

  return () => {
    mood = nextMood()
    for (let tried = 0; tried < patience; tried++) {
      const made = soon.shift() ?? makers[kindAtRandom()]()
      if (made === undefined) continue
      bringAbout(made)
      return made
    }
    return undefined
  }
}
