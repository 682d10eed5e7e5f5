import { type Algorithm, algorithm, each, pairs } from "@lockstep/language"

export type Bit = 0 | 1
export type Data = "d1" | "d2"

/** What the sender sent last and the receiver got last, and the bits by which they know. */
export interface Transfer {
  readonly sBit: Bit
  readonly sAck: Bit
  readonly rBit: Bit
  readonly sent: Data
  readonly rcvd: Data
}

export const data: readonly Data[] = ["d1", "d2"]

export const flip = (bit: Bit): Bit => (bit === 0 ? 1 : 0)

/** Every transfer in which what was sent has been acknowledged. */
export const settled: readonly Transfer[] = pairs([0, 1] as const, pairs(data, data)).map(([bit, [sent, rcvd]]) => ({
  sBit: bit,
  sAck: bit,
  rBit: bit,
  sent,
  rcvd,
}))

/** To receive each value once is to have received it when it is acknowledged (`SpecifyingSystems/TLC/ABCorrectness`). */
export const alternatingBitCorrectness: Algorithm<Transfer> = algorithm<Transfer>({
  initial: settled,
  actions: {
    sendNewValue: each(data, ({ sAck, sBit }, value) => sAck === sBit && { sent: value, sBit: flip(sBit) }),
    receiveMessage: ({ rBit, sBit, sent }) => rBit !== sBit && { rBit: sBit, rcvd: sent },
    receiveAcknowledgement: ({ rBit, sAck }) => rBit !== sAck && { sAck: rBit },
  },
})
