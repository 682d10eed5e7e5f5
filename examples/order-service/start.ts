/** Starts the whole shop and its page: `npm run example`. Ctrl-C ends all of it. */
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { parseArgs } from "node:util"
import * as Effect from "effect/Effect"
import { openShop } from "./launcher/shop.ts"

const usage = `npm run example -- [--port 4000] [--stock 1000] [--otlp http://collector:4318] [--payment program.ts]`

/** A whole number within bounds, or the end of the process with what is wrong. */
const numberOf = (flag: string, text: string, least: number, most: number): number => {
  const number = Number(text)
  if (Number.isInteger(number) && number >= least && number <= most) return number
  return refuse(`--${flag} ${text}: a whole number from ${least} to ${most} is needed`)
}

const refuse = (reason: string): never => {
  console.error(`${reason}\nusage: ${usage}`)
  process.exit(2)
}

const readFlags = () => {
  try {
    return parseArgs({
      options: {
        port: { type: "string", default: "4000" },
        stock: { type: "string", default: "1000" },
        otlp: { type: "string" },
        payment: { type: "string" },
      },
    }).values
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}

const service = (name: string): URL => new URL(`services/${name}.ts`, import.meta.url)

const { port, stock, otlp, payment } = readFlags()
const options = {
  port: numberOf("port", port, 0, 65_535),
  stock: numberOf("stock", stock, 0, 1_000_000),
  collector: otlp,
  programs: {
    orders: service("orders"),
    inventory: service("inventory"),
    payment: payment === undefined ? service("payment") : pathToFileURL(resolve(payment)),
  },
}

const signals = { SIGINT: 130, SIGTERM: 143 } as const

const interrupted = Effect.callback<number>((resume) => {
  for (const [signal, code] of Object.entries(signals)) process.once(signal, () => resume(Effect.succeed(code)))
})

const program = Effect.gen(function* () {
  console.log("starting Postgres and three services (Postgres is installed if it is missing) …")
  const { page, orders, database } = yield* openShop(options)
  console.log(`page      ${page}`)
  console.log(`orders    ${orders}/orders/<number>`)
  console.log(`database  ${database}`)
  return yield* interrupted
})

Effect.runPromise(Effect.scoped(program)).then(
  (code) => process.exit(code),
  (failure: unknown) => {
    console.error(failure instanceof Error ? failure.message : failure)
    process.exit(1)
  },
)
