import { checkOnce } from "../commands/check.ts"
import "../check/run.ts"
import "../report/pretty.ts"
import type { Brief } from "../compare/brief.ts"
import { placesOfConfig } from "../config/read.ts"
import { guard } from "../ending.ts"
import { prepareAnalysis } from "../lint/beside.ts"
import { placesOf } from "../load/files.ts"
import { allImported, recordImports } from "../load/imports.ts"
import { settle } from "../main.ts"
import type { Answer, Order } from "./messages.ts"

/** Everything but the specs is loaded before there is something to do: what a save waits for is short. */
recordImports()
prepareAnalysis({ practises: process.argv.includes("practises") })

/** Checks, and answers once, also where a spec ends the process or waits for what never comes. */
const check = async ({ argv }: Order): Promise<void> => {
  let briefs: readonly Brief[] | null = null
  let paths: readonly string[] = []
  const answer = (code: number): void => {
    const places = paths.flatMap(placesOf)
    const files = [...allImported(), ...placesOfConfig()]
    process.send?.({ code, briefs, places, files } satisfies Answer, () => process.disconnect())
  }
  const done = guard(argv, answer)
  process.channel?.unref()
  const asked = checkOnce(argv, {
    reads: (given) => {
      paths = given
    },
    found: (all) => {
      briefs = all
    },
  })
  const code = await settle(argv, asked)
  done()
  answer(code)
}

/** Nobody waits for an answer any more. */
process.once("disconnect", () => process.exit())
process.once("message", (order: Order) => void check(order))
