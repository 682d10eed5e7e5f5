import {
  append,
  type Codec,
  type MessageCodec,
  read,
  type Reach,
  Reader,
  type Wire,
  wire,
  Writer,
} from "@lockstep/runtime"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { compareSpecs, type Spec } from "../../src/index.ts"
import { run, specIn, writePilot } from "../3-write/pilots.ts"
import { valuesOfUnit } from "../3-write/values.ts"
import { storageRows, wireRows } from "./rows.ts"
import { readVersions, type Row } from "./versions.ts"

const rows: readonly Row[] = [...wireRows, ...storageRows]
const specs = readVersions(rows)
const cases = rows.map((row, at) => ({ ...row, at, specs: specs[at] }))

describe("the verdict on", () => {
  test.each(cases)("$title is $verdict", ({ specs, verdict, changes }) => {
    if (specs === undefined) throw new Error("there are no specs")
    const found = compareSpecs(...specs)
    expect(found.changes.map(({ effect, where, reason }) => `${effect} ${where}: ${reason}`)).toEqual(changes)
    expect(found.verdict).toBe(verdict)
  })
})

/** The codec of a unit of one version, with its values. */
const unitOf = async (name: string, spec: Spec | undefined, unit: string) => {
  if (spec === undefined) throw new Error("there is no such version")
  const running = (await run(writePilot(name, spec))).find((running) => running.unit.name === unit)
  return running && { codec: running.codec, values: valuesOfUnit(spec.types, running.unit) }
}

const isMessages = (codec: Codec<unknown>): codec is MessageCodec<unknown> => "reach" in codec

const messagesOf = async (name: string, spec: Spec | undefined) => {
  const found = await unitOf(name, spec, "message")
  if (found === undefined || !isMessages(found.codec)) throw new Error("there are no messages")
  return { ...found, codec: found.codec, wire: wire<unknown>(found.codec) }
}

const isHarmless = ({ verdict }: Row): boolean => verdict === "compatible" || verdict === "unchanged"

type Fields = Readonly<Record<string, unknown>>

/** Whether two records say the same: a field that one side does not have is null on the other. */
const agree = (one: Fields, other: Fields): boolean =>
  [...Object.keys(one), ...Object.keys(other)].every(
    (name) => JSON.stringify(one[name] ?? null) === JSON.stringify(other[name] ?? null),
  )

/** What a peer of the other version makes of a value: the same, something else, or nothing. */
const heard = (value: unknown, from: Wire<unknown>, to: Wire<unknown>, reach?: Reach): string => {
  const encoded = from.encode(value, reach)
  if (encoded.kind === "encode-error") return encoded.code
  const decoded = to.decode(encoded.bytes)
  if (decoded.kind === "decode-error") return decoded.code
  return agree(decoded.value as Fields, value as Fields) ? "the same" : "another"
}

const sample = (values: fc.Arbitrary<unknown>): readonly unknown[] => fc.sample(values, { numRuns: 300, seed: 5 })

describe("on the wire, versions understand each other exactly when they are called compatible:", () => {
  test.each(cases.filter(({ at }) => at < wireRows.length))("$title", async ({ specs, at, ...row }) => {
    const old = await messagesOf(`before${at}`, specs?.[0])
    const now = await messagesOf(`after${at}`, specs?.[1])
    const fromOld = sample(old.values).map((value) => heard(value, old.wire, now.wire, now.codec.reach))
    const fromNew = sample(now.values).map((value) => heard(value, now.wire, old.wire, old.codec.reach))
    if (isHarmless(row)) {
      expect(new Set(fromOld)).toEqual(new Set(["the same"]))
      expect(["the same", "unknown-to-peer"]).toEqual(expect.arrayContaining([...new Set(fromNew)]))
      expect(fromNew.some((outcome) => outcome !== "unknown-to-peer")).toBe(true)
      return
    }
    /** Payloads of all names have the same bytes until the application gives them codecs. */
    if (row.title.startsWith("a payload")) return
    expect(new Set([...fromOld, ...fromNew])).not.toEqual(new Set(["the same"]))
  })
})

describe("in the storage, the new version reads what the old one wrote exactly when it is called compatible:", () => {
  const kept = cases.filter(({ at, before }) => at >= wireRows.length && before.durable !== undefined)
  test.each(kept)("$title", async ({ specs, at, ...row }) => {
    const old = await unitOf(`before${at}`, specs?.[0], "serversDurable")
    const now = await unitOf(`after${at}`, specs?.[1], "serversDurable")
    if (old === undefined) throw new Error("nothing is durable")
    const writer = new Writer()
    const outcomes = sample(old.values).map((value) => {
      writer.clear()
      append(writer, old.codec, value)
      if (now === undefined) return "nobody reads it"
      const decoded = read(new Reader(), now.codec, writer.copy())
      if (decoded.kind === "decode-error") return decoded.code
      return agree(decoded.value as Fields, value as Fields) ? "the same" : "another"
    })
    if (isHarmless(row)) expect(new Set(outcomes)).toEqual(new Set(["the same"]))
    else expect(new Set(outcomes)).not.toEqual(new Set(["the same"]))
  })
})

test("roles and links come and go", () => {
  const one = specIn("specs/transactions/two-phase-commit/protocol.ts")
  const withoutParticipants: Spec = { ...one, roles: one.roles.filter(({ name }) => name !== "participants") }
  expect(compareSpecs(withoutParticipants, one)).toEqual({
    verdict: "compatible",
    changes: [
      {
        effect: "compatible",
        where: "participants, from coordinator",
        reason: "something is heard that was not: the old version says none of it",
      },
      { effect: "compatible", where: "stored participants", reason: "something is kept where nothing was" },
    ],
  })
  expect(compareSpecs(one, withoutParticipants)).toEqual({
    verdict: "breaking",
    changes: [
      {
        effect: "wire-breaking",
        where: "participants, from coordinator",
        reason: "nothing is heard there any more, and the old version still sends",
      },
      {
        effect: "storage-breaking",
        where: "stored participants",
        reason: "its fields were vote, decision and are none",
      },
    ],
  })
})
