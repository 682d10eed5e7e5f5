import type { EmbeddedView, FaultView, InstanceView, StateView, TraceView, VerdictView } from "../view.ts"

/** Where the page has what it shows from: a server, or itself. */
export interface Source {
  readonly instances: () => Promise<readonly InstanceView[]>
  /** The states on a path, from the one behind `from` steps on. */
  readonly trace: (instance: string, path: readonly string[], from: number) => Promise<TraceView>
  readonly verdict: (instance: string) => Promise<VerdictView>
  readonly remarks: readonly string[]
  /** Whether only what it carries can be shown. */
  readonly isClosed: boolean
}

/** The boundary where an answer of our own server becomes a value. */
const ask = async <Value>(address: string, query: { readonly [name: string]: string } = {}): Promise<Value> => {
  const response = await fetch(`${address}?${new URLSearchParams(query).toString()}`)
  const value: unknown = await response.json()
  if (response.ok) return value as Value
  const { reason, fix } = value as FaultView
  throw new Error(`${reason}: ${fix}`)
}

const served: Source = {
  instances: () => ask("/api/instances"),
  trace: (instance, path, from) => ask("/api/trace", { instance, path: path.join("."), from: String(from) }),
  verdict: (instance) => ask("/api/verdict", { instance }),
  remarks: [],
  isClosed: false,
}

const until = <Value>(items: readonly (Value | undefined)[]): readonly Value[] => {
  const found: Value[] = []
  for (const item of items) {
    if (item === undefined) break
    found.push(item)
  }
  return found
}

const embedded = ({ instances, verdicts, states, remarks }: EmbeddedView): Source => ({
  instances: () => Promise.resolve(instances),
  trace: (instance, path, from) => {
    const at = (length: number): StateView | undefined => states[instance]?.[path.slice(0, length).join(".")]
    const all = until(Array.from({ length: path.length + 1 }, (_, length) => at(length)))
    const refused = all.length <= path.length ? { refused: all.length } : {}
    return Promise.resolve({ states: all.slice(from), ...refused })
  },
  verdict: (instance) => {
    const found = verdicts[instance]
    return found === undefined ? Promise.reject(new Error(`${instance} is not in this page`)) : Promise.resolve(found)
  },
  remarks,
  isClosed: true,
})

/** What the page carries, or else its server. */
export const sourceOf = (): Source => {
  const carried = document.getElementById("embedded")?.textContent
  return carried === undefined || carried === null ? served : embedded(JSON.parse(carried) as EmbeddedView)
}
