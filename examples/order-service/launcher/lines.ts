import { type Line, openLine } from "../../service/proxy.ts"
import type { Name } from "../services/words.ts"

/** The customers, who are on no machine of the shop. */
export type End = Name | "customers"

/** All ways between the processes, each of which can be cut. */
export interface Lines {
  /** The port under which the one finds a port of the other. */
  readonly between: (from: End, to: Name, port: number) => Promise<number>
  readonly cut: (name: Name) => void
  readonly mend: (name: Name) => void
  readonly close: () => void
}

export const openLines = (): Lines => {
  const lines: { readonly ends: readonly End[]; readonly line: Line }[] = []
  const cutOff = new Set<End>()
  const turn = (): void => {
    for (const { ends, line } of lines) line.turn(ends.some((end) => cutOff.has(end)) ? "cut" : "clear")
  }
  return {
    async between(from, to, port) {
      const line = await openLine(port)
      lines.push({ ends: [from, to], line })
      return line.port
    },
    cut(name) {
      cutOff.add(name)
      turn()
    },
    mend(name) {
      cutOff.delete(name)
      turn()
    },
    close: () => lines.forEach(({ line }) => line.close()),
  }
}
