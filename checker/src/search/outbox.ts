import type { Machine } from "../machine/machine.ts"
import { finish, mix } from "../store/hash.ts"
import type { Crew } from "./crew.ts"
import type { Abroad } from "./explore.ts"
import type { Keys } from "./keys.ts"

/** States that wait to be sent to the workers they belong to. */
export interface Outbox extends Abroad {
  /** Sends what there is; false when a ring was full and something stayed. */
  readonly send: () => boolean
}

interface Box {
  words: Int32Array
  used: number
  sent: number
}

const append = (box: Box, state: Int32Array): void => {
  if (box.used + state.length > box.words.length) {
    const longer = new Int32Array(box.words.length * 2)
    longer.set(box.words)
    box.words = longer
  }
  for (let i = 0; i < state.length; i++) box.words[box.used++] = state[i] as number
}

/** Makes an empty outbox. A state belongs to the worker that the content of its `telling` slots says. */
export const makeOutbox = (
  crew: Crew,
  keys: Keys,
  { slots, components }: Machine,
  telling: readonly number[],
): Outbox => {
  const boxes: Box[] = Array.from({ length: crew.size }, () => ({
    words: new Int32Array(4096 * slots),
    used: 0,
    sent: 0,
  }))

  const { hashes } = components
  const owner = (state: Int32Array): number => {
    const standing = keys.standing(state)
    let sum = 0
    for (let i = 0; i < telling.length; i++) {
      const slot = telling[i] as number
      sum += mix(hashes.low[standing[slot] as number] as number, Math.imul(slot + 1, 0x9e3779b1))
    }
    return (finish(sum) >>> 7) % crew.size
  }

  const empty = (box: Box, to: number): boolean => {
    while (box.sent < box.used) {
      if (!crew.send(to, box.words, box.sent)) return false
      box.sent += slots
    }
    box.used = 0
    box.sent = 0
    return true
  }

  return {
    owns: (state) => owner(state) === crew.me,
    take: (state) => append(boxes[owner(state)] as Box, state),
    send: () => {
      let all = true
      for (let to = 0; to < boxes.length; to++) all = empty(boxes[to] as Box, to) && all
      return all
    },
  }
}
