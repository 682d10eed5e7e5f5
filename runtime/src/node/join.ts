import * as Effect from "effect/Effect"
import type { RoleLibrary } from "../library.ts"
import type { Meter } from "../observe/meter.ts"
import { type Notice, Transport } from "../transport/transport.ts"
import { makeInbox } from "./inbox.ts"
import type { Arrival } from "./arrival.ts"
import type { Mailbox } from "./mailbox.ts"
import { addressesIn, type Deployment } from "./options.ts"
import { largestFrame } from "./outbox.ts"

/** Takes the node's place in the network: what peers send comes into the mailbox, and they wait while it is full. */
export const join = Effect.fnUntraced(function* (
  { library, self, nodes }: Deployment,
  role: RoleLibrary,
  mailbox: Pick<Mailbox<Arrival>, "push" | "hasRoom" | "room">,
  meter: Meter,
  notice: (notice: Notice) => void,
) {
  const transport = yield* Transport
  const { name: protocol, version, specHash } = library
  const open = makeInbox(role)
  return yield* transport.join({
    identity: { protocol, version, specHash, node: self },
    addresses: addressesIn(nodes),
    hasRoom: mailbox.hasRoom,
    room: mailbox.room,
    largestFrame,
    notice,
    receive(sender, frame) {
      const messages = open(sender, frame)
      if (typeof messages === "string") {
        meter.frameRefused()
        return messages
      }
      for (const message of messages) mailbox.push(message)
      return undefined
    },
  })
})
