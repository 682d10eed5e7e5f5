import * as Effect from "effect/Effect"
import * as Latch from "effect/Latch"

/** What waits for a node. Only `hasRoom` knows the bound: whoever brings something asks it first, or waits for `room`. */
export interface Mailbox<Item> {
  readonly push: (item: Item) => void
  readonly hasRoom: () => boolean
  /** Ends when there is room. */
  readonly room: Effect.Effect<void>
  /**
   * Waits for items and takes them, at most as many as a batch may have. Nothing comes once it is sealed and empty. Who brings the first
   * goes on before it is taken, and the sockets have their turn: what comes along shares the batch.
   */
  readonly take: Effect.Effect<readonly Item[]>
  readonly size: () => number
  /** Takes nothing more in. */
  readonly seal: () => void
}

/** How much waits at most, and how much is taken at once. */
export interface MailboxLimits {
  readonly capacity: number
  readonly batch: number
}

/** An array and two latches: an item costs no fiber and no effect of its own. */
export const makeMailbox = <Item>({ capacity, batch }: MailboxLimits): Mailbox<Item> => {
  let items: Item[] = []
  let isSealed = false
  const filled = Latch.makeUnsafe()
  const roomy = Latch.makeUnsafe(true)

  const takeNow = (): readonly Item[] => {
    const taken = items.length <= batch ? items : items.slice(0, batch)
    items = items.length <= batch ? [] : items.slice(batch)
    if (items.length === 0 && !isSealed) filled.closeUnsafe()
    if (items.length < capacity) roomy.openUnsafe()
    return taken
  }

  return {
    push(item) {
      if (isSealed) return
      items.push(item)
      filled.openUnsafe()
      if (items.length >= capacity) roomy.closeUnsafe()
    },
    hasRoom: () => items.length < capacity,
    room: roomy.await,
    take: filled.await.pipe(Effect.andThen(Effect.yieldNow), Effect.andThen(Effect.sync(takeNow))),
    size: () => items.length,
    seal() {
      isSealed = true
      filled.openUnsafe()
      roomy.openUnsafe()
    },
  }
}
