import type { UserError } from "./messages.ts"

/** What a message is made of, whoever says it. */
type Message = Pick<UserError, "place" | "reason" | "excerpt" | "fix"> & { readonly code: string }

/** A message as it is printed. */
export const formatMessage = ({ code, place, reason, excerpt = [], fix }: Message): string =>
  [`${place === undefined ? "" : `${place}: `}${reason}  [${code}]`, ...excerpt, `  ${fix}`, ""].join("\n")

/** A fault of ours, as far as it is told to programs. */
export const ownFault = (error: unknown): Message => ({
  code: "own-fault",
  reason: "this is a fault of lockstep and not of your spec",
  excerpt: (error instanceof Error ? (error.stack ?? error.message) : String(error)).split("\n"),
  fix: "please report it together with the spec",
})

/** What is said when the fault is ours. */
export const formatOwnFault = (error: unknown): string => formatMessage(ownFault(error))

/** A message for programs: `schema/failure.json` describes it. */
export const failureJson = ({ code, place, reason, excerpt, fix }: Message): string =>
  `${JSON.stringify({ failure: { code, place, reason, excerpt, fix } }, null, 2)}\n`
