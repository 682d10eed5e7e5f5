import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  type Codec,
  changed,
  durable,
  equal,
  List,
  listChange,
  Map,
  mapChange,
  type Reader,
  readListChange,
  readMapChange,
  readSetChange,
  type RoleLibrary,
  Set,
  setChange,
  writeListChange,
  writeMapChange,
  writeSetChange,
  Writer,
} from "../../src/index.ts"
import { storageLimits } from "../../src/codec/limits.ts"
import { makeActivities, type Pending } from "../../src/node/activities.ts"
import { ForeignStorage } from "../../src/node/errors.ts"
import { makeJournal } from "../../src/node/journal.ts"
import { placeOf } from "../../src/node/options.ts"
import type { AnyState } from "../../src/role.ts"
import { StorageCorrupt } from "../../src/storage/storage.ts"
import { ledgerLibrary } from "../fixtures/ledger.ts"

interface Held {
  readonly name: string
  readonly list: List<string>
  readonly set: Set<number>
  readonly inner: { readonly map: Map<number, string> }
  /** Written whole wherever it changes, as if it could also be something else. */
  readonly whole: Set<number>
}

const number: Codec<number> = {
  encode: (writer, value) => writer.integer(value),
  decode: (reader) => reader.integer(),
}
const text: Codec<string> = { encode: (writer, value) => writer.text(value), decode: (reader) => reader.text() }
const nothing: Held = { name: "", list: List.of(), set: Set.of(), inner: { map: Map.of() }, whole: Set.of() }

/** As the generator writes it, but that each field says for itself whether it has changed. */
const writeDelta = (writer: Writer, before: Held, after: Held): boolean => {
  const [list, set, map, whole] = [
    listChange(before.list, after.list),
    setChange(before.set, after.set),
    mapChange(before.inner.map, after.inner.map),
    changed(before.whole, after.whole) ? ({ kind: "Set", added: [...after.whole], removed: [] } as const) : null,
  ]
  writer.text(after.name)
  for (const change of [list, set, map, whole]) writer.boolean(change !== null)
  if (list !== null) writeListChange(writer, text, list)
  if (set !== null) writeSetChange(writer, number, set)
  if (map !== null) writeMapChange(writer, number, text, map)
  if (whole !== null) writeSetChange(writer, number, whole)
  return true
}

const readDelta = (reader: Reader, before: Held): Held => {
  const name = reader.text()
  const [list, set, map, whole] = [reader.boolean(), reader.boolean(), reader.boolean(), reader.boolean()]
  return {
    name,
    list: list ? readListChange(reader, text, before.list) : before.list,
    set: set ? readSetChange(reader, number, before.set) : before.set,
    inner: { map: map ? readMapChange(reader, number, text, before.inner.map) : before.inner.map },
    whole: whole ? readSetChange(reader, number, Set.of()) : before.whole,
  }
}

const held = durable<Held>({
  fields: ["name", "list", "set", "inner", "whole"],
  snapshot: {
    encode: (writer, state) => void writeDelta(writer, nothing, state),
    decode: (reader) => readDelta(reader, nothing),
  },
  writeDelta,
  readDelta,
})

const { ledger } = ledgerLibrary.roles
if (ledger === undefined) throw new Error("the ledger has no role")
const role: RoleLibrary = { ...ledger, durable: held, restored: (_, kept) => kept }
const place = placeOf({ library: ledgerLibrary, role: "ledger", self: "l1", nodes: { ledger: { l1: "l1" } } })
const owner = { protocol: "held", specHash: "1", role: "ledger", node: "l1" }

/** What is read of the parts of a snapshot and the batches behind it, what it must be, and how large the parts are at most. */
const through = (state: Held, ...further: readonly Held[]) => {
  const journal = makeJournal(role, owner, [])
  const asked = journal.snapshot({ state: { ...state }, activities: makeActivities(), lives: 1 })
  const batches: Uint8Array[] = []
  let before = state
  const parts: Uint8Array[] = []
  /** What comes of the state while its parts are written is none of theirs. */
  for (const part of asked) {
    parts.push(part.slice())
    const after = further[batches.length]
    if (after === undefined) continue
    journal.step({ ...before }, { ...after })
    batches.push(journal.bytes().slice())
    journal.clear()
    before = after
  }
  const { remembered } = journal.replay(place, parts, batches)
  return { read: remembered.state, expected: { ...before }, largest: Math.max(...parts.map(({ length }) => length)) }
}

const anyHeld: fc.Arbitrary<Held> = fc.record({
  name: fc.string(),
  list: fc.array(fc.string(), { maxLength: 60 }).map((items) => List.from(items)),
  set: fc.array(fc.integer(), { maxLength: 60 }).map((items) => Set.from(items)),
  inner: fc.record({
    map: fc.array(fc.tuple(fc.nat(500), fc.string()), { maxLength: 60 }).map((entries) => Map.from(entries)),
  }),
  whole: fc.array(fc.integer(), { maxLength: 5 }).map((items) => Set.from(items)),
})

test("a snapshot in parts is the state at its beginning, and the batches behind it go on from there", () => {
  fc.assert(
    fc.property(anyHeld, fc.array(anyHeld, { maxLength: 3 }), (state, further) => {
      const { read, expected } = through(state, ...further)
      expect(equal(read, expected)).toBe(true)
    }),
  )
})

test("a journal counts lives", () => {
  const journal = makeJournal(role, owner, [])
  const parts = [...journal.snapshot({ state: { ...nothing }, activities: makeActivities(), lives: 300 })]
  journal.live(301)
  expect(journal.replay(place, parts, []).remembered.lives).toBe(300)
  expect(journal.replay(place, parts, [journal.bytes()]).remembered.lives).toBe(301)
})

test("what was stored before lives were counted is taken over, to be written anew", () => {
  const writer = new Writer({ limits: storageLimits })
  const state = { ...nothing, name: "kept" }
  writer.begin()
  writer.byte(1)
  for (const text of [owner.protocol, owner.role, owner.node, owner.specHash]) writer.text(text)
  writer.count(0)
  held.snapshot.encode(writer, state)
  writer.end()
  const { remembered, isOwn } = makeJournal(role, owner, []).replay(place, [writer.view()], [])
  expect(equal(remembered.state, state)).toBe(true)
  expect([remembered.lives, isOwn]).toEqual([0, false])
})

describe("what another spec has written", () => {
  const later = { ...owner, specHash: "2" }
  const snapshot = (state: Held, encode: Codec<AnyState>["encode"]): readonly Uint8Array[] => {
    const written = { ...role, durable: { ...held, snapshot: { ...held.snapshot, encode } } }
    const journal = makeJournal(written, later, [])
    return Array.from(journal.snapshot({ state: { ...state }, activities: makeActivities(), lives: 1 }), (part) =>
      part.slice(),
    )
  }
  const withOneMore = snapshot(nothing, (writer, state) => {
    held.snapshot.encode(writer, state)
    writer.boolean(true)
  })
  const reason = "the value ends before its bytes do"

  test("is refused as what it is where it cannot be read", () => {
    const error = new ForeignStorage({
      reason: `the storage is of spec 2, and 1 accepts it and cannot read it (snapshot at byte 25: ${reason}): start the version that has written it`,
    })
    expect(() => makeJournal(role, owner, ["2"]).replay(place, withOneMore, [])).toThrow(error)
  })

  test("is refused where it is not accepted, and the remedies named", () => {
    const refused = () => makeJournal(role, owner, []).replay(place, withOneMore, [])
    expect(refused).toThrow(/^the storage is of spec 2, and this is 1: start the version that has written it, or name/)
  })

  test("is damaged where it is the spec's own", () => {
    const refused = () => makeJournal(role, later, []).replay(place, withOneMore, [])
    expect(refused).toThrow(new StorageCorrupt({ file: "snapshot", offset: 25, reason }))
  })
})

test.each([
  ["list", { ...nothing, list: List.from(Array.from({ length: 20_000 }, () => "x".repeat(200))) }],
  ["set", { ...nothing, set: Set.from(Array.from({ length: 50_000 }, (_, at) => at * 1e9)) }],
  [
    "map",
    { ...nothing, inner: { map: Map.from(Array.from({ length: 5_000 }, (_, at) => [at, "x".repeat(1000)] as const)) } },
  ],
])("no part of a snapshot grows with a %s", (_, state) => {
  const { read, expected, largest } = through(state)
  expect(equal(read, expected)).toBe(true)
  expect(largest).toBeLessThan(400_000)
})

test("a snapshot may be larger than one value may be", () => {
  const journal = makeJournal(role, owner, [])
  const large = "x".repeat(2 ** 24)
  const list = List.from(Array.from({ length: 20 }, () => large))
  const parts = journal.snapshot({ state: { ...nothing, list }, activities: makeActivities(), lives: 1 })
  let bytes = 0
  for (const { length } of parts) bytes += length
  expect(bytes).toBeGreaterThan(20 * 2 ** 24)
})

test.runIf(process.env["NIGHTLY"] === "1")(
  "a batch that is too large to be read again is refused while it is written",
  () => {
    const journal = makeJournal(role, owner, [])
    const large = "x".repeat(2 ** 24)
    const list = List.from(Array.from({ length: 17 }, () => large))
    expect(() => journal.step({ ...nothing }, { ...nothing, list })).toThrow(
      expect.objectContaining({ error: expect.objectContaining({ code: "too-large" }) }),
    )
  },
)

describe("an activity that nobody could begin again", () => {
  const ledger = ledgerLibrary.roles["ledger"]
  if (ledger === undefined) throw new Error("there is no ledger")
  /** The boundary where a codec believes the types of a spec. */
  const anyText: Codec<unknown> = { ...text, encode: (writer, value) => writer.text(value as string) }
  const role: RoleLibrary = { ...ledger, activities: { charge: { request: anyText, answer: anyText } } }
  const owner = { protocol: "ledger", specHash: "spec-1", role: "ledger", node: "l1" }

  /** The boundary where a spec asks for what its types do not allow. */
  const asked = (pending: object) => pending as Pending

  test.each<readonly [what: string, pending: object, reason: string]>([
    ["under a number", { key: 7, request: "five" }, "charge is performed under a key that is no text"],
    ["for what is not of its type", { key: "k1", request: 5 }, "it is not of its type"],
  ])("is refused as it comes in: %s", (_, pending, reason) => {
    const { begin } = makeJournal(role, owner, [])
    const error = expect.objectContaining({ code: "unlike-its-type", reason })
    expect(() => begin(asked({ activity: "charge", ...pending }))).toThrow(expect.objectContaining({ error }))
  })
})
