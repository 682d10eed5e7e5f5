import { type CheckOptions, type PropertyReport, wayTo } from "@lockstep/checker"
import type { Instance } from "../load/models.ts"
import { type UserError, userErrors } from "../messages.ts"
import { goalNames } from "../source/subjects.ts"
import type { Checked } from "./outcome.ts"

/** What is wrong with goals that are to be shown: somebody must have each. */
export const unknownGoal = (shown: readonly string[], instances: readonly Instance[]): UserError | undefined => {
  const known = [...new Set(instances.flatMap(({ model }) => goalNames(model)))]
  const name = shown.find((one) => !known.includes(one))
  return name === undefined ? undefined : userErrors.unknownGoal(name, known)
}

/** Has every goal that is shown, and was reached, tell its way: where a search could not keep them all, by another one. */
export const withWays = async (checked: Checked, shown: readonly string[], options: CheckOptions): Promise<Checked> => {
  const { instance, report } = checked
  const properties: PropertyReport[] = []
  for (const property of report.properties) {
    const isOpen = property.outcome === "reached" && property.trace === undefined && shown.includes(property.name)
    const trace = isOpen ? await wayTo(instance.model, property.name, options) : undefined
    properties.push(trace === undefined ? property : { ...property, trace })
  }
  return { ...checked, report: { ...report, properties }, shown }
}
