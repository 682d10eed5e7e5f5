import { type Mixed, readLives, replayTrace } from "@lockstep/judge"
import { notAcceptedCode } from "../exit.ts"
import { isUserError, type UserError, userErrors } from "../messages.ts"
import type { ReplayArguments } from "./arguments.ts"
import { traceFiles } from "./files.ts"
import { replayReport } from "./report.ts"
import { reportIn } from "./reported.ts"
import { foreignLife, loadReplayModel } from "./spec.ts"
import { tell, tellJson } from "./tell.ts"

const mixedError = ({ site, reason }: Mixed): UserError =>
  userErrors.badTrace(`${site.path}:${site.line}:1`, reason, "give the traces of one cluster at a time, with its spec")

const usualBudgetMillis = 5_000

const replayFiles = async (asked: ReplayArguments, spec: string): Promise<number | UserError> => {
  const files = traceFiles(asked.paths)
  if ("kind" in files) return files
  const lives = readLives(files)
  if ("kind" in lives) {
    const { site, column, reason, fix } = lives
    return userErrors.badTrace(`${site.path}:${site.line}:${column}`, reason, fix)
  }
  if (lives.length === 0) return userErrors.noTrace(asked.paths.join(" "), "holds no step")
  const subject = await loadReplayModel(spec, asked.instance)
  if (isUserError(subject)) return subject
  const foreign = await foreignLife(spec, subject.model, lives, asked.accept)
  if (foreign !== undefined) return foreign
  const began = performance.now()
  const replayed = replayTrace(subject.model.protocol, lives, { budgetMillis: asked.budgetMillis ?? usualBudgetMillis })
  if (replayed.kind === "mixed") return mixedError(replayed)
  const told = { replayed, subject, paths: asked.paths, spec, seconds: (performance.now() - began) / 1000 }
  await (asked.json ? tellJson : tell)(told)
  return replayed.rejection === undefined ? 0 : notAcceptedCode
}

/** Does what the command line asks. */
export const runReplay = async (asked: ReplayArguments): Promise<number | UserError> => {
  const report = reportIn(asked.paths, asked.spec)
  if (report !== undefined) return isUserError(report) ? report : replayReport(report, asked)
  if (asked.inspects) return userErrors.noReport(asked.paths.join(" "), "holds no counterexample to step through")
  if (asked.spec !== undefined) return replayFiles(asked, asked.spec)
  return userErrors.missingOption("replay", "--spec", "lockstep replay dist/trace --spec specs/consensus/election")
}
