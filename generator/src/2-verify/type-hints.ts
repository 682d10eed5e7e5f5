import { looksForText } from "./replacements.ts"

const result =
  "Give back the state, alone or first in an array before the effects: `return node`, `return [node, send(...)]`; each branch ends with a `return`."

const whole = "A state comes back whole: `{ ...node, field }`."

/** What to write where TypeScript speaks of types that the language has, by what it says. */
const hints: readonly (readonly [said: RegExp, fix: string])[] = [
  [
    / type 'Next</,
    "Give back `false`, or a record of the variables that change, each with a value of its type, or an array of such records.",
  ],
  [
    / type 'Action</,
    "Write one function that gives back `false` where the action cannot happen, or `each(values, run)`.",
  ],
  [
    /does not exist in type '(?:Message|Timer|Call|Result)Handlers</,
    "Correct the name, or add it to the types that the protocol begins with: `spec<{ message, timer, calls, activities }>()`.",
  ],
  [/ type '(?:Handler|Result)<.* Property '\w+' is missing in type '\{/, whole],
  [/^Type '(?:Sending|Effect)\[\]' is not assignable/, "Spread them beside the state: `[node, ...effects]`."],
  [/ type '(?:Handler|Result)<|^Type '(?:Sending|Effect)' is not assignable/, result],
  [
    /=> void' is not assignable to type '\((?:view|before|old|state)\b/,
    "Give back true or false: what stands in braces needs a `return`.",
  ],
  [
    /assignable to (?:parameter of )?type '(?:NodeId[<']|\{ readonly \[nodeOf\])/,
    "Names of nodes come from `self`, `from`, `peers` and `nodes`, or from a message: take one of these.",
  ],
  [
    /assignable to type '\{ readonly \[opaqueOf\]/,
    'Make one of a text with `opaque("name")`, and pass it on as it is.',
  ],
  [
    /cannot be used as an index type/,
    "A line that begins with `[` goes on from the line before it: write `return [...]`.",
  ],
  [/type 'RegExp'/, looksForText],
]

/** What is missing where a whole role, protocol or model is refused. */
const missing = (reason: string): string | undefined => {
  const [, name] = /Property '(\w+)' is missing in type [^]*' but required in type/.exec(reason) ?? []
  return name === undefined ? undefined : `Add \`${name}\`.`
}

/** What to write, as far as the words of TypeScript tell. */
export const hintFor = (reason: string): string | undefined =>
  hints.find(([said]) => said.test(reason))?.[1] ?? missing(reason)
