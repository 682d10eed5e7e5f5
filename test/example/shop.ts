import { spawn } from "node:child_process"
import { once } from "node:events"
import { setTimeout as sleep } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import type { Promised } from "../../examples/order-service/launcher/promises.ts"
import type { ShopState } from "../../examples/order-service/launcher/state.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** What the launcher answers. */
export interface Answer {
  readonly status: number
  readonly body: unknown
}

/** The shop as its one command starts it. */
export interface RunningShop {
  readonly page: string
  /** Where customers order. */
  readonly orders: string
  readonly post: (path: string, body?: unknown) => Promise<Answer>
  readonly state: () => Promise<ShopState>
  readonly promises: () => Promise<readonly Promised[]>
  /** Ends it like Ctrl-C; gives its exit code. */
  readonly close: () => Promise<number>
}

/** The boundary where what the launcher says gains its type. */
const said = <Body>(body: unknown): Body => body as Body

const addressesIn = (text: string) => {
  const [, page] = /^page +(\S+)$/m.exec(text) ?? []
  const [, orders] = /^orders +(\S+)\/<number>$/m.exec(text) ?? []
  return page === undefined || orders === undefined ? undefined : { page, orders }
}

/** Starts the shop by the command that the README shows, on ports that are free. */
export const startShop = async (...flags: readonly string[]): Promise<RunningShop> => {
  const child = spawn("npm", ["run", "example", "--", "--port", "0", ...flags], { cwd: root, detached: true })
  let text = ""
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding("utf8").on("data", (more: string) => (text += more))
  const closed = once(child, "close")
  while (addressesIn(text) === undefined && child.exitCode === null) await sleep(50)
  const addresses = addressesIn(text)
  if (addresses === undefined) throw new Error(`the shop does not open:\n${text}`)
  const get = async (path: string): Promise<unknown> => (await fetch(addresses.page + path)).json()
  return {
    ...addresses,
    async post(path, body = {}) {
      const response = await fetch(addresses.page + path, { method: "POST", body: JSON.stringify(body) })
      return { status: response.status, body: await response.json() }
    },
    state: async () => said<ShopState>(await get("/state")),
    promises: async () => said<readonly Promised[]>(await get("/promises")),
    async close() {
      if (child.pid !== undefined) process.kill(-child.pid, "SIGINT")
      await closed
      return child.exitCode ?? -1
    },
  }
}

/** Waits until something holds: for two minutes, on a machine that is busy. */
export const until = async (what: string, holds: () => Promise<boolean>): Promise<void> => {
  for (const end = performance.now() + 120_000; performance.now() < end; await sleep(100)) if (await holds()) return
  throw new Error(`two minutes have passed, and not yet: ${what}`)
}

/** The promises that are broken now. */
export const brokenOf = async ({ promises }: RunningShop): Promise<readonly string[]> =>
  (await promises()).filter(({ broken }) => broken > 0).map(({ name }) => name)

/** Waits until so many orders have ended and every event is heard: in the tables, and in what the page was told last. */
export const untilRest = (shop: RunningShop, ordered: number): Promise<void> =>
  until("all is at rest", async () => {
    const open = (await shop.promises()).filter(({ holds, broken }) => holds === "in the end" && broken > 0)
    const { counts } = await shop.state()
    return open.length === 0 && counts.placed + counts.cancelled === ordered && counts.undelivered === 0
  })

/** Orders like a customer who asks until the order is taken. */
export const order = async ({ orders }: RunningShop, number: string): Promise<void> => {
  const put = async (): Promise<boolean> => {
    try {
      return (await fetch(`${orders}/${number}`, { method: "PUT", signal: AbortSignal.timeout(2000) })).ok
    } catch {
      return false
    }
  }
  await until(`order ${number} is taken`, put)
}

/** How an order ended, as customers are told. */
export const outcomeOf = async ({ orders }: RunningShop, number: string): Promise<string | null> => {
  const response = await fetch(`${orders}/${number}`)
  return said<{ outcome: string | null }>(await response.json()).outcome
}
