/**
 * Writes the generated libraries of the protocols anew: `node examples/generate.ts`. Words behind it select protocols by their names;
 * `--ci` checks also the instance that CI checks, and not only the quick one, and a node that is alone, where there may be one.
 */
import { basename } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { describeMismatch, generate } from "@lockstep/generator"

const pilots = [
  "consensus/raft",
  "coordination/fencing-lock",
  "replication/abd-register",
  "resilience/circuit-breaker",
  "time/hybrid-logical-clock",
  "transactions/order-saga",
  "transactions/two-phase-commit",
]

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

const refuse = (reason: string): never => {
  console.error(reason)
  process.exit(2)
}

const readWords = () => {
  try {
    return parseArgs({ options: { ci: { type: "boolean" } }, allowPositionals: true })
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error))
  }
}

const { values, positionals: words } = readWords()
const strange = words.find((word) => !pilots.some((pilot) => pilot.includes(word)))
if (strange !== undefined) refuse(`No protocol is called "${strange}": choose from ${pilots.join(", ")}`)
const instances = values.ci ? ["quick", "alone", "ci"] : ["quick", "alone"]
const wanted = pilots.filter((pilot) => words.length === 0 || words.some((word) => pilot.includes(word)))

for (const pilot of wanted) {
  const out = here(`generated/${basename(pilot)}`)
  const result = await generate(here(`../specs/${pilot}`), { out, instances })
  if (result.kind === "generated") {
    console.log(`${pilot}: ${result.pairs} pairs, ${result.values} values`)
    continue
  }
  process.exitCode = 1
  console.error(`${pilot}: ${result.why}`)
  if (result.why === "mismatch") console.error(result.mismatches.map(describeMismatch).join("\n\n"))
}
