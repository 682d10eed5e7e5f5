import { bundledObjects, judge } from "@lockstep/judge"
import { clients, type Pilot } from "../field.ts"
import { oneOf } from "../random.ts"

const names = ["n1", "n2", "n3"]

/** A register that everybody reads and writes at any server. */
export const abdRegister: Pilot = {
  layout: {
    library: new URL("../../../examples/generated/abd-register/library.ts", import.meta.url),
    players: names.map((self) => ({ role: "servers", self })),
    groups: ["register"],
    timers: { remind: "60 millis" },
  },
  broken: new URL("../broken/abd-register.ts", import.meta.url),
  begin() {
    let values = 0
    return {
      drive: (field) =>
        clients(field, 6, (client) => {
          const name = oneOf(names, field.random)
          return field.random() < 0.5
            ? field.ask(client, name, "register", "read", null)
            : field.ask(client, name, "register", "write", `v${++values}`)
        }),
      async judge(field) {
        await field.insist("the last", names, "register", "read", null)
        const { verdict } = judge(field.history, bundledObjects.register, "linearizable", { states: 1_000_000 })
        return verdict === "ok" ? [] : [`the history is no register: ${verdict}`]
      },
    }
  },
}
