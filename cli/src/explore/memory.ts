/** Remembers what was asked for last, and forgets what nobody has asked for longest. */
export const memory = <Value>(size: number): ((key: string, find: () => Value) => Value) => {
  const known = new Map<string, Value>()
  return (key, find) => {
    const value = known.has(key) ? (known.get(key) as Value) : find()
    known.delete(key)
    known.set(key, value)
    const [oldest] = known.keys()
    if (known.size > size && oldest !== undefined) known.delete(oldest)
    return value
  }
}
