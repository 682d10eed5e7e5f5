import { connect, createServer, type Server, type Socket } from "node:net"
import * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Fiber from "effect/Fiber"
import * as Layer from "effect/Layer"
import * as Random from "effect/Random"
import type * as Scope from "effect/Scope"
import { parseAddress } from "./address.ts"
import { callPeer, type Caller, makePeer, type Peer } from "./peer.ts"
import { type DropPolicy, frameQueue } from "./queue.ts"
import { type Addresses, type Member, type Membership, Transport, TransportFailed } from "./transport.ts"
import { type Host, receiveVisitor, type Visitor } from "./visitor.ts"

/** Bounds of the transport; each has a default. */
export interface TcpOptions {
  /** Where to listen, if not at the node's own address. */
  readonly listen?: string
  /** The largest frame that is taken. */
  readonly frameBytes: number
  /** How much waits for a peer that is away or slow. */
  readonly queueBytes: number
  /** Which frames go when no more may wait. */
  readonly drop: DropPolicy
  /** How often peers give a sign of life. */
  readonly heartbeat: Duration.Input
  /** How long a peer may be silent. */
  readonly patience: Duration.Input
  /** The longest pause between two attempts to connect. */
  readonly longestPause: Duration.Input
  /** How many connections are open that have not said whose they are. */
  readonly strangers: number
}

const defaults: TcpOptions = {
  frameBytes: 2 ** 22,
  queueBytes: 2 ** 23,
  drop: "oldest",
  heartbeat: "1 second",
  patience: "4 seconds",
  longestPause: "2 seconds",
  strangers: 64,
}

const millisOf = (duration: Duration.Input): number => Duration.toMillis(Duration.fromInputUnsafe(duration))

/** How sockets are made: plain ones here, others where they are encrypted. */
export interface Sockets {
  readonly connect: (address: string) => Socket
  readonly readyEvent: string
  readonly createServer: (receive: (socket: Socket) => void) => Server
}

const plain: Sockets = {
  connect: (address) => connect(parseAddress(address)),
  readyEvent: "connect",
  createServer: (receive) => createServer(receive),
}

const listen = (sockets: Sockets, address: string, receive: (socket: Socket) => void) => {
  const start = Effect.callback<Server, TransportFailed>((resume) => {
    const server = sockets.createServer(receive)
    const fail = (cause: Error) =>
      resume(Effect.fail(new TransportFailed({ operation: `listen at ${address}`, cause })))
    server.once("error", fail)
    server.listen(parseAddress(address), () => {
      server.off("error", fail)
      server.on("error", () => undefined)
      resume(Effect.succeed(server))
    })
  })
  return Effect.acquireRelease(start, (server) => Effect.sync(() => server.close()))
}

/** Full jitter: anything up to twice as long as before, so that nodes that lost each other together do not call together. */
const reconnect = (peer: Peer, caller: Caller, longest: number) =>
  Effect.gen(function* () {
    for (let attempt = 0; ; attempt++) {
      if (yield* callPeer(peer, caller)) attempt = 0
      const pause = (yield* Random.next) * Math.min(longest, 25 * 2 ** Math.min(attempt, 16))
      yield* Effect.sleep(Duration.millis(pause))
    }
  })

/** Where peers come in: who is here, and who has not said yet who it is. */
const makeReception = (member: Member, options: TcpOptions, run: (effect: Effect.Effect<void>) => void) => {
  const visitors = new Set<Visitor>()
  const said = new Set<string>()
  let addresses = member.addresses

  /** Whoever is refused comes again and again: that is said once. */
  const refused = (who: string, reason: string): void => {
    const words = `${member.identity.node} and ${who} do not go together: ${reason}`
    if (said.has(words)) return
    if (said.size >= 1000) said.clear()
    said.add(words)
    run(Effect.logWarning(words))
  }

  const host: Host = {
    member,
    frameBytes: options.frameBytes,
    patienceMillis: millisOf(options.patience),
    isKnown: (name) => addresses[name] !== undefined,
    greeted(visitor, name) {
      for (const other of visitors) if (other !== visitor && other.name() === name) other.hangUp()
    },
    left: (visitor) => visitors.delete(visitor),
    refused,
    whenRoom: (resume) => run(Effect.andThen(member.room, Effect.sync(resume))),
  }

  const receive = (socket: Socket): void => {
    const strangers = [...visitors].filter((visitor) => visitor.name() === undefined).length
    if (strangers >= options.strangers) socket.destroy()
    else visitors.add(receiveVisitor(socket, host))
  }

  return {
    receive,
    visitors,
    readdress(next: Addresses) {
      addresses = next
      for (const visitor of visitors) if (!host.isKnown(visitor.name() ?? "")) visitor.hangUp()
    },
  }
}

const join = Effect.fnUntraced(function* (
  member: Member,
  options: TcpOptions,
  sockets: Sockets,
): Effect.fn.Return<Membership, TransportFailed, Scope.Scope> {
  const { node } = member.identity
  const scope = yield* Effect.scope
  const context = yield* Effect.context<never>()
  const run = (effect: Effect.Effect<void>): void => void Effect.runForkWith(context)(effect)
  const { connect, readyEvent } = sockets
  const caller: Caller = {
    ...{ identity: member.identity, frameBytes: options.frameBytes, connect, readyEvent },
    patienceMillis: millisOf(options.patience),
  }
  const peers = new Map<string, { readonly peer: Peer; readonly fiber: Fiber.Fiber<never> }>()

  const dismiss = Effect.fnUntraced(function* (name: string) {
    const found = peers.get(name)
    peers.delete(name)
    if (found !== undefined) yield* Fiber.interrupt(found.fiber)
  })

  const meet = Effect.fnUntraced(function* (name: string, address: string) {
    const peer = makePeer(name, address, frameQueue({ bytes: options.queueBytes, policy: options.drop }))
    const fiber = yield* Effect.forkIn(reconnect(peer, caller, millisOf(options.longestPause)), scope)
    peers.set(name, { peer, fiber })
  })

  const connectAll = Effect.fnUntraced(function* (addresses: Addresses) {
    for (const name of [...peers.keys()]) if (addresses[name] === undefined) yield* dismiss(name)
    for (const [name, address] of Object.entries(addresses)) {
      if (name === node) continue
      const known = peers.get(name)?.peer
      if (known?.address === address) continue
      if (known !== undefined) yield* dismiss(name)
      yield* meet(name, address)
    }
  })

  const reception = makeReception(member, options, run)
  yield* Effect.addFinalizer(() => Effect.sync(() => reception.visitors.forEach((visitor) => visitor.hangUp())))
  yield* listen(sockets, options.listen ?? member.addresses[node] ?? "", reception.receive)
  yield* connectAll(member.addresses)

  const tend = Effect.sync(() => {
    for (const { peer } of peers.values()) peer.tend?.()
    for (const visitor of reception.visitors) visitor.tend()
  })
  yield* Effect.sleep(options.heartbeat).pipe(Effect.andThen(tend), Effect.forever, Effect.forkIn(scope))

  const all = (): readonly Peer[] => [...peers.values()].map(({ peer }) => peer)
  const hasLeft = (): boolean =>
    all().every((peer) => peer.state !== "up" || peer.queue.waiting() + peer.leaving() === 0)
  return {
    send(to, frame) {
      if (to === node) return void run(Effect.sync(() => void member.receive(node, frame)))
      const peer = peers.get(to)?.peer
      peer?.queue.push(frame)
      peer?.push?.()
    },
    readdress: (addresses) =>
      Effect.andThen(
        Effect.sync(() => reception.readdress(addresses)),
        connectAll(addresses),
      ),
    links: Effect.sync(() =>
      all().map(({ name, state, reason, queue }) => ({
        ...{ peer: name, state, reason, waiting: queue.waiting(), dropped: queue.dropped() },
      })),
    ),
    flush: Effect.sleep("5 millis").pipe(Effect.repeat({ until: hasLeft }), Effect.asVoid),
  }
})

/** Joins nodes over sockets of another kind. */
export const layerOver = (sockets: Sockets, options: Partial<TcpOptions> = {}): Layer.Layer<Transport> =>
  Layer.succeed(Transport, { join: (member) => join(member, { ...defaults, ...options }, sockets) })

/** Joins nodes over TCP with these bounds. */
export const layerWith = (options: Partial<TcpOptions>): Layer.Layer<Transport> => layerOver(plain, options)

/** Joins nodes over TCP. Nothing is encrypted, and a node is who it says it is: for networks that nobody else is in. */
export const layer: Layer.Layer<Transport> = layerWith({})
