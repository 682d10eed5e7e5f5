import type { Complaint, Message } from "./diagnostic.ts"

/** A name that JavaScript has, what is wrong with it in a spec, and what to write instead. */
export const notInScope =
  (why: string, fix: string) =>
  (name: string): Message => ({
    code: "accesses-global",
    reason: `\`${name}\` is not in scope of a spec: ${why}`,
    fix,
  })

/** A name that a handler's context has, or that `spec` gives, where nobody has taken it. */
const untaken = (name: string): string | undefined => {
  if (["self", "peers", "nodes", "from", "now", "pick"].includes(name))
    return `Take it from the handler's last parameter: \`{ ${name} }\`.`
  if (["role", "send", "broadcast", "early", "restart", "reply", "reject", "perform", "emit"].includes(name))
    return `Take it from where the protocol's types are named: \`const { ${name} } = spec<...>()\`.`
  return undefined
}

export const accessesGlobal = (name: string): Complaint => {
  const fix = untaken(name)
  const where = fix === undefined ? "in the spec: what it holds depends on where the spec runs" : "here"
  return {
    code: "accesses-global",
    reason: `\`${name}\` is not declared ${where}.`,
    fix: fix ?? "Declare it in the spec, import it from the language, or pass it in through a message or call.",
    inAlgorithm: { fix: "Declare it in the spec, or import it from the language." },
  }
}

export const serializes = (name: string): Message => ({
  code: "accesses-global",
  reason: `\`${name}\` is not in scope of a spec: its text depends on the order in which fields were added.`,
  fix: "Compare data with `equal` or `compare`, and use it as a key of a `Map` as it is.",
})

export const reshapes = (name: string): Message => ({
  code: "accesses-global",
  reason: `\`${name}\` is not in scope of a spec: a record has the fields that its type says, and never changes.`,
  fix: "Use `{ ...record, field }`, or the language's `Map` for keys that are not known before.",
})

export const throwsError = (name: string): Complaint => ({
  code: "accesses-global",
  reason: `\`${name}\` is not in scope of a spec: a step does not fail, it has a next state.`,
  fix: "Return the state as it is, or answer the caller with `reject`.",
  inAlgorithm: { fix: "Return `false` where an action cannot happen, and say under `always` what must never be." },
})
