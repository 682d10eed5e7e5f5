import type { Face } from "../../src/service/index.ts"

/** What a node of the ledger and its application say to each other, as a generated library would. */
export interface Ledger extends Face {
  readonly name: "ledger/ledger"
  readonly roles: "ledger"
  readonly calls: {
    readonly add: (amount: number) => number
    readonly pay: (key: string) => string
    readonly total: () => number
    readonly fail: () => null
  }
  readonly activities: { readonly charge: (amount: number) => string }
  readonly timers: "tick"
  readonly views: { readonly total: number }
  readonly event: { type: "Paid"; key: string } | { type: "Recovered" }
}
