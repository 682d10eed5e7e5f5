/** A function of the original on a few names. */
export type On<Name extends string | number, Value> = Readonly<Record<Name, Value>>

/** The function with this value for each name. */
export const over = <Name extends string | number, Value>(
  names: readonly Name[],
  value: (name: Name) => Value,
): On<Name, Value> => names.reduce((all, name) => ({ ...all, [name]: value(name) }), {} as On<Name, Value>)

/** Every function from `names` to `values`. */
export const functions = <Name extends string | number, Value>(
  names: readonly Name[],
  values: readonly Value[],
): readonly On<Name, Value>[] =>
  names.reduce(
    (all, name) => all.flatMap((one) => values.map((value) => ({ ...one, [name]: value }))),
    [{} as On<Name, Value>],
  )

/** A function of the original that is kept as one variable for each of its arguments. */
export type Family<Name extends string, Value> = { readonly [Variable in `${Name}[${string}]`]: Value }

/**
 * Reads and writes the variables of a family.
 * An action that reads one of them does not depend on the others, so that the checker runs it once for each value of that one.
 */
export const family = <Name extends string, Value>(name: Name) => {
  const of = (state: Family<Name, Value>, index: string | number): Value => state[`${name}[${index}]`]

  const all = <Index extends string | number>(
    indices: readonly Index[],
    value: (index: Index) => Value,
  ): Family<Name, Value> =>
    indices.reduce((all, index) => ({ ...all, [`${name}[${index}]`]: value(index) }), {} as Family<Name, Value>)

  const one = (index: string | number, value: Value): Family<Name, Value> => all([index], () => value)

  return { of, one, all }
}
