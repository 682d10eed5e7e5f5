import { consistencies } from "@lockstep/judge"
import { faultNames } from "@lockstep/simulator"
import { extensions } from "../commands/generate.ts"
import { objectNames } from "../judge/object.ts"
import { formats as judgeFormats } from "../judge/run.ts"
import { formats as lintFormats } from "../lint/formats.ts"
import { reporterNames } from "../report/reporters.ts"

/**
 * The words that an option of a command takes, where its help does not set them between bars. What an --instance may be is not among
 * them: a spec would have to run to tell, and nobody who presses a key wants that.
 */
export const choices: { readonly [command: string]: { readonly [option: string]: readonly string[] } } = {
  check: { reporter: reporterNames, format: reporterNames },
  lint: { format: lintFormats },
  generate: { "import-extension": extensions },
  simulate: { faults: [...faultNames, "none"] },
  judge: { object: objectNames, consistency: consistencies, format: judgeFormats },
}
