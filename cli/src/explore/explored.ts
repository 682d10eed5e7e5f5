import type { SpecFault } from "@lockstep/checker"
import type { Explored, InstanceView, TraceView, VerdictView } from "@lockstep/explorer"
import type { Instance } from "../load/models.ts"
import { bounds } from "../report/header.ts"
import type { Locator } from "../source/locate.ts"
import { search } from "./search.ts"
import { traceView } from "./view.ts"
import { verdictView } from "./verdict.ts"
import { isFault, openWalker, type Walker } from "./walker.ts"
import { shellWord } from "../shell-word.ts"

/** Instances by names that are distinct. */
export const namedInstances = (instances: readonly Instance[]): ReadonlyMap<string, Instance> => {
  const names = new Map<string, Instance>()
  for (const one of instances) {
    const isCommon = instances.some((other) => other !== one && other.name === one.name)
    const name = isCommon ? `${one.title}-${one.name}` : one.name
    names.set(names.has(name) ? `${name}-${names.size}` : name, one)
  }
  return names
}

/** An instance as the page names it. */
export const instanceView = (id: string, instance: Instance, locator: Locator): InstanceView => ({
  id,
  title: instance.title,
  name: instance.name,
  bounds: bounds(instance).join(" · "),
  comment: locator.instance(instance)?.comment ?? "",
  command: `lockstep explore ${shellWord(instance.file)} --instance ${instance.name}`,
})

const stillborn = ({ code, handler, reason, fix }: SpecFault): TraceView => {
  const fault = { code, reason: `${handler}: ${reason}`, fix }
  const nothing = { key: "", lanes: [], network: [], properties: [], steps: [], untold: 0, blocked: [] }
  return { states: [{ ...nothing, isWithin: false, fault }] }
}

/** What the page can ask of instances: each is walked through, and checked, when it is first asked for. */
export const exploredOf = (
  instances: readonly Instance[],
  locator: Locator,
  timeoutMillis: number,
  signal: AbortSignal,
): Explored => {
  const named = namedInstances(instances)
  const walkers = new Map<string, Walker | SpecFault>()
  const verdicts = new Map<string, Promise<VerdictView>>()

  const walkerOf = (id: string, instance: Instance): Walker | SpecFault => {
    const walker = walkers.get(id) ?? openWalker(instance)
    walkers.set(id, walker)
    return walker
  }

  const judge = async (id: string, instance: Instance): Promise<VerdictView> => {
    const report = await search(instance, timeoutMillis, signal)
    const walker = walkerOf(id, instance)
    return verdictView(report, { instance, walker: isFault(walker) ? undefined : walker, locator })
  }

  return {
    instances: [...named].map(([id, instance]) => instanceView(id, instance, locator)),
    trace: (id, path, from) => {
      const instance = named.get(id)
      if (instance === undefined) return undefined
      const walker = walkerOf(id, instance)
      return isFault(walker) ? stillborn(walker) : traceView(walker, path, from, locator)
    },
    verdict: (id) => {
      const instance = named.get(id)
      if (instance === undefined) return undefined
      const verdict = verdicts.get(id) ?? judge(id, instance)
      verdicts.set(id, verdict)
      return verdict
    },
  }
}
