/**
 * Measures the checker beside Spin (Debian's package `spin`, with gcc) in one run on one machine:
 * two-phase commit, the same states and transitions on both sides. Prints a table; asserts only that the counts agree.
 */
import { execFileSync, spawnSync } from "node:child_process"
import { mkdtempSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Report } from "@lockstep/checker"
import { twoPhaseCommit } from "./spin/two-phase-commit.ts"

const command = fileURLToPath(new URL("../cli/bin/lockstep.mjs", import.meta.url))
const model = fileURLToPath(new URL("./two-phase-commit.ts", import.meta.url))

interface Figures {
  readonly states: number
  readonly transitions: number
  readonly seconds: number
  readonly bytes: number
}

const numberIn = (text: string, pattern: RegExp): number => Number(pattern.exec(text)?.[1] ?? Number.NaN)

/** Exact, depth-first, no reduction, optimised: what Spin does best. */
const runSpin = (participants: number): Figures | undefined => {
  if (spawnSync("spin", ["-V"]).status !== 0) return undefined
  const folder = mkdtempSync(join(tmpdir(), "lockstep-bench-"))
  writeFileSync(join(folder, "model.pml"), twoPhaseCommit(participants))
  execFileSync("spin", ["-a", "model.pml"], { cwd: folder })
  execFileSync("gcc", ["-O3", "-DSAFETY", "-DNOREDUCE", "-DMEMLIM=16000", "-o", "pan", "pan.c"], { cwd: folder })
  const began = performance.now()
  const output = execFileSync("./pan", ["-m1000000", "-w24", "-E", "-b"], { cwd: folder, encoding: "utf8" })
  return {
    states: numberIn(output, /(\d+) states, stored/),
    transitions: numberIn(output, /(\d+) transitions/),
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

/** Each measurement in a process of its own, as a user would run it. */
const ours = (participants: number, workers: number, exact: boolean): Report => {
  const flags = [
    "--instance",
    `of${participants}`,
    "--workers",
    String(workers),
    "--json",
    ...(exact ? ["--exact"] : []),
  ]
  const output = execFileSync(process.execPath, [command, "check", model, ...flags], { encoding: "utf8" })
  const [report] = JSON.parse(output) as [Report]
  return report
}

console.log(header)
for (const participants of [7, 8, 9] as const) {
  const spin = runSpin(participants)
  if (spin === undefined) console.log("spin is not installed: no ratio")
  else console.log(row(`${participants} participants, Spin`, spin, undefined))
  for (const [workers, exact] of [
    [1, false],
    [2, false],
    [1, true],
  ] as const) {
    const report = ours(participants, workers, exact)
    if (spin !== undefined && report.states !== spin.states)
      throw new Error(`${report.states} states, Spin has ${spin.states}`)
    console.log(row(`${participants}, ${workers} thread${workers > 1 ? "s" : ""}, ${report.mode}`, report, spin))
  }
}
