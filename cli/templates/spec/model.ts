import { model } from "@lockstep/language"
import { lock } from "./protocol.ts"

/** Two clients, messages in any order, and a lock that may crash once. */
export const quick = model(lock, {
  nodes: { lock: 1, client: 2 },
  crashes: { budget: 1, of: ["lock"], afterwards: "restart" },
})

/** A third client, and a message that may be lost. */
export const ci = model(lock, {
  nodes: { lock: 1, client: 3 },
  network: { kind: "bag", loss: 1 },
  crashes: { budget: 1, of: ["lock"], afterwards: "restart" },
})
