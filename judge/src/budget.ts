/** How much a search may cost before its answer is *unknown*. */
export interface Budget {
  readonly millis?: number
  /** How many states it may visit: unlike time, the same on every machine. */
  readonly states?: number
}

/** Counts what searches spend. */
export interface Meter {
  readonly spent: () => number
  /** Counts one state; false when the budget is used up. */
  readonly spend: () => boolean
  readonly isOver: () => boolean
}

/** Each state is kept: beyond this, memory runs out before patience does. */
const mostStates = 5_000_000
/** How many states pass between two looks at the clock. */
const stride = 64

/** A meter that starts now. */
export const startMeter = ({ millis = Infinity, states = mostStates }: Budget): Meter => {
  const deadline = performance.now() + millis
  let spent = 0
  let isOver = false
  const spend = (): boolean => {
    spent++
    if (spent > states || (spent % stride === 0 && performance.now() > deadline)) isOver = true
    return !isOver
  }
  return { spent: () => spent, spend, isOver: () => isOver }
}

/** A part of what is left. */
export const portionOf = (meter: Meter, states: number): Meter => {
  let left = states
  return { ...meter, spend: () => meter.spend() && left-- > 0, isOver: () => meter.isOver() || left < 0 }
}
