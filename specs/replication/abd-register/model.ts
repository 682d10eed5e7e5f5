import { linearizable, model, opaque, register } from "@lockstep/language"
import { abdRegister } from "./protocol.ts"

const history = {
  /** Every call takes effect at one moment between its start and its end. */
  linearizable: linearizable(register(null)),
}

/** Everything that was said can be heard at any time, late, twice or never; one server may crash once. */
export const quick = model(abdRegister, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [
    { of: "servers", at: 0, calls: [["write", opaque("a")]] },
    { of: "servers", at: 1, calls: [["read", null]] },
  ],
  history,
})

/** The reader reads again: what it has seen stays written. */
export const ci = model(abdRegister, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [
    { of: "servers", at: 0, calls: [["write", opaque("a")]] },
    {
      of: "servers",
      at: 1,
      calls: [
        ["read", null],
        ["read", null],
      ],
    },
  ],
  history,
})

/** Two servers write at once. */
export const writers = model(abdRegister, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  crashes: { budget: 1, afterwards: "restart" },
  clients: [
    { of: "servers", at: 0, calls: [["write", opaque("a")]] },
    { of: "servers", at: 1, calls: [["write", opaque("b")]] },
  ],
  history,
})

/** Two callers of one server write at once. */
export const callers = model(abdRegister, {
  nodes: { servers: 3 },
  network: { kind: "set" },
  clients: [
    { of: "servers", at: 0, calls: [["write", opaque("a")]] },
    { of: "servers", at: 0, calls: [["write", opaque("b")]] },
  ],
  history,
})
