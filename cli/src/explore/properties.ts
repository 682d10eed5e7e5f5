import type { Holding } from "@lockstep/checker"
import type { PropertyView } from "@lockstep/explorer"
import { explanation } from "../report/explanation.ts"
import { type Locator, placeOf } from "../source/locate.ts"
import { isFault, type Spot, type Walker } from "./walker.ts"

const why = ({ instance }: Walker, { kind, name }: Holding, spot: Spot, locator: Locator): readonly string[] => {
  const { before, label, snapshot } = spot
  const steps = before === undefined || label === undefined ? [] : [{ label, after: snapshot }]
  const trace = { initial: before?.snapshot ?? snapshot, steps }
  return explanation(instance, { kind, name, outcome: "broken", trace }, locator)
}

/** What every property says of a state, and why, where it does not hold. */
export const propertiesAt = (walker: Walker, spot: Spot, locator: Locator): readonly PropertyView[] => {
  const holdings = walker.walk.holdings(spot.before?.state, spot.state)
  if (isFault(holdings)) return []
  return holdings.map((holding) => {
    const { kind, name, holds } = holding
    const written = locator.property(walker.instance, kind, name)
    return {
      kind,
      name,
      holds,
      ...(written?.comment !== undefined && { meaning: written.comment }),
      ...(written !== undefined && { place: placeOf(written) }),
      why: holds || kind === "reachable" ? [] : why(walker, holding, spot, locator),
    }
  })
}
