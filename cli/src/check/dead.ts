import type { Checked } from "./run.ts"

/** What happens only after faults, or once, may have nothing to do. */
const mayRest = (handler: string): boolean => /\.(?:start|recover)$/.test(handler)

/**
 * Handlers that did nothing in any instance of their file: whatever they contain, the properties would hold.
 * A search that did not come to its end cannot tell.
 */
export const deadHandlers = (all: readonly Checked[]): readonly string[] => {
  if (all.some(({ report: { verdict } }) => verdict !== "verified" && verdict !== "vacuous")) return []
  const fired = new Map<string, number>()
  for (const { instance, report } of all)
    for (const one of report.coverage) {
      const name = `${instance.file}: ${one.handler}`
      fired.set(name, (fired.get(name) ?? 0) + one.fired)
    }
  return [...fired].flatMap(([name, times]) => (times === 0 && !mayRest(name) ? [name] : []))
}
