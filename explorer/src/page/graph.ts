import type { StateView, StepView } from "../view.ts"

/** A state with what follows it, and the way that led to it first. */
export interface Expansion {
  readonly key: string
  readonly path: readonly string[]
  readonly steps: readonly Pick<StepView, "id" | "target" | "text" | "node" | "breaks">[]
  readonly isBroken: boolean
}

/** What the graph shows: the states that were looked at last, and what follows each. */
export type Graph = ReadonlyMap<string, Expansion>

/** More states than this nobody tells apart. */
export const mostShown = 300

const shown = (graph: Graph): number =>
  new Set([...graph.values()].flatMap(({ key, steps }) => [key, ...steps.map(({ target }) => target)])).size

const isBroken = ({ properties }: StateView): boolean =>
  properties.some(({ kind, holds }) => kind !== "reachable" && !holds)

/** Adds states to the graph; what was looked at longest ago makes room, except for the path that is shown. */
export const expanded = (
  graph: Graph,
  views: readonly { readonly view: StateView; readonly path: readonly string[] }[],
  kept: ReadonlySet<string>,
): Graph => {
  const next = new Map(graph)
  for (const { view, path } of views) {
    const known = next.get(view.key)
    next.delete(view.key)
    next.set(view.key, {
      key: view.key,
      path: known !== undefined && known.path.length <= path.length ? known.path : path,
      steps: view.steps.map(({ id, target, text, node, breaks }) => ({
        id,
        target,
        text,
        breaks,
        ...(node !== undefined && { node }),
      })),
      isBroken: isBroken(view),
    })
  }
  for (const key of [...next.keys()]) {
    if (shown(next) <= mostShown) break
    if (!kept.has(key)) next.delete(key)
  }
  return next
}

/** A state in its place: how many steps from the beginning, and how far down. */
export interface Dot {
  readonly key: string
  readonly depth: number
  readonly row: number
  readonly path: readonly string[]
  readonly text: string
  readonly isExpanded: boolean
  readonly isBroken: boolean
}

export interface Edge {
  readonly from: string
  readonly to: string
}

/** Lays the graph out in columns, by the number of steps from the beginning; what no shown way leads to is left out. */
export const layOut = (
  graph: Graph,
  root: string,
): { readonly dots: readonly Dot[]; readonly edges: readonly Edge[] } => {
  const dots = new Map<string, Dot>()
  const edges: Edge[] = []
  const rows: number[] = []
  const place = (key: string, depth: number, path: readonly string[], text: string, breaks: boolean): void => {
    const row = rows[depth] ?? 0
    rows[depth] = row + 1
    const found = graph.get(key)
    const isKnownBroken = found?.isBroken ?? breaks
    dots.set(key, { key, depth, row, path, text, isExpanded: found !== undefined, isBroken: isKnownBroken })
  }
  place(root, 0, [], "the beginning", false)
  for (const { key, depth, path } of dots.values()) {
    for (const { id, target, text, node, breaks } of graph.get(key)?.steps ?? []) {
      edges.push({ from: key, to: target })
      const said = node === undefined ? text : `${node}: ${text}`
      if (!dots.has(target)) place(target, depth + 1, [...path, id], said, breaks.length > 0)
    }
  }
  return { dots: [...dots.values()], edges }
}
