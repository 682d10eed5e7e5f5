import type { Complaint, Message } from "./diagnostic.ts"

const quoted = (names: readonly string[]): string => names.map((name) => `"${name}"`).join(", ")

/** Everything the analysis can say, in one place. */
export const readsClock = (name: string): Complaint => ({
  code: "reads-clock",
  reason: `\`${name}\` reads the machine's clock: the checker could not explore it, and a trace could not be replayed.`,
  fix: "Read `now` from the handler's context, or wait with a timer.",
  inAlgorithm: { fix: "Keep the time in a variable, and let an action move it on." },
})

export const usesRandomness = (name: string): Complaint => ({
  code: "uses-randomness",
  reason: `\`${name}\` gives another answer each time: the checker would see one of them only.`,
  fix: "Choose with `pick(candidates)` from the handler's context.",
  inAlgorithm: { fix: "Return an array with a record for each alternative: the checker follows them all." },
})

export const performsIo = (name: string): Complaint => ({
  code: "performs-io",
  reason: `\`${name}\` reaches outside of the step, which the checker runs many times and a crash can cut short.`,
  fix: "Ask the application by `perform`, or tell it by `emit`.",
  inAlgorithm: {
    reason: `\`${name}\` reaches outside of the step, which the checker runs many times.`,
    fix: "Leave it out: a step is what it returns, and a trace shows what each step changed.",
  },
})

export const isAsynchronous = (name: string): Complaint => ({
  code: "is-asynchronous",
  reason: `\`${name}\` lets work go on after the step, but a step is atomic.`,
  fix: "Return the next state at once; wait with a timer, a message or an activity's result.",
  inAlgorithm: { fix: "Return what changes at once; what happens later is another action." },
})

export const foreignCode = (name: string, from: string): Complaint => ({
  code: "foreign-code",
  reason: `\`${name}\` comes from "${from}", whose code the analysis cannot follow.`,
  fix: "Write the function in the spec, or let the application do it as an activity.",
  inAlgorithm: { fix: "Write the function in the spec." },
})

export const usesThis: Complaint = {
  code: "uses-this",
  reason: "`this` is another object in the checker, in the simulator and in production.",
  fix: "Name the value: the state is the handler's first parameter.",
  inAlgorithm: {
    reason: "`this` is another object for each way in which a function is called.",
    fix: "Name the value: the state is the action's first parameter.",
  },
}

export const usesClass = (name: string): Complaint => ({
  code: "uses-class",
  reason: `${name} has identity and hidden state, and cannot be sent, stored or compared.`,
  fix: "Use an interface, an object literal and functions.",
  inAlgorithm: { reason: `${name} has identity and hidden state, and two of them cannot be compared.` },
})

export const emptyPlaces: Message = {
  code: "uses-class",
  reason: "`new Array` makes a class's instance, whose places hold nothing.",
  fix: "Say what each holds: `Array.from({ length: 3 }, () => 0)`.",
}

export const usesGenerator: Message = {
  code: "uses-generator",
  reason: "A generator keeps its place between calls: state that no crash forgets and no checker sees.",
  fix: "Return an array, or keep the place in the role's state.",
}

export const mutatesModule = (name: string): Complaint => ({
  code: "mutable-module-state",
  reason: `\`${name}\` lives in the module: all nodes would share it, and it outlives every crash.`,
  fix: "Make it a field of the role's state.",
  inAlgorithm: {
    reason: `\`${name}\` lives in the module, outside of the state that the checker keeps and compares.`,
    fix: "Make it a variable of the algorithm.",
  },
})

export const fillsConstant = (name: string): Message => ({
  code: "mutable-module-state",
  reason: `\`${name}\` changes what a constant of the module holds, and a library takes over what it began with.`,
  fix: "Give the constant its whole value where it is declared.",
})

export const mutatesValue = (name: string): Message => ({
  code: "mutates-value",
  reason: `\`${name}\` belongs to somebody else: the checker keeps the value and compares it later.`,
  fix: "Build a new value: `{ ...value, field }`, `list.with(index, item)`, `map.set(key, value)`.",
})

/** What does the same and builds a new array, or a new list. */
const copying: { readonly [method: string]: { readonly array: string; readonly list: string } } = {
  push: { array: "[...array, item]", list: "list.append(item)" },
  pop: { array: "array.slice(0, -1)", list: "list.slice(0, -1)" },
  shift: { array: "array.slice(1)", list: "list.slice(1)" },
  unshift: { array: "[item, ...array]", list: "List.of(item, ...list)" },
  splice: { array: "array.toSpliced(...)", list: "List.from([...list].toSpliced(...))" },
  sort: { array: "array.toSorted(compare)", list: "List.from([...list].toSorted(compare))" },
  reverse: { array: "array.toReversed()", list: "List.from([...list].toReversed())" },
  fill: { array: "array.map(() => value)", list: "List.from(list.map(() => value))" },
  copyWithin: { array: "array.toSpliced(...)", list: "List.from([...list].toSpliced(...))" },
}

/** Methods that change their array. */
export const mutators: readonly string[] = Object.keys(copying)

export const mutatesArray = (method: string): Message => ({
  code: "mutates-value",
  reason: `\`${method}\` changes the array in place.`,
  fix: `Build a new one: \`${copying[method]?.array ?? "[...array]"}\`.`,
})

export const mutatesList = (method: string): Message => ({
  code: "mutates-value",
  reason: `A \`List\` never changes, and has no \`${method}\`.`,
  fix: `Build a new one: \`${copying[method]?.list ?? "List.from(list)"}\`.`,
})

export const nativeCollection = (name: string): Message => ({
  code: "native-collection",
  reason: `A native \`${name}\` compares by identity, keeps the order of insertion, and cannot be stored or sent.`,
  fix: `Import \`${name.includes("Map") ? "Map" : "Set"}\` from "@lockstep/language" and build it with \`.of(...)\` or \`.from(...)\`.`,
})

export const dependsOnFields = (name: string, fix: string): Message => ({
  code: "depends-on-order",
  reason: `\`${name}\` goes by the order in which fields were added, and equal records may differ in that.`,
  fix,
})

export const sortsAsText: Message = {
  code: "depends-on-order",
  reason: "Without an order, `toSorted` compares everything as text: 10 comes before 9, and records come in any order.",
  fix: "Say the order: `toSorted(compare)`.",
}

export const dependsOnLocale = (name: string): Complaint => ({
  code: "depends-on-locale",
  reason: `\`${name}\` gives another answer on a machine with another locale.`,
  fix: "Order with `compare`, and leave texts for people to the application.",
  inAlgorithm: { fix: "Order with `compare`." },
})

export const divides: Message = {
  code: "unsafe-integer",
  reason:
    "The quotient may have a fraction, and a fraction is not the same number on the wire, on disk and in the checker.",
  fix: "Round it: `Math.floor(a / b)`; or multiply: `2 * a > b` instead of `a > b / 2`.",
}

export const hasFraction = (text: string): Message => ({
  code: "unsafe-integer",
  reason: `${text} is no whole number.`,
  fix: "Count in a smaller unit, such as thousandths.",
})

export const tooLarge = (text: string): Message => ({
  code: "unsafe-integer",
  reason: `${text} is beyond 2^53 - 1: numbers there are not told apart.`,
  fix: "Stay within `Number.MAX_SAFE_INTEGER`, or carry it as a string or `Opaque`.",
})

export const cutsBits = (operator: string): Message => ({
  code: "unsafe-integer",
  reason: `\`${operator}\` keeps 32 bits of its operand, and this one needs more.`,
  fix: "Use `*`, `Math.floor(a / b)` and `%`, which are exact up to 2^53.",
})

export const readsNumber = (name: string): Message => ({
  code: "unsafe-integer",
  reason: `\`${name}\` of a text that is no number gives what is no safe integer.`,
  fix: "Let the number come as one from outside, in a message, a call or a constant.",
})

export const noInteger = (name: string): Message => ({
  code: "unsafe-integer",
  reason: `\`${name}\` gives what is not always a safe integer.`,
  fix: 'Use `null` for "none", and the whole-number functions `Math.floor`, `Math.max`, `Math.min`, `Math.abs`.',
})

export const mayLackArguments = (name: string): Message => ({
  code: "unsafe-integer",
  reason: `\`${name}\` of nothing is no safe integer, and what is spread here may be nothing.`,
  fix: `Put an argument that is always there in front: \`${name}(first, ...rest)\`.`,
})

export const missesCases = (missing: readonly string[]): Message => ({
  code: "misses-case",
  reason: `The switch says nothing about ${missing.join(", ")}.`,
  fix: `Add ${missing.length === 1 ? "the case" : "the cases"}, or a \`default\` that says what happens to the rest.`,
})

export const dropsEffect: Message = {
  code: "drops-effect",
  reason: "The effect is built and never returned, so it never happens.",
  fix: "Return it beside the state: `[node, send(...)]`.",
}

export const dropsEffectOf = (name: string): Message => ({
  code: "drops-effect",
  reason: `\`${name}\` holds effects that nobody returns, so they never happen.`,
  fix: `Return them beside the state: \`[node, ${name}]\`, or \`[node, ...${name}]\` for several.`,
})

export const dropsRest: Message = {
  code: "drops-effect",
  reason: "Only the state is taken, and the effects beside it never happen.",
  fix: "Take them too, and return them: `const [node, ...effects] = ...`.",
}

export const surplusKey = (key: string, type: string): Message => ({
  code: "surplus-key",
  reason: `\`${type}\` has no field \`${key}\`: TypeScript does not look at all the keys of what a function gives back.`,
  fix: "Correct the name, or add the field to the type and to `initial`.",
})

export const neverSent = (message: string, sender: string): Message => ({
  code: "message-never-sent",
  reason: `No handler of \`${sender}\` sends \`${message}\`.`,
  fix: "Send it, or remove it with its handler.",
})

export const noSender = (message: string, sender: string): Message => ({
  code: "message-never-sent",
  reason: `\`${message}\` comes from \`${sender}\`, and the protocol has no such role.`,
  fix: "Add the role to the protocol, or remove what is heard of it.",
})

export const noHandler = (message: string, role: string): Message => ({
  code: "message-never-heard",
  reason: `\`${role}\` may be sent \`${message}\` and has no handler for it.`,
  fix: `Add \`${message}(node) { ... }\` to the role's \`on\`, or remove the message.`,
})

export const neverHeard = (messages: readonly string[]): Message => ({
  code: "message-never-heard",
  reason: `No role of the protocol hears ${quoted(messages)}.`,
  fix: "Add the role that hears it to the protocol, or do not send it.",
})

export const messageDiffers = (type: string, role: string, senders: readonly string[]): Message => ({
  code: "message-differs",
  reason: `\`${role}\` hears \`${type}\` from ${quoted(senders)} in different shapes, and its handler could not tell them apart.`,
  fix: "Give both the same fields, or call one of them something else.",
})

export const typeError = (
  reason: string,
  fix = "Correct the type: an editor with TypeScript shows the same.",
): Message => ({
  code: "type-error",
  reason,
  fix,
})

export const syntaxError = (reason: string): Message =>
  typeError(reason, "Correct the text: an editor with TypeScript shows the same.")

export const neverWritten = (field: string, role: string): Message => ({
  code: "durable-never-written",
  reason: `\`${field}\` is durable, and no handler of \`${role}\` ever gives it a value.`,
  fix: "Write it where it changes, or take it out of `durable`.",
})

export const neverArmed = (timer: string, because: string): Message => ({
  code: "timer-never-armed",
  reason: `The timer \`${timer}\` never runs: ${because}.`,
  fix: "Correct the condition, or remove the timer.",
})

export const roleNotReadable = (role: string): Message => ({
  code: "role-not-readable",
  reason: `What \`${role}\` does cannot all be read: this is neither written here nor a constant.`,
  fix: "Write `const name = role({ ... })`, with each handler in its place or in a constant.",
})

export const rolesNotReadable: Message = {
  code: "role-not-readable",
  reason: "The roles of the protocol cannot be read here: they are no object with a name for each.",
  fix: "Write `protocol({ roles: { name: role } })`.",
}
