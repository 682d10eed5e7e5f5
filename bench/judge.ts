/** Measures how long it takes to judge 100,000 operations of 50 clients on 1,000 registers, and the same with one stale read. */
import { bundledObjects, judge, keyed, type Operation } from "@lockstep/judge"

const [count, keys, clients] = [100_000, 1_000, 50]
const object = keyed(bundledObjects.register)

/** Each operation takes effect halfway: what is answered is what stood there then. */
const history = Array.from({ length: count }, (_, at): Operation => {
  const key = (at * 7_919) % keys
  const begun = { client: `c${at % clients}`, begin: at, end: at + clients - 1, outcome: "answered" } as const
  const round = Math.floor(at / keys)
  return round % 2 === 0
    ? { ...begun, call: "write", argument: { key, argument: at }, answer: null }
    : { ...begun, call: "read", argument: { key, argument: null }, answer: at - keys }
})

const stale = history.map((operation, at): Operation =>
  at === count - 1 && operation.outcome === "answered" ? { ...operation, answer: at - 3 * keys } : operation,
)

for (const [name, operations] of Object.entries({ history, stale })) {
  const began = performance.now()
  const { verdict, states } = judge(operations, object, "linearizable")
  const millis = Math.round(performance.now() - began)
  console.log(
    `${name.padEnd(8)} ${verdict.padEnd(10)} ${states.toLocaleString("en-US").padStart(9)} states ${millis} ms`,
  )
}
