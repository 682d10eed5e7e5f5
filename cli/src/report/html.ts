import { type EmbeddedView, type InstanceView, singleFile, type StateView, type VerdictView } from "@lockstep/explorer"
import type { Checked, Outcome } from "../check/outcome.ts"
import { instanceView, namedInstances } from "../explore/explored.ts"
import { traceView } from "../explore/view.ts"
import { verdictView } from "../explore/verdict.ts"
import { isFault, openWalker } from "../explore/walker.ts"
import type { Locator } from "../source/locate.ts"
import { fileName } from "./file-name.ts"
import { vacuousWords } from "./vacuous.ts"

/** An instance with all states that the page can go to: the beginning, and the ways that the check found. */
interface Carried {
  readonly instance: InstanceView
  readonly verdict: VerdictView
  readonly states: { readonly [path: string]: StateView }
}

const pathsIn = ({ path, properties }: VerdictView): readonly (readonly string[])[] => [
  [],
  ...(path === undefined ? [] : [path]),
  ...properties.flatMap((one) => (one.path === undefined ? [] : [one.path])),
]

const carriedOf = (id: string, { instance, report }: Checked, locator: Locator): Carried => {
  const walker = openWalker(instance)
  const verdict = verdictView(report, { instance, walker: isFault(walker) ? undefined : walker, locator })
  const states = isFault(walker)
    ? []
    : pathsIn(verdict).flatMap((path) =>
        traceView(walker, path, 0, locator).states.map((state, length): readonly [string, StateView] => [
          path.slice(0, length).join("."),
          state,
        ]),
      )
  return { instance: instanceView(id, instance, locator), verdict, states: Object.fromEntries(states) }
}

const refusals = ({ refused }: Outcome): readonly string[] =>
  [...refused].map(([file, diagnostics]) =>
    [
      `${fileName(file)} was not checked`,
      ...diagnostics.flatMap(({ line, column, code, reason, fix, ...place }) => [
        `${fileName(place.file)}:${line}:${column}: ${reason}  [${code}]`,
        `  ${fix}`,
      ]),
    ].join("\n"),
  )

const vacuities = ({ vacuous }: Outcome): readonly string[] =>
  vacuous.map(({ kind, instance, handler }) => `${instance.file}: ${handler} ${vacuousWords[kind].text}`)

/** What failed is shown first. */
const firstFailed = (all: readonly Carried[]): readonly Carried[] =>
  all.toSorted((left, right) => Number(right.verdict.tone === "bad") - Number(left.verdict.tone === "bad"))

/** A whole run as one page that needs nothing beside it; `text` is for who lets no script run. */
export const html = (outcome: Outcome, locator: Locator, text: string): string => {
  const named = [...namedInstances(outcome.all.map(({ instance }) => instance)).keys()]
  const all = firstFailed(outcome.all.map((checked, index) => carriedOf(named[index] ?? "", checked, locator)))
  const view: EmbeddedView = {
    instances: all.map(({ instance }) => instance),
    verdicts: Object.fromEntries(all.map(({ instance, verdict }) => [instance.id, verdict])),
    states: Object.fromEntries(all.map(({ instance, states }) => [instance.id, states])),
    remarks: [...refusals(outcome), ...vacuities(outcome)],
  }
  return singleFile(view, [text, ...view.remarks].join("\n"))
}
