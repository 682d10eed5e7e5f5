import type { Report } from "@lockstep/checker"
import type { Instance } from "../load/models.ts"
import { paint } from "./paint.ts"
import { wrap } from "./wrap.ts"

type Outcome = Report["properties"][number]["outcome"]

const noticed: readonly Outcome[] = ["broken", "unreached"]

const whyNot = (breaks: string, { properties, verdict }: Report): string => {
  if (properties.every(({ name }) => name !== breaks)) return "no property has this name"
  const other = properties.find(({ outcome }) => outcome === "broken")
  if (other !== undefined) return `${other.name} is broken sooner, and the search ends there`
  return verdict === "verified" ? "it does not" : "the search did not come to it"
}

/** Says of a mutant where it does not break what it is made to break; where it does, that is told already. */
export const mutantLines = ({ breaks }: Instance, report: Report, width: number): string[] => {
  const isCaught = report.properties.some(({ name, outcome }) => name === breaks && noticed.includes(outcome))
  if (breaks === undefined || isCaught) return []
  return wrap(`  ${paint("yellow", "!")} this mutant is to break ${breaks}: ${whyNot(breaks, report)}`, width)
}
