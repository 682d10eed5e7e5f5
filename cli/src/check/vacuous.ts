import type { Report } from "@lockstep/checker"
import type { Checked, Vacuous } from "./outcome.ts"

type Count = Report["coverage"][number]

/** What happens only after faults, or once, may have nothing to do. */
const mayRest = (handler: string): boolean => /\.(?:start|recover)$/.test(handler)

/** What of an instance in which nothing can happen: its properties hold of its beginnings, and there is nothing else. */
const nothing = ({ instance }: Checked): Vacuous => ({
  kind: "dead",
  instance,
  handler: `${instance.name}, which has no ${instance.model.kind === "model" ? "handler" : "action"}`,
})

/** Whether nothing happened for it. */
export const isDead = ({ fired }: Count): boolean => fired === 0

/** Whether nobody who made the call had an answer to it. Of one that did nothing, that is said already. */
export const isUnanswered = (count: Count): boolean => !isDead(count) && count.answered === 0

const added = (known: Count | undefined, { handler, fired, answered }: Count): Count => ({
  handler,
  fired: fired + (known?.fired ?? 0),
  ...(answered !== undefined && { answered: answered + (known?.answered ?? 0) }),
})

const kindOf = (count: Count): Vacuous["kind"] | undefined => {
  if (isDead(count)) return mayRest(count.handler) ? undefined : "dead"
  return isUnanswered(count) ? "unanswered" : undefined
}

/**
 * Handlers that did nothing in any instance of their file, and calls that were answered in none: whatever they contain, the properties would hold.
 * A search that did not come to its end cannot tell, and neither can one that was asked for only some instances of a file: `partial`.
 */
export const vacuousIn = (all: readonly Checked[], partial: ReadonlySet<string>): readonly Vacuous[] => {
  if (all.some(({ report: { verdict } }) => verdict !== "verified" && verdict !== "vacuous")) return []
  const known = new Map<string, Pick<Vacuous, "instance"> & { readonly count: Count }>()
  for (const { instance, report } of all.filter(({ instance: { file } }) => !partial.has(file)))
    for (const count of report.coverage) {
      const key = `${instance.file}: ${count.handler}`
      known.set(key, { instance, count: added(known.get(key)?.count, count) })
    }
  const handlers = [...known.values()].flatMap(({ instance, count }) => {
    const kind = kindOf(count)
    return kind === undefined ? [] : [{ kind, instance, handler: count.handler }]
  })
  return [...handlers, ...all.filter(({ report: { coverage } }) => coverage.length === 0).map(nothing)]
}
