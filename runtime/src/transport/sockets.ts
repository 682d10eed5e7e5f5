import { createServer, type Server, type Socket } from "node:net"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import type * as Scope from "effect/Scope"
import { type BadConfiguration, definedIn, optionFlaws } from "../configuration.ts"
import { every } from "../sleep.ts"
import { addressFlaw, parseAddress } from "./address.ts"
import type { OpenNetwork } from "./connection.ts"
import { callPeer, type Caller, makePeer, type Peer } from "./peer.ts"
import { frameQueue } from "./queue.ts"
import { makeReception } from "./reception.ts"
import { defaults, millisOf, type SocketOptions, socketRules, strangeTogether } from "./socket-options.ts"
import {
  type Addresses,
  type JoinError,
  type Member,
  type Membership,
  Transport,
  TransportFailed,
} from "./transport.ts"

const listen = (address: string, receive: (socket: Socket) => void) => {
  const failed = (cause: unknown) => new TransportFailed({ operation: `listen at ${address}`, cause })
  const start = Effect.callback<Server, TransportFailed>((resume) => {
    const server = createServer(receive)
    server.once("error", (cause) => resume(Effect.fail(failed(cause))))
    try {
      server.listen(parseAddress(address), () => {
        server.removeAllListeners("error").on("error", () => undefined)
        resume(Effect.succeed(server))
      })
    } catch (cause) {
      resume(Effect.fail(failed(cause)))
    }
  })
  return Effect.acquireRelease(start, (server) => Effect.sync(() => server.close()))
}

/** Full jitter: anything up to twice as long as before, so that nodes that lost each other together do not call together. */
export const pauseMillis = (attempt: number, random: number, longest: number): number =>
  random * Math.min(longest, 25 * 2 ** Math.min(attempt, 16))

const reconnect = (peer: Peer, caller: Caller, longest: number) =>
  Effect.gen(function* () {
    for (let attempt = 0; ; attempt++) {
      if (yield* callPeer(peer, caller)) attempt = 0
      yield* Effect.sleep(Duration.millis(pauseMillis(attempt, yield* Random.next, longest)))
    }
  })

/** The peers of a node, each with the fiber that calls it. */
const makePeers = (node: string, caller: Caller, options: SocketOptions, scope: Scope.Scope) => {
  const known = new Map<string, { readonly peer: Peer; readonly fiber: Fiber.Fiber<never> }>()

  const dismiss = Effect.fnUntraced(function* (name: string) {
    const found = known.get(name)
    known.delete(name)
    if (found !== undefined) yield* Fiber.interrupt(found.fiber)
  })

  const meet = Effect.fnUntraced(function* (name: string, address: string) {
    const peer = makePeer(name, address, frameQueue({ bytes: options.queueBytes, policy: options.drop }))
    const fiber = yield* Effect.forkIn(reconnect(peer, caller, millisOf(options.longestPause)), scope)
    known.set(name, { peer, fiber })
  })

  return {
    get: (name: string) => known.get(name)?.peer,
    all: (): readonly Peer[] => [...known.values()].map(({ peer }) => peer),
    /** Calls these, each at its address, and nobody else. Whoever stays where it is notices nothing. */
    readdress: Effect.fnUntraced(function* (addresses: Addresses) {
      for (const name of [...known.keys()]) if (addresses[name] === undefined) yield* dismiss(name)
      for (const [name, address] of Object.entries(addresses)) {
        const present = known.get(name)?.peer
        if (name === node || present?.address === address) continue
        if (present !== undefined) yield* dismiss(name)
        yield* meet(name, address)
      }
    }),
  }
}

/** Beyond so much, what was sent does not wait for what else is sent in the same moment. */
const promptBytes = 2 ** 16

/** What is sent in one moment leaves in one write. */
const makeSender = (): ((peer: Peer, frame: Uint8Array) => void) => {
  const due = new Set<Peer>()
  const pushAll = (): void => {
    for (const peer of due) peer.call?.push()
    due.clear()
  }
  return (peer, frame) => {
    peer.queue.push(frame)
    if (peer.queue.waiting() > promptBytes) return peer.call?.push()
    if (due.size === 0) queueMicrotask(pushAll)
    due.add(peer)
  }
}

const linkOf = ({ name, state, reason, by, code, queue, tooLarge }: Peer) => ({
  ...{ peer: name, state, reason, by, code, waiting: queue.waiting(), dropped: queue.dropped() + tooLarge },
})

/** What is wrong with options, those beside the bounds of the sockets among them. */
type FlawsOf = (given: { readonly [option: string]: unknown }) => readonly BadConfiguration[]

const flawsOfSockets: FlawsOf = (given) => optionFlaws(given, socketRules, "transport.")

/** What one transport over sockets has of its own. */
interface Network {
  readonly open: OpenNetwork
  readonly flawsOf?: FlawsOf
  /** Fails where it could not be opened for a node, as far as that can be told before. */
  readonly check?: (node: string) => Effect.Effect<void, JoinError>
  /** Why an address is none; host and port are, unless it says otherwise. */
  readonly addressFlaw?: (address: string) => string | undefined
}

const checkNetwork = Effect.fnUntraced(function* (
  node: string,
  addresses: Addresses,
  options: SocketOptions,
  { flawsOf = flawsOfSockets, check }: Network,
): Effect.fn.Return<void, JoinError> {
  const flaws = flawsOf({ ...options })
  const [flaw] = flaws.length > 0 ? flaws : strangeTogether(node, addresses, options)
  if (flaw !== undefined) return yield* flaw
  if (check !== undefined) yield* check(node)
})

const join = Effect.fnUntraced(function* (
  member: Member,
  options: SocketOptions,
  { open }: Network,
): Effect.fn.Return<Membership, JoinError, Scope.Scope> {
  const { node } = member.identity
  const scope = yield* Effect.scope
  const context = yield* Effect.context<never>()
  const run = (effect: Effect.Effect<void>): void => void Effect.runForkWith(context)(effect)
  const notice = member.notice ?? (() => undefined)
  const bounds = { takes: options.frameBytes, patienceMillis: millisOf(options.patience) }

  const reception = makeReception({
    ...{ member, ...bounds, strangers: options.strangers },
    whenRoom: (resume) => run(Effect.andThen(member.room, Effect.sync(resume))),
    warn: (words) => run(Effect.logWarning(words)),
  })
  yield* Effect.addFinalizer(() => Effect.sync(reception.hangUp))
  const { patienceMillis } = bounds
  const { arrived, turnedAway } = reception
  const renew = (): void => {
    reception.hangUp()
    for (const { call } of peers.all()) call?.hangUp()
  }
  const network = yield* open({ node, patienceMillis, notice, arrived, turnedAway, renew })
  const { identity, largestFrame: sends = 0 } = member
  const peers = makePeers(node, { identity, ...bounds, sends, network, notice }, options, scope)

  const receive = (socket: Socket): void => {
    reception.enter(socket)
    if (!socket.destroyed) network.accept(socket)
  }
  yield* listen(options.listen ?? member.addresses[node] ?? "", receive)
  yield* peers.readdress(member.addresses)

  yield* every(options.heartbeat, () => {
    for (const { call } of peers.all()) call?.tend()
    reception.tend()
  })

  const send = makeSender()
  const hasLeft = (): boolean =>
    peers.all().every(({ state, queue, call }) => state !== "up" || queue.waiting() + (call?.leaving() ?? 0) === 0)
  return {
    send(to, frame) {
      const peer = peers.get(to)
      if (peer !== undefined) send(peer, frame)
      else if (to === node) run(Effect.sync(() => void member.receive(node, frame)))
    },
    readdress: (addresses) =>
      Effect.andThen(
        Effect.sync(() => reception.readdress(addresses)),
        peers.readdress(addresses),
      ),
    links: () => peers.all().map(linkOf),
    flush: Effect.sleep("5 millis").pipe(Effect.repeat({ until: hasLeft }), Effect.asVoid),
  }
})

/** Joins nodes over the connections of a network. */
export const layerOver = (network: Network, given: Partial<SocketOptions>): Layer.Layer<Transport> => {
  const options = { ...defaults, ...definedIn(given) }
  return Layer.succeed(Transport, {
    join: (member) => join(member, options, network),
    check: (node, addresses) => checkNetwork(node, addresses, options, network),
    addressFlaw: network.addressFlaw ?? addressFlaw,
  })
}
