import type { AnyAlgorithm } from "@lockstep/language"

interface Extent {
  /** It is so large that it is left to the night. */
  readonly nightly: boolean
}

/** A public model whose numbers another checker found: ours must find the same. */
export interface Row extends Extent {
  /** Where the model comes from, and the module beside this one and the export that hold its port. */
  readonly original: string
  readonly file: string
  readonly name: string
  readonly model: AnyAlgorithm
  readonly distinct: number
  /** States on the longest shortest path: one more than its steps. */
  readonly depth: number
}

type Numbers = readonly [model: AnyAlgorithm, distinct: number, depth: number, extent?: Extent]

/** A row for each of some exports of one module. */
export const rowsOf = (file: string, original: string, models: { readonly [name: string]: Numbers }): readonly Row[] =>
  Object.entries(models).map(([name, [model, distinct, depth, extent = { nightly: false }]]) => ({
    original,
    file,
    name,
    model,
    distinct,
    depth,
    ...extent,
  }))
