import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Layer from "effect/Layer"
import * as Scope from "effect/Scope"
import * as Stream from "effect/Stream"
import { flawsIn, type Rule, type Rules, shown, unknownIn } from "../configuration.ts"
import type { ProtocolLibrary } from "../library.ts"
import { nodeOptions } from "../node/configuration.ts"
import type { Perform } from "../node/index.ts"
import type { Health } from "../observe/health.ts"
import type { AnswerOf, ArgumentOf } from "../role.ts"
import { type Storage, Wal } from "../storage/index.ts"
import { layer as traceIn } from "../trace/files.ts"
import { type Addresses, type Link, Tcp, type Transport } from "../transport/index.ts"
import type { Beside, Face, GivenTo, PlaceOptions, RoleOptions } from "./face.ts"
import { beside, type CallOptions, checkNamed, mapped, type NamedNode, type NamedOptions, openNamed } from "./named.ts"

/** What the application may ask of a node; a promise is rejected with a `CallError`, which its `_tag` tells apart. */
export type PromisedCalls<F extends Face> = {
  readonly [Name in keyof F["calls"]]: (
    ...given: [...GivenTo<F["calls"][Name]>, options?: CallOptions]
  ) => Promise<AnswerOf<F["calls"][Name]>>
}

/** What the application may watch of a node. */
export interface PromisedView<Value> {
  readonly get: () => Value
  /** What it is now and whatever it becomes; who is slow misses what is between. Ends with the node, and throws `NodeFailed` if that broke down. */
  readonly changes: () => AsyncIterable<Value>
}

/** What every running node has, whatever its role. */
export interface PromisedRunning<F extends Face> extends AsyncDisposable {
  readonly self: string
  readonly calls: PromisedCalls<F>
  readonly views: { readonly [Name in keyof F["views"]]: PromisedView<F["views"][Name]> }
  /** What the protocol tells the application, from when the first is asked for. Ends with the node, and throws `NodeFailed` if that broke down. */
  readonly events: () => AsyncIterable<F["event"]>
  readonly links: () => Promise<readonly Link[]>
  /** How it is: whether it works, sees a majority, and keeps up with its peers. */
  readonly health: () => Promise<Health>
  /** From now on, these are the addresses of all nodes, whatever their roles. Rejected, and nothing changed, unless each has one. */
  readonly readdress: (addresses: Addresses) => Promise<void>
  /** Begins no call any more, waits for those that were begun, does what has arrived, and leaves. */
  readonly close: () => Promise<void>
  /** Ends when the node does, and is rejected with `NodeFailed` if it broke down. */
  readonly ended: Promise<void>
}

/** A running node of a role, for services that do not use Effect. */
export type PromisedNode<F extends Face> = PromisedRunning<F> & Beside<PromisedCalls<F>, keyof PromisedRunning<F>>

/** How activities are done. One that is rejected is tried again with the same key, until it succeeds once. */
export type PromisedPerforms<F extends Face> = {
  readonly [Name in keyof F["activities"]]: (
    request: ArgumentOf<F["activities"][Name]>,
    given: { readonly key: string; readonly signal: AbortSignal },
  ) => AnswerOf<F["activities"][Name]> | Promise<AnswerOf<F["activities"][Name]>>
}

/** All that a node must be told. */
export type PromiseOptions<F extends Face> = PlaceOptions<F> &
  RoleOptions<F, PromisedPerforms<F>> & {
    /** The directory of its log, or another storage of the runtime. */
    readonly data: string | Layer.Layer<Storage, unknown>
    /** TCP, unless told otherwise. */
    readonly transport?: Layer.Layer<Transport, unknown>
    /** The directory where it records its steps, or `Trace.layer(directory, options)`; nowhere unless told. */
    readonly trace?: string | Layer.Layer<never>
  }

/** Starts a node; the promise is rejected with a tagged error if it does not open. */
export type OpenRole<F extends Face> = (options: PromiseOptions<F>) => Promise<PromisedNode<F>>

type Run = (request: unknown, given: { readonly key: string; readonly signal: AbortSignal }) => unknown

/** The options of a node before its role is known by type. */
interface Told extends Omit<NamedOptions<never>, "activities"> {
  readonly activities?: { readonly [name: string]: Run }
  readonly data: string | Layer.Layer<Storage, unknown>
  readonly transport?: Layer.Layer<Transport, unknown>
  readonly trace?: string | Layer.Layer<never>
}

/** What is no function stays what it is, and is found with the other options. */
const asEffect = (run: Run): Perform<never> =>
  typeof run !== "function"
    ? run
    : (request, { key }) =>
        Effect.tryPromise({ try: async (signal) => run(request, { key, signal }), catch: (thrown) => thrown })

const promised = (node: NamedNode, close: () => Promise<void>): object => {
  const calls = mapped(
    node.calls,
    (call) => (argument?: unknown, options?: CallOptions) => Effect.runPromise(call(argument, options)),
  )
  const ended = Effect.runPromise(node.ended)
  ended.catch(() => {})
  return beside(calls, {
    self: node.self,
    calls,
    views: mapped(node.views, ({ get, changes }) => ({
      get: () => Effect.runSync(get),
      changes: () => Stream.toAsyncIterable(changes),
    })),
    events: () => Stream.toAsyncIterable(node.events),
    links: () => Effect.runPromise(node.links),
    health: () => Effect.runPromise(node.health),
    readdress: (addresses: Addresses) => Effect.runPromise(node.readdress(addresses)),
    close,
    [Symbol.asyncDispose]: close,
    ended,
  })
}

const directoryOr =
  (layer: string): Rule =>
  (value) =>
    Layer.isLayer(value) || (typeof value === "string" && value !== "")
      ? undefined
      : `${shown(value)} is neither a directory nor ${layer}`

const aTransport: Rule = (value) => (Layer.isLayer(value) ? undefined : `${shown(value)} is no transport`)

const layerRules: Rules = {
  data: directoryOr("a storage"),
  transport: aTransport,
  trace: directoryOr("a layer that says how steps are recorded"),
}

/** A node beside the layers that it stands on. */
const opened = (
  library: ProtocolLibrary,
  role: string,
  { activities = {}, data, transport = Tcp.layer, trace = Layer.empty, ...told }: Told,
) => {
  const [flaw] = [
    ...unknownIn(told, [...nodeOptions, ...Object.keys(layerRules)], "option"),
    ...flawsIn({ data: data ?? null, transport, trace }, layerRules),
  ]
  if (flaw !== undefined) return flaw
  const storage = typeof data === "string" ? Wal.layer(data) : data
  const recording = typeof trace === "string" ? traceIn(trace) : trace
  const options = { ...told, activities: mapped(activities, asEffect) }
  /** What a node is refused for leaves no trace: its storage is opened, and made where there is none, only behind that. */
  const onStorage = Effect.flatMap(Layer.build(storage), (layers) =>
    Effect.provideContext(openNamed(library, role, options), layers),
  )
  return Effect.flatMap(Layer.build(Layer.merge(transport, recording)), (layers) =>
    Effect.provideContext(Effect.andThen(checkNamed(library, role, options), onStorage), layers),
  )
}

/** The boundary where what opens a node gains the types of its role. */
const typed = <F extends Face>(open: (told: Told) => Promise<object>): OpenRole<F> => open as unknown as OpenRole<F>

/** What starts the nodes of a role. */
export const roleOpener = <F extends Face>(library: ProtocolLibrary, role: string): OpenRole<F> =>
  typed(async (told) => {
    const scope = Scope.makeUnsafe()
    const close = () => Effect.runPromise(Scope.close(scope, Exit.void))
    try {
      return promised(await Effect.runPromise(Scope.provide(opened(library, role, told), scope)), close)
    } catch (error) {
      await close()
      throw error
    }
  })
