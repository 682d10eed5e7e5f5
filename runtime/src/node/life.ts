import * as Cause from "effect/Cause"
import * as Deferred from "effect/Deferred"
import type * as Duration from "effect/Duration"
import * as Effect from "effect/Effect"
import * as Exit from "effect/Exit"
import * as Fiber from "effect/Fiber"
import * as Scope from "effect/Scope"
import type { StorageError } from "../storage/storage.ts"
import type { Recorder } from "../trace/recorder.ts"
import type { Membership } from "../transport/transport.ts"
import type { Arrival } from "./arrival.ts"
import type { Calls } from "./calls.ts"
import { NodeFailed } from "./errors.ts"
import type { Mailbox } from "./mailbox.ts"
import type { Turns } from "./turn.ts"

/** What a life touches when it ends. */
export interface LifeParts {
  readonly self: string
  readonly mailbox: Mailbox<Arrival>
  readonly calls: Calls
  readonly membership: Membership
  /** Holds the node's place in the network, its timers and its activities. */
  readonly inner: Scope.Closeable
  /** Ends what the application watches. */
  readonly close: Effect.Effect<void>
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
const work = (mailbox: Mailbox<Arrival>, turns: Turns) =>
  Effect.gen(function* () {
    while (yield* mailbox.take(turns.next)) continue
  })

const failureOf = (self: string, cause: Cause.Cause<unknown>): NodeFailed => {
  const squashed = Cause.squash(cause)
  return squashed instanceof NodeFailed ? squashed : new NodeFailed({ node: self, cause: squashed })
}

/** Works in the scope until it is stopped or breaks down; either way it leaves the network and answers nobody any more. */
export const live = Effect.fnUntraced(function* (
  parts: LifeParts,
  turns: Turns,
): Effect.fn.Return<Life, never, Scope.Scope> {
  const { self, mailbox, calls, membership } = parts
  const ended = yield* Deferred.make<undefined, NodeFailed>()
  let isStopping = false

  const farewell = Effect.sync(() => parts.recorder?.end())
  const part = Effect.andThen(farewell, membership.flush).pipe(
    Effect.timeoutOption("1 second"),
    Effect.andThen(Deferred.succeed(ended, undefined)),
  )
  const breakDown = (cause: Cause.Cause<unknown>) =>
    Effect.andThen(Effect.logFatal(`${self} has broken down`, cause), Deferred.fail(ended, failureOf(self, cause)))

  const leave = Effect.fnUntraced(function* (exit: Exit.Exit<unknown, StorageError | NodeFailed>) {
    isStopping = true
    mailbox.seal()
    calls.abandon()
    yield* Exit.isFailure(exit) && !Cause.hasInterruptsOnly(exit.cause) ? breakDown(exit.cause) : part
    yield* Scope.close(parts.inner, exit)
    yield* parts.close
  })

  const working = yield* work(mailbox, turns).pipe(
    Effect.raceFirst(turns.failed),
    Effect.onExit(leave),
    Effect.forkScoped,
  )
  const stop = Effect.gen(function* () {
    isStopping = true
    yield* calls.idle.pipe(Effect.timeoutOption(parts.drain))
    mailbox.seal()
    yield* Fiber.await(working)
  })
  yield* Effect.addFinalizer(() => stop)
  return { isStopping: () => isStopping, stop, ended: Deferred.await(ended) }
})
