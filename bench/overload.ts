/**
 * Offers the generated Raft, as three processes with a sync before every answer, five times what it can do: for a minute, or as
 * `node bench/overload.ts --times 5 --seconds 60` says.
 */
import { parseArgs } from "node:util"
import { overload } from "./overload/run.ts"

const { values } = parseArgs({
  options: { times: { type: "string", default: "5" }, seconds: { type: "string", default: "60" } },
})
const [times, seconds] = [Number(values.times), Number(values.seconds)]
const { capacity, offered, answered, p50, p99, longest, refused, heldBack, mebibytes } = await overload({
  times,
  seconds,
})

const perSecond = (count: number): string => `${Math.round(count / seconds).toLocaleString("en-US")}/s`
console.log(`capacity    ${Math.round(capacity).toLocaleString("en-US")}/s, 256 clients that wait`)
console.log(`offered     ${perSecond(offered)} for ${seconds} s`)
console.log(
  `answered    ${perSecond(answered)}, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, longest ${longest.toFixed(0)} ms`,
)
for (const [tag, count] of Object.entries(refused)) console.log(`refused     ${perSecond(count)} ${tag}`)
console.log(`held back   ${perSecond(heldBack)} that the connections did not take`)
console.log(`memory      at most ${mebibytes.join(" MiB in the first half, then ")} MiB`)
