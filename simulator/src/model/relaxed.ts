import type { AnyModel } from "@lockstep/language"

/** Somebody who calls nodes, in turn. */
export type Client = NonNullable<AnyModel["clients"]>[number]

/** The faults that a simulation may bring about. */
export const faultNames = [
  "loss",
  "duplication",
  "reordering",
  "partition",
  "crash",
  "disk",
  "rot",
  "clock",
  "slow",
  "upgrade",
] as const

/** One of these faults. */
export type FaultName = (typeof faultNames)[number]

/** How often a client asks again when it is turned away. */
const patience = 40

/** How much longer clocks run than in the model. */
const moreTicks = 12

/** How often a client makes all its calls: a run is longer than what a model can hold. */
const rounds = 4

const probe = ({ of, at, calls }: Client): Client => ({ of, calls, retries: patience, ...(at !== undefined && { at }) })

/**
 * The model without its bounds: how often a fault strikes, and when to stop, is the schedule's affair. Behind its clients stand the same
 * clients again, who ask when everything is healed.
 */
export const relaxed = (model: AnyModel): AnyModel => {
  const { network, crashes, clocks, symmetry: _symmetry, within: _within, clients = [], ...rest } = model
  return {
    ...rest,
    ...(clocks !== undefined && { clocks: { ...clocks, until: clocks.until * moreTicks } }),
    network: { kind: network?.kind ?? "bag" },
    ...(crashes !== undefined && { crashes: { ...crashes, budget: 0 } }),
    clients: [
      ...clients.map((client) => ({
        ...client,
        calls: Array.from({ length: rounds }, () => client.calls).flat(),
        retries: patience,
      })),
      ...clients.map(probe),
    ],
  }
}

/** The faults that a model says its protocol stands, and those that the runtime must hide from any protocol. */
export const faultsOf = ({ network, crashes, clocks }: AnyModel): ReadonlySet<FaultName> => {
  const any = network?.kind === "set"
  const loses = any || (network?.loss ?? 0) > 0
  const crashesAny = (crashes?.budget ?? 0) > 0
  const faults: readonly (readonly [FaultName, boolean])[] = [
    ["loss", loses],
    ["duplication", any || (network?.duplication ?? 0) > 0],
    ["reordering", network?.kind !== "fifo" || (network.reordering ?? 0) > 0],
    ["partition", true],
    ["crash", crashesAny],
    ["disk", crashesAny && crashes?.afterwards === "restart" && loses],
    ["rot", false],
    ["clock", clocks === undefined],
    ["slow", true],
    ["upgrade", crashesAny && crashes?.afterwards === "restart"],
  ]
  return new Set(faults.filter(([, may]) => may).map(([name]) => name))
}
