import type { Report } from "@lockstep/checker"
import type { Instance } from "../load/models.ts"
import { itemsOf, shapeOf } from "../trace/values.ts"

/** Collections become arrays, so that JSON can say them. */
const plain = (_key: string, value: unknown): unknown => {
  const shape = shapeOf(value)
  return shape === "List" || shape === "Set" || shape === "Map" ? itemsOf(value) : value
}

/** A value as JSON, for people and programs alike. */
export const toJson = (value: unknown): string => `${JSON.stringify(value, plain, 2)}\n`

/** What is said of a file beside the reports of its instances: why it was not checked, what never did anything, what was never answered, or what code never ran. */
export interface Remark {
  readonly file: string
  readonly refused?: readonly object[]
  readonly dead?: readonly string[]
  readonly unanswered?: readonly string[]
  readonly unrun?: readonly object[]
}

const remarkable = ["refused", "dead", "unanswered", "unrun"] as const

/** Whether an item of what `check --json` prints is no report. */
export const isRemark = (value: unknown): value is Remark =>
  typeof value === "object" && value !== null && "file" in value && remarkable.some((field) => field in value)

/** The reports of all instances, and remarks: the data that everything else is told from. */
export const json = (
  all: readonly {
    readonly instance: Pick<Instance, "file" | "name">
    readonly report: Report
    readonly checkedAt?: string
  }[],
  remarks: readonly Remark[] = [],
): string =>
  toJson([
    ...all.map(({ instance: { file, name }, report, checkedAt }) => ({
      file,
      instance: name,
      ...report,
      ...(checkedAt !== undefined && { checkedAt }),
    })),
    ...remarks,
  ])
