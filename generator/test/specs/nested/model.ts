import { model } from "@lockstep/language"
import { nested } from "./protocol.ts"

export const quick = model(nested, {
  nodes: { shop: 2 },
  clients: [
    {
      of: "shop",
      calls: [
        ["sell", 1],
        ["undo", null],
      ],
    },
    { of: "shop", calls: [["sell", 2]] },
  ],
})
