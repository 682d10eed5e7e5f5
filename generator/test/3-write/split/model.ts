import { model } from "@lockstep/language"
import { voting } from "./protocol.ts"

export const quick = model(voting, {
  nodes: { boxes: 2, voters: 2 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [{ of: "boxes", at: 0, calls: [["total", null]] }],
  within: ({ boxes }) => boxes.every(({ total }) => total <= 6),
})
