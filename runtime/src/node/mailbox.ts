import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"
import { type LanesOptions, makeLanes } from "./lanes.ts"

/** Deals with a batch. Gives an effect only if something of it must be waited for. */
export type Deal<Item, Failure = never> = (items: readonly Item[]) => Effect.Effect<void, Failure> | undefined

/** What waits for a node. Only `hasRoom` knows the bound: whoever brings something asks it first, or waits for `room`. */
export interface Mailbox<Item, Failure = never> {
  readonly push: (item: Item) => void
  readonly hasRoom: () => boolean
  /** Ends when there is room. */
  readonly room: Effect.Effect<void>
  /**
   * Has items dealt with as they come, at most so many at once as a batch may have, until something must be waited for: it has been when this
   * ends. The answer is false once the mailbox is sealed and empty. Who brings the first item goes on before it is dealt with, and the
   * sockets have their turn: what comes along shares the batch.
   */
  readonly take: (deal: Deal<Item, Failure>) => Effect.Effect<boolean, Failure>
  readonly size: () => number
  /** How many milliseconds the first of the last lane has waited. */
  readonly waited: () => number
  /** Takes nothing more in. */
  readonly seal: () => void
  /** Something has failed beside whoever takes: it hears of that instead of the next item. */
  readonly fail: (failure: Effect.Effect<never, Failure>) => void
}

/** How much waits at most, how much is taken at once, and what goes first. */
export interface MailboxOptions<Item> extends LanesOptions<Item> {
  readonly capacity: number
  readonly batch: number
}

/** A queue: an item costs no fiber and no effect of its own, and a batch that nothing waits for does not either. */
export const makeMailbox = <Item, Failure = never>(options: MailboxOptions<Item>): Mailbox<Item, Failure> => {
  const { capacity, batch } = options
  const items = makeLanes(options)
  let isSealed = false
  let failure: Effect.Effect<never, Failure> | undefined
  /** Sees to it that the items are taken soon, while somebody is there to take them. */
  let rouse: (() => void) | undefined
  const roomy = Latch.makeUnsafe(true)

  const hasMore = (): boolean => items.size() > 0 || isSealed || failure !== undefined

  const takeNow = (): readonly Item[] => {
    const taken = items.take(batch)
    if (items.size() < capacity) roomy.openUnsafe()
    return taken
  }

  /** What there is to wait for after the items were dealt with: the end of an effect, the end of all, or more items. */
  const turn = (deal: Deal<Item, Failure>): Effect.Effect<boolean, Failure> | undefined => {
    if (failure !== undefined) return failure
    if (items.size() === 0) return isSealed ? Effect.succeed(false) : undefined
    try {
      const rest = deal(takeNow())
      return rest && Effect.as(rest, true)
    } catch (defect) {
      return Effect.die(defect)
    }
  }

  return {
    push(item) {
      if (isSealed) return
      items.push(item)
      if (items.size() >= capacity) roomy.closeUnsafe()
      rouse?.()
    },
    hasRoom: () => items.size() < capacity,
    room: roomy.await,
    take: (deal) =>
      Effect.withFiber<boolean, Failure>(({ currentDispatcher }) =>
        Effect.callback((resume) => {
          let isRoused = false
          const come = (): void => {
            isRoused = false
            if (rouse !== own) return
            const rest = turn(deal)
            if (rest !== undefined) {
              rouse = undefined
              resume(rest)
            } else if (hasMore()) own()
          }
          const own = (): void => {
            if (!isRoused) currentDispatcher.scheduleTask(come, 0)
            isRoused = true
          }
          rouse = own
          if (hasMore()) own()
          return Effect.sync(() => (rouse = undefined))
        }),
      ),
    size: items.size,
    waited: items.waited,
    seal() {
      isSealed = true
      rouse?.()
      roomy.openUnsafe()
    },
    fail(why) {
      failure = why
      rouse?.()
    },
  }
}
