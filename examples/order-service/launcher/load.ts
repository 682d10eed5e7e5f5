import * as Effect from "effect/Effect"
import * as Schedule from "effect/Schedule"
import type * as Scope from "effect/Scope"
import * as Semaphore from "effect/Semaphore"
import { ask } from "../services/http.ts"

/** Customers who order at a rate for a while, and then stop. Each asks until its order is taken, always with the same number. */
export interface Load {
  readonly order: (perSecond: number, seconds: number) => Effect.Effect<void>
}

const ticksPerSecond = 10
const mostWaiting = 2000
/** Who would let all in at once when a service is slow would make it slower. */
const atOnce = 32

export const openLoad = Effect.fnUntraced(function* (url: string): Effect.fn.Return<Load, never, Scope.Scope> {
  const scope = yield* Effect.scope
  const door = yield* Semaphore.make(atOnce)
  const visit = Date.now().toString(36)
  let count = 0
  let waiting = 0

  const order = Effect.suspend(() => {
    waiting++
    const put = ask("PUT", `${url}/orders/${visit}-${++count}`)
    return door
      .withPermit(put)
      .pipe(Effect.retry(Schedule.spaced("500 millis")), Effect.ignore, Effect.ensuring(Effect.sync(() => waiting--)))
  })

  const customers = Effect.fnUntraced(function* (perSecond: number, seconds: number) {
    let due = 0
    for (let tick = 0; tick < seconds * ticksPerSecond; tick++) {
      due += perSecond / ticksPerSecond
      for (; due >= 1; due--) if (waiting < mostWaiting) yield* Effect.forkIn(order, scope)
      yield* Effect.sleep(1000 / ticksPerSecond)
    }
  })

  return {
    order: (perSecond, seconds) => Effect.asVoid(Effect.forkIn(customers(perSecond, seconds), scope)),
  }
})
