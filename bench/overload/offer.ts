/** Offers commands at a rate that does not care for answers: `node offer.ts '{"ports": …}'`. Prints what became of them as JSON. */
import { setTimeout as sleep } from "node:timers/promises"
import { type Client, openClient } from "../../examples/service/client.ts"
import type { Answer } from "../../examples/service/words.ts"
import { questions } from "../replicated-log/words.ts"
import type { Became, OfferWords } from "./words.ts"

const value = "v".repeat(256)
const connections = 8
const tickMillis = 5

const { target, ports, perSecond, seconds } = JSON.parse(process.argv[2] ?? "{}") as OfferWords
const clients = ports.map((port) => Array.from({ length: connections }, () => openClient(port)))

const latencies: number[] = []
const refused: { [tag: string]: number } = {}
let [leader, followedAt, offered, heldBack] = [0, 0, 0, 0]

/** Whoever is not the leader says so; the next one may be. */
const follow = (asked: number, now: number): void => {
  if (asked !== leader || now - followedAt < 100) return
  leader = (leader + 1) % ports.length
  followedAt = now
}

const note = (asked: number, begin: number, answer: Answer): void => {
  const now = performance.now()
  if ("value" in answer) return void latencies.push(now - begin)
  refused[answer.error] = (refused[answer.error] ?? 0) + 1
  if (answer.error === "Rejected") follow(asked, now)
}

const ask = (client: Client): void => {
  const [asked, begin] = [leader, performance.now()]
  const question = { kind: "call", ...questions[target], argument: value, patience: 10_000 } as const
  void client.ask(question).then((answer) => note(asked, begin, answer))
}

const waiting = (): number =>
  offered - heldBack - latencies.length - Object.values(refused).reduce((sum, n) => sum + n, 0)

const begin = performance.now()
for (let elapsed = 0; elapsed < seconds * 1000; elapsed = performance.now() - begin) {
  for (const due = (elapsed / 1000) * perSecond; offered < due; offered++) {
    const client = clients[leader]?.[offered % connections]
    if (client === undefined || client.isCongested()) heldBack++
    else ask(client)
  }
  await sleep(tickMillis)
}
while (waiting() > 0 && performance.now() - begin < (seconds + 15) * 1000) await sleep(50)

latencies.sort((one, other) => one - other)
const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0
const became: Became = {
  ...{ offered, answered: latencies.length, refused, heldBack },
  ...{ p50: at(0.5), p99: at(0.99), longest: latencies.at(-1) ?? 0 },
}
console.log(JSON.stringify(became))
process.exit(0)
