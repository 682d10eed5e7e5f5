import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import type { Recorder } from "../trace/recorder.ts"
import type { Membership } from "../transport/transport.ts"
import type { Arrival } from "./arrival.ts"
import type { Calls } from "./calls.ts"
import { NodeFailed } from "./errors.ts"
import type { Mailbox } from "./mailbox.ts"
import type { TurnError, Turns } from "./turn.ts"

/** What a life touches when it ends. */
export interface LifeParts {
  readonly self: string
  readonly mailbox: Mailbox<Arrival, TurnError>
  readonly calls: Calls
  readonly membership: Membership
  /** Holds the node's place in the network, its timers and its activities. */
  readonly inner: Scope.Closeable
  /** Ends what the application watches, as the node has ended. */
  readonly close: (exit: Exit.Exit<void, NodeFailed>) => Effect.Effect<unknown>
  readonly drain: Duration.Input
  readonly recorder: Recorder | undefined
}

/** The time from a node's first turn to its last. */
export interface Life {
  readonly isStopping: () => boolean
  readonly stop: Effect.Effect<void>
  readonly ended: Effect.Effect<void, NodeFailed>
}

/** Turn after turn, until nothing more comes. */
const work = Effect.fnUntraced(function* (mailbox: Mailbox<Arrival, TurnError>, turns: Turns) {
  while (yield* mailbox.take(turns.next)) continue
})

/** How a node has ended: nobody who has it stopped is told of that as a failure. */
const endOf = (self: string, exit: Exit.Exit<unknown, TurnError>): Exit.Exit<void, NodeFailed> => {
  if (Exit.isSuccess(exit) || Cause.hasInterruptsOnly(exit.cause)) return Exit.void
  const squashed = Cause.squash(exit.cause)
  return Exit.fail(squashed instanceof NodeFailed ? squashed : new NodeFailed({ node: self, cause: squashed }))
}

/** Leaves the network, and tells everybody who waits for the end how it came. */
const leave = Effect.fnUntraced(function* (
  { self, recorder, membership, inner, close }: LifeParts,
  ended: Deferred.Deferred<undefined, NodeFailed>,
  exit: Exit.Exit<unknown, TurnError>,
) {
  const end = endOf(self, exit)
  if (Exit.isFailure(end) && Exit.isFailure(exit)) yield* Effect.logFatal(`${self} has broken down`, exit.cause)
  else {
    recorder?.end()
    yield* Effect.timeoutOption(membership.flush, "1 second")
  }
  yield* Deferred.done(
    ended,
    Exit.map(end, () => undefined),
  )
  yield* Scope.close(inner, exit)
  yield* close(end)
})

/** Works in the scope until it is stopped or breaks down; either way it leaves the network and answers nobody any more. */
export const live = Effect.fnUntraced(function* (
  parts: LifeParts,
  turns: Turns,
): Effect.fn.Return<Life, never, Scope.Scope> {
  const { mailbox, calls } = parts
  const ended = yield* Deferred.make<undefined, NodeFailed>()
  let isStopping = false
  const end = (exit: Exit.Exit<unknown, TurnError>) => {
    isStopping = true
    mailbox.seal()
    calls.abandon()
    return leave(parts, ended, exit)
  }
  const working = yield* work(mailbox, turns).pipe(Effect.onExit(end), Effect.forkScoped)
  const stop = Effect.gen(function* () {
    isStopping = true
    yield* calls.idle.pipe(Effect.timeoutOption(parts.drain))
    mailbox.seal()
    yield* Fiber.await(working)
  })
  yield* Effect.addFinalizer(() => stop)
  return { isStopping: () => isStopping, stop, ended: Deferred.await(ended) }
})
