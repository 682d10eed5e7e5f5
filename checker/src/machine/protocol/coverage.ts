import type { AnyModel } from "@lockstep/language"
import type { Coverage } from "../machine.ts"
import { parseCall } from "./clients.ts"
import type { NodeInfo } from "./nodes.ts"
import type { Reaction } from "./reactions.ts"

/** What handlers came to, noted where one is run: no state is asked for it. */
export interface Counting {
  readonly note: (handler: string, reactions: readonly Reaction[]) => void
  readonly coverage: () => readonly Coverage[]
}

const handlerOfCall = (role: string, call: string): string => `${role}.calls.${call}`

const countsOf = ({ roleName, role }: NodeInfo): Coverage[] => {
  const count = (handler: string): Coverage => ({ handler, fired: 0 })
  return [
    ...Object.keys(role.on ?? {}).map((name) => count(`${roleName}.on.${name}`)),
    ...Object.keys(role.timers ?? {}).map((name) => count(`${roleName}.timers.${name}.fire`)),
    ...Object.keys(role.calls ?? {}).map((name) => ({ ...count(handlerOfCall(roleName, name)), answered: 0 })),
    ...Object.keys(role.results ?? {}).map((name) => count(`${roleName}.results.${name}`)),
  ]
}

/** The handler that took a call, whichever handler answers it. */
const takerOf = ({ clients }: AnyModel, call: string): string | undefined => {
  const { client, operation } = parseCall(call)
  const asking = clients?.[client]
  const asked = asking?.calls[operation]
  return asked && handlerOfCall(asking.of, asked[0])
}

/** Makes the count of nothing. */
export const makeCounting = (model: AnyModel, nodes: readonly NodeInfo[]): Counting => {
  const counts = new Map(nodes.flatMap(countsOf).map((count) => [count.handler, count]))

  const noteAnswer = (call: string): void => {
    const taken = counts.get(takerOf(model, call) ?? "")
    if (taken?.answered !== undefined) taken.answered++
  }

  return {
    note: (handler, reactions) => {
      const count = counts.get(handler)
      if (count !== undefined && reactions.some(({ ignored }) => !ignored)) count.fired++
      for (const { events } of reactions)
        for (const event of events) if (event.kind === "reply" || event.kind === "reject") noteAnswer(event.call)
    },
    coverage: () => [...counts.values()],
  }
}
