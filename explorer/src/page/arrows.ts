import type { MessageView, StateView } from "../view.ts"

/** A message as it is drawn: from the row where it was sent to the row where it is heard. */
export interface Arrow {
  readonly from: { readonly lane: string; readonly row: number }
  /** Without a row it is still on its way. */
  readonly to: { readonly lane: string; readonly row?: number }
  readonly text: string
  readonly isLost: boolean
}

interface Underway {
  readonly message: MessageView
  readonly row: number
  isHeard: boolean
}

const same = (left: MessageView, right: MessageView): boolean =>
  left.from === right.from && left.to === right.to && left.text === right.text

/** Finds for each message that is heard where it was sent: the oldest that nobody has heard, or else the last. */
export const arrowsOf = (states: readonly StateView[]): readonly Arrow[] => {
  const underway: Underway[] = []
  const arrows: Arrow[] = []
  const sendAll = (messages: readonly MessageView[], row: number): void => {
    for (const message of messages) underway.push({ message, row, isHeard: false })
  }
  for (const [row, { step, network }] of states.entries()) {
    if (row === 0) sendAll(network, 0)
    if (step?.kind === "call" && step.taken !== undefined) {
      const { from, to, text } = step.taken
      arrows.push({ from: { lane: from, row }, to: { lane: to, row }, text, isLost: false })
    } else if (step?.taken !== undefined) {
      const { taken } = step
      const candidates = underway.filter(({ message }) => same(message, taken))
      const sent = candidates.find(({ isHeard }) => !isHeard) ?? candidates.at(-1)
      if (sent !== undefined) sent.isHeard = true
      arrows.push({
        from: { lane: taken.from, row: sent?.row ?? row },
        to: { lane: taken.to, row },
        text: taken.text,
        isLost: step.kind === "loss",
      })
    }
    if (step !== undefined) sendAll(step.sent, row)
  }
  const waiting = underway.filter(({ isHeard }) => !isHeard)
  return [
    ...arrows,
    ...waiting.map(({ message: { from, to, text }, row }) => ({
      from: { lane: from, row },
      to: { lane: to },
      text,
      isLost: false,
    })),
  ]
}
