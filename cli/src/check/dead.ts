import type { Checked, DeadHandler } from "./outcome.ts"

/** What happens only after faults, or once, may have nothing to do. */
const mayRest = (handler: string): boolean => /\.(?:start|recover)$/.test(handler)

/** What of an instance in which nothing can happen: its properties hold of its beginnings, and there is nothing else. */
const nothing = ({ instance }: Checked): DeadHandler => ({
  instance,
  handler: `${instance.name}, which has no ${instance.model.kind === "model" ? "handler" : "action"}`,
})

/**
 * Handlers that did nothing in any instance of their file: whatever they contain, the properties would hold.
 * A search that did not come to its end cannot tell, and neither can one that was asked for only some instances of a file: `partial`.
 */
export const deadHandlers = (all: readonly Checked[], partial: ReadonlySet<string>): readonly DeadHandler[] => {
  if (all.some(({ report: { verdict } }) => verdict !== "verified" && verdict !== "vacuous")) return []
  const known = new Map<string, DeadHandler & { readonly fired: boolean }>()
  for (const { instance, report } of all.filter(({ instance: { file } }) => !partial.has(file)))
    for (const { handler, fired } of report.coverage) {
      const key = `${instance.file}: ${handler}`
      known.set(key, { instance, handler, fired: fired > 0 || known.get(key)?.fired === true })
    }
  const dead = [...known.values()].flatMap(({ instance, handler, fired }) =>
    fired || mayRest(handler) ? [] : [{ instance, handler }],
  )
  return [...dead, ...all.filter(({ report: { coverage } }) => coverage.length === 0).map(nothing)]
}
