import { type Algorithm, algorithm, each, List, refinement } from "@lockstep/language"
import {
  alternatingBitCorrectness,
  type Bit,
  data,
  type Data,
  flip,
  settled,
  type Transfer,
} from "./alternating-bit-correctness.ts"

/** The queues of messages and of acknowledgements on their way. */
interface AlternatingBit extends Transfer {
  readonly msgQ: List<readonly [bit: Bit, value: Data]>
  readonly ackQ: List<Bit>
}

/** The queue without one of its items, for each of them. */
const losses = <Item>(queue: List<Item>): readonly List<Item>[] =>
  queue.map((_, lost) => List.from(queue.filter((_, index) => index !== lost)))

/** A sender and a receiver over queues that lose what they will (`SpecifyingSystems/TLC/AlternatingBit`). */
export const alternatingBit = (queueLength: number): Algorithm<AlternatingBit> =>
  algorithm<AlternatingBit>({
    initial: settled.map((transfer) => ({ ...transfer, msgQ: List.of(), ackQ: List.of() })),
    actions: {
      sendNewValue: each(data, ({ sAck, sBit, msgQ }, value) => {
        const bit = flip(sBit)
        return sAck === sBit && { sent: value, sBit: bit, msgQ: msgQ.append([bit, value]) }
      }),
      resendMessage: ({ sAck, sBit, sent, msgQ }) => sAck !== sBit && { msgQ: msgQ.append([sBit, sent]) },
      receiveMessage: ({ msgQ }) => {
        const head = msgQ.at(0)
        return head !== undefined && { msgQ: msgQ.slice(1), rBit: head[0], rcvd: head[1] }
      },
      sendAcknowledgement: ({ ackQ, rBit }) => ({ ackQ: ackQ.append(rBit) }),
      receiveAcknowledgement: ({ ackQ }) => {
        const head = ackQ.at(0)
        return head !== undefined && { ackQ: ackQ.slice(1), sAck: head }
      },
      loseMessage: ({ msgQ }) => losses(msgQ).map((queue) => ({ msgQ: queue })),
      loseAcknowledgement: ({ ackQ }) => losses(ackQ).map((queue) => ({ ackQ: queue })),
    },
    within: ({ msgQ, ackQ }) => msgQ.length <= queueLength && ackQ.length <= queueLength,
    refines: {
      /** Whatever the queues lose, a value is acknowledged only when it has been received. */
      correctness: refinement(alternatingBitCorrectness, ({ sBit, sAck, rBit, sent, rcvd }): Transfer => ({
        sBit,
        sAck,
        rBit,
        sent,
        rcvd,
      })),
    },
  })

export const alternatingBit2 = alternatingBit(2)
