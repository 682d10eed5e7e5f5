import { type AnyDefinition, handlerName } from "@lockstep/language"
import type { Explored } from "./validate.ts"

const handlersOf = ({ on, timers, calls, results, start, recover }: AnyDefinition): readonly string[] => [
  ...Object.keys(on ?? {}).map((name) => `on.${name}`),
  ...Object.keys(timers ?? {}).map((name) => `timers.${name}.fire`),
  ...Object.keys(calls ?? {}).map((name) => `calls.${name}`),
  ...Object.keys(results ?? {}).map((name) => `results.${name}`),
  ...(start === undefined ? [] : ["start"]),
  ...(recover === undefined ? [] : ["recover"]),
]

/** The handlers that no instance has run, so that their code was compared with nothing. */
export const uncomparedIn = (explored: readonly Explored[]): readonly string[] => {
  const compared = new Set(
    explored.flatMap(({ recorded }) =>
      recorded.pairs.map(({ roleName, input }) => `${roleName}.${handlerName(input)}`),
    ),
  )
  const all = explored.flatMap(({ instance: { model } }) =>
    Object.entries(model.protocol.roles).flatMap(([role, { definition }]) =>
      handlersOf(definition).map((handler) => `${role}.${handler}`),
    ),
  )
  return [...new Set(all)].filter((handler) => !compared.has(handler))
}
