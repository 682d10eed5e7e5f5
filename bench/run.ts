/**
 * Measures the checker beside Spin (Debian's package `spin`, with gcc) in one run on one machine:
 * two-phase commit and Paxos, the same states and transitions on both sides. Prints a table; asserts only that the counts agree.
 * Words after the command select rows by their titles: `node bench/run.ts Paxos`.
 */
import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Report } from "@lockstep/checker"
import { paxos } from "./spin/paxos.ts"
import { twoPhaseCommit } from "./spin/two-phase-commit.ts"

const command = fileURLToPath(new URL("../cli/bin/lockstep.mjs", import.meta.url))

/** One model in both languages. */
interface Comparison {
  readonly title: string
  /** The file beside this one, and the model in it. */
  readonly file: string
  readonly instance: string
  readonly promela: string
}

const comparisons: readonly Comparison[] = [
  ...[7, 8, 9].map((participants) => ({
    title: `two-phase commit, ${participants} participants`,
    file: "two-phase-commit.ts",
    instance: `of${participants}`,
    promela: twoPhaseCommit(participants),
  })),
  { title: "Paxos, 2 ballots, 4 acceptors", file: "paxos.ts", instance: "fourAcceptors", promela: paxos(2, 4, 2) },
  { title: "Paxos, 3 ballots, 3 acceptors", file: "paxos.ts", instance: "threeBallots", promela: paxos(2, 3, 3) },
  { title: "Paxos, 3 proposers, 3 acceptors", file: "paxos.ts", instance: "threeProposers", promela: paxos(3, 3, 3) },
]

interface Figures {
  readonly states: number
  readonly transitions: number
  readonly seconds: number
  readonly bytes: number
}

const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN)

/** Exact, depth-first, no reduction, optimised: what Spin does best. */
const runSpin = (promela: string): Figures | undefined => {
  if (spawnSync("spin", ["-V"]).status !== 0) return undefined
  const folder = mkdtempSync(join(tmpdir(), "lockstep-bench-"))
  writeFileSync(join(folder, "model.pml"), promela)
  execFileSync("spin", ["-a", "model.pml"], { cwd: folder })
  execFileSync("gcc", ["-O3", "-DSAFETY", "-DNOREDUCE", "-DMEMLIM=16000", "-o", "pan", "pan.c"], { cwd: folder })
  const began = performance.now()
  const output = execFileSync("./pan", ["-m1000000", "-w24", "-E", "-b"], { cwd: folder, encoding: "utf8" })
  return {
    states: numberIn(output, /(\d+) states, stored/),
    /** Spin counts the step into the initial state. */
    transitions: numberIn(output, /(\d+) transitions/) - 1,
    seconds: (performance.now() - began) / 1000,
    bytes: numberIn(output, /([\d.]+)\s+total actual memory usage/) * 2 ** 20,
  }
}

const row = (name: string, { states, transitions, seconds, bytes }: Figures, peer: Figures | undefined): string => {
  const ratio = peer === undefined ? "" : `${(states / seconds / (peer.states / peer.seconds)).toFixed(2)} x`
  return [
    name.padEnd(34),
    states.toLocaleString("en-US").padStart(12),
    `${seconds.toFixed(2)} s`.padStart(9),
    `${Math.round(states / seconds / 1000)} k/s`.padStart(10),
    `${Math.round(transitions / seconds / 1000)} k/s`.padStart(10),
    `${(bytes / states).toFixed(1)} B`.padStart(9),
    ratio.padStart(8),
  ].join("")
}

const header = `${"".padEnd(34)}${"states".padStart(12)}${"time".padStart(9)}${"states/s".padStart(10)}${"trans./s".padStart(10)}${"a state".padStart(9)}${"to Spin".padStart(8)}`

/** What a run of ours came to; its seconds are, like Spin's, those of the whole process. */
interface Ours extends Figures {
  readonly mode: Report["mode"]
  readonly handlerRuns: number
}

/**
 * Each measurement in a process of its own, as a user would run it; nothing is taken from an earlier run, and the spec is not analysed
 * beside the search, just as Spin's seconds leave out the making of its verifier.
 */
const ours = ({ file, instance }: Comparison, workers: number, exact: boolean): Ours => {
  const model = fileURLToPath(new URL(file, import.meta.url))
  const flags = ["--instance", instance, "--workers", String(workers), "--json", "--no-cache", "--no-lint"]
  const began = performance.now()
  const output = execFileSync(process.execPath, [command, "check", model, ...flags, ...(exact ? ["--exact"] : [])], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  })
  const [report] = JSON.parse(output) as [Report]
  return { ...report, seconds: (performance.now() - began) / 1000 }
}

const demandSameCounts = (title: string, report: Figures, spin: Figures): void => {
  const [here, there] = [report, spin].map(({ states, transitions }) => `${states} states, ${transitions} transitions`)
  if (here !== there) throw new Error(`${title}: ${here}; Spin has ${there}`)
}

const compare = (comparison: Comparison): void => {
  const { title, promela } = comparison
  const spin = runSpin(promela)
  console.log(title)
  if (spin === undefined) console.log("  spin is not installed: no ratio")
  else console.log(row("  Spin", spin, undefined))
  let alone = 0
  for (const [workers, exact] of [
    [1, false],
    [2, false],
    [1, true],
  ] as const) {
    const report = ours(comparison, workers, exact)
    if (spin !== undefined) demandSameCounts(title, report, spin)
    console.log(row(`  ${workers} thread${workers > 1 ? "s" : ""}, ${report.mode}`, report, spin))
    if (workers === 1 && !exact) {
      alone = report.seconds
      console.log(`    ${report.handlerRuns.toLocaleString("en-US")} handler runs`)
    }
    if (workers > 1) console.log(`    ${(alone / report.seconds).toFixed(2)} x one thread`)
  }
}

const words = process.argv.slice(2)
const isWanted = ({ title }: Comparison): boolean => words.length === 0 || words.some((word) => title.includes(word))

console.log(header)
comparisons.filter(isWanted).forEach(compare)
