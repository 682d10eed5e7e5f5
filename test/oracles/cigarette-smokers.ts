import { type Algorithm, algorithm, equal, Set } from "@lockstep/language"
import { type On, over } from "./functions.ts"

type Ingredient = "matches" | "paper" | "tobacco"

/** Each smoker is named by what he has without end; `dealer` is what lies on the table. */
interface Smokers {
  readonly smoking: On<Ingredient, boolean>
  readonly dealer: Set<Ingredient>
}

const ingredients: readonly Ingredient[] = ["matches", "paper", "tobacco"]
const nothing = Set.of<Ingredient>()
const everything = Set.from(ingredients)

/** All ingredients but one. */
const offers = ingredients.map((missing) => everything.delete(missing))

const whoSmoke = ({ smoking }: Smokers): readonly Ingredient[] => ingredients.filter((smoker) => smoking[smoker])

/** Smokers who each lack two of three ingredients, and a dealer who puts two on the table (`CigaretteSmokers`). */
export const cigaretteSmokers: Algorithm<Smokers> = algorithm<Smokers>({
  initial: offers.map((dealer) => ({ smoking: over(ingredients, () => false), dealer })),
  actions: {
    startSmoking: ({ dealer }) =>
      dealer.size > 0 && {
        smoking: over(ingredients, (smoker) => equal(dealer.add(smoker), everything)),
        dealer: nothing,
      },
    stopSmoking: (state) => {
      const [smoker] = whoSmoke(state)
      if (state.dealer.size > 0 || smoker === undefined) return false
      return offers.map((dealer) => ({ smoking: { ...state.smoking, [smoker]: false }, dealer }))
    },
  },
  always: {
    /** On the table is an offer or nothing. */
    offersOnly: ({ dealer }) => dealer.size === 0 || offers.some((offer) => equal(offer, dealer)),
    /** At most one smokes. */
    atMostOne: (state) => whoSmoke(state).length <= 1,
  },
  /** Somebody can always smoke, or stop. */
  ends: () => false,
})
