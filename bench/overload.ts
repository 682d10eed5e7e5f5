/**
 * Offers three processes of a generated protocol, with a sync before every answer, five times what they can do: for a minute, or as
 * `node bench/overload.ts --times 5 --seconds 60 --target raft` says. Raft keeps all that it has accepted, in its log; the ABD register
 * keeps the last value only, so that its memory shows what the runtime itself needs. Both in turn unless told.
 */
import { parseArgs } from "node:util"
import { type Halves, overload } from "./overload/run.ts"
import { type Ours, questions } from "./replicated-log/words.ts"

const { values } = parseArgs({
  options: {
    times: { type: "string", default: "5" },
    seconds: { type: "string", default: "60" },
    target: { type: "string", multiple: true, default: ["register", "raft"] },
  },
})
const [times, seconds] = [Number(values.times), Number(values.seconds)]
const isOurs = (name: string): name is Ours => name in questions

const perSecond = (count: number): string => `${Math.round(count / seconds).toLocaleString("en-US")}/s`
const inHalves = ([first, second]: Halves): string => `at most ${first} MiB in the first half, then ${second} MiB`

for (const target of values.target.filter(isOurs)) {
  const { capacity, offered, answered, p50, p99, longest, refused, heldBack, memoryMebibytes, storageMebibytes } =
    await overload({ target, times, seconds })
  console.log(target)
  console.log(`capacity    ${Math.round(capacity).toLocaleString("en-US")}/s, 256 clients that wait`)
  console.log(`offered     ${perSecond(offered)} for ${seconds} s`)
  console.log(
    `answered    ${perSecond(answered)}, p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, longest ${longest.toFixed(0)} ms`,
  )
  for (const [tag, count] of Object.entries(refused)) console.log(`refused     ${perSecond(count)} ${tag}`)
  console.log(`held back   ${perSecond(heldBack)} that the connections did not take`)
  console.log(`memory      ${inHalves(memoryMebibytes)}`)
  console.log(`stored      ${inHalves(storageMebibytes)}`)
}
