import { type Profiler, Session } from "node:inspector"
import { fileURLToPath } from "node:url"
import { isAuthors } from "@lockstep/checker/thrown"
import { textOf } from "../report/read.ts"
import { type Gap, gapsIn } from "./find.ts"
import { warmUp } from "./warm-up.ts"

/** Watches which of the author's code runs, from when it is opened on. */
export interface Recorder {
  /** What has run so far, does not count: it was only loaded. */
  readonly begin: () => void
  /** Ends it, and gives the author's code that did not run. */
  readonly end: () => readonly Gap[]
}

const fileOf = (url: string): string | undefined => {
  const file = url.startsWith("file:") ? fileURLToPath(url) : undefined
  return file !== undefined && isAuthors(file) ? file : undefined
}

/** As the engine has it: without the mark of an editor at its beginning. */
const sourceOf = (file: string): string => (textOf(file) ?? "").replace(/^\uFEFF/, "")

/** Opens a recorder. What was compiled before is not counted, and no slower than without: so a search is made of something else first. */
export const openRecorder = async (): Promise<Recorder> => {
  await warmUp()
  const session = new Session()
  session.connect()
  session.post("Profiler.enable")
  session.post("Profiler.startPreciseCoverage", { callCount: true, detailed: true })

  const take = (): readonly Profiler.ScriptCoverage[] => {
    let scripts: readonly Profiler.ScriptCoverage[] = []
    session.post("Profiler.takePreciseCoverage", (_, answer) => {
      scripts = answer?.result ?? []
    })
    return scripts
  }

  return {
    begin: () => void take(),
    end: () => {
      const scripts = take()
      session.disconnect()
      return scripts.flatMap(({ url, functions }) => {
        const file = fileOf(url)
        return file === undefined ? [] : gapsIn(file, sourceOf(file), functions)
      })
    },
  }
}
