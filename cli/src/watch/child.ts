import { checkOnce } from "../commands/check.ts"
import "../check/run.ts"
import "../report/pretty.ts"
import type { Brief } from "../compare/brief.ts"
import { ownFaultCode, userErrorCode } from "../exit.ts"
import { prepareAnalysis } from "../lint/beside.ts"
import { allImported, recordImports } from "../load/imports.ts"
import { formatMessage, formatOwnFault } from "../messages.ts"
import { unwritten } from "../unwritten.ts"
import type { Answer, Order } from "./messages.ts"

/** Everything but the specs is loaded before there is something to do: what a save waits for is short. */
recordImports()
prepareAnalysis({ practises: process.argv.includes("practises") })

const check = async (argv: readonly string[]): Promise<Answer> => {
  let briefs: readonly Brief[] | null = null
  const result = await checkOnce(argv, (found) => {
    briefs = found
  })
  if (typeof result !== "number") process.stderr.write(formatMessage(result))
  return { code: typeof result === "number" ? result : userErrorCode, briefs, files: allImported() }
}

const faulty = (error: unknown): Answer => {
  const failure = unwritten(error)
  process.stderr.write(failure === undefined ? formatOwnFault(error) : formatMessage(failure))
  return { code: failure === undefined ? ownFaultCode : userErrorCode, briefs: null, files: allImported() }
}

/** Nobody waits for an answer any more. */
process.once("disconnect", () => process.exit())

process.once("message", ({ argv }: Order) => {
  void check(argv)
    .catch(faulty)
    .then((answer) => process.send?.(answer, () => process.disconnect()))
})
