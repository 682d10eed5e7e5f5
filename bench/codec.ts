/**
 * Measures generated codecs beside JSON, msgpackr (with the structures of its records shared, its fastest way) and protobuf-es on the
 * messages of Raft, in one run on one machine: nanoseconds to write and to read a message, and its bytes. Every reader gets bytes and
 * gives values; every writer gives bytes that are its caller's to keep. Asserts that each reads what it wrote.
 */
import { deepStrictEqual } from "node:assert"
import { mkdirSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { analyse, writeCodecs } from "@lockstep/generator"
import { type MessageCodec, wire } from "@lockstep/runtime"
import { Packr } from "msgpackr"
import { type Message, messages } from "./codec/messages.ts"
import { protobufDecode, protobufEncode, toProtobuf } from "./codec/protobuf.ts"

const root = fileURLToPath(new URL("..", import.meta.url))
const folder = fileURLToPath(new URL("./dist/codec/", import.meta.url))

const generated = async (): Promise<MessageCodec<Message>> => {
  const [spec] = analyse(`${root}specs/consensus/raft/protocol.ts`)?.specs ?? []
  if (spec === undefined) throw new Error("raft is not there")
  const { types, codec } = writeCodecs(spec, { root })
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}types.ts`, types)
  writeFileSync(`${folder}codec.ts`, codec)
  const module = (await import(`${folder}codec.ts`)) as { readonly message: MessageCodec<Message> }
  return module.message
}

/** Something that writes and reads messages, in whatever form it has them. */
interface Contender<Form> {
  readonly name: string
  readonly prepare: (message: Message) => Form
  readonly encode: (message: Form) => Uint8Array
  readonly decode: (bytes: Uint8Array) => Form
}

/** Something that is run again and again, and the best time it had, in nanoseconds. */
interface Timed {
  readonly run: () => void
  readonly times: number
  best: number
}

const rounds = 40
const millisecondsARound = 8

const millisecondsFor = (run: () => void, times: number): number => {
  const start = performance.now()
  for (let count = 0; count < times; count++) run()
  return performance.now() - start
}

/** Runs until the compiler has had its time, and finds out how often makes a round. */
const warmed = (run: () => void): Timed => {
  let times = 1
  for (let spent = 0; spent < millisecondsARound; times *= 2) spent = millisecondsFor(run, times)
  return { run, times, best: Number.POSITIVE_INFINITY }
}

/** What is written and read is put here, so that no compiler finds out that nobody wants it. */
const sink: { value: unknown } = { value: null }

interface Running {
  readonly name: string
  readonly bytes: number
  readonly encode: Timed
  readonly decode: Timed
}

const begin = <Form>({ name, prepare, encode, decode }: Contender<Form>, message: Message): Running => {
  const form = prepare(message)
  const bytes = encode(form).slice()
  deepStrictEqual(decode(bytes), form)
  return {
    name,
    bytes: bytes.length,
    encode: warmed(() => {
      sink.value = encode(form)
    }),
    decode: warmed(() => {
      sink.value = decode(bytes)
    }),
  }
}

/** All take turns, so that what else the machine does falls on all; the best round of each counts. */
const race = (running: readonly Running[]): void => {
  for (let round = 0; round < rounds; round++)
    for (const timed of running.flatMap(({ encode, decode }) => [encode, decode]))
      timed.best = Math.min(timed.best, (millisecondsFor(timed.run, timed.times) / timed.times) * 1e6)
}

const codec = await generated()
const { encode, decode } = wire(codec)

const ours: Contender<Message> = {
  name: "lockstep",
  prepare: (message) => message,
  encode(message) {
    const encoded = encode(message)
    if (encoded.kind === "encode-error") throw new Error(encoded.reason)
    return encoded.bytes
  },
  decode(bytes) {
    const decoded = decode(bytes)
    if (decoded.kind === "decode-error") throw new Error(decoded.reason)
    return decoded.value
  },
}

const packr = new Packr({ structures: [] })
const text = new TextEncoder()
const untext = new TextDecoder()

const contenders: readonly Contender<Message>[] = [
  ours,
  {
    name: "JSON",
    prepare: (message) => message,
    encode: (message) => text.encode(JSON.stringify(message)),
    decode: (bytes) => JSON.parse(untext.decode(bytes)) as Message,
  },
  {
    name: "msgpackr",
    prepare: (message) => message,
    encode: (message) => packr.pack(message),
    decode: (bytes) => packr.unpack(bytes) as Message,
  },
]

const protobuf: Contender<ReturnType<typeof toProtobuf>> = {
  name: "protobuf-es",
  prepare: toProtobuf,
  encode: protobufEncode,
  decode: protobufDecode,
}

const row = ({ name, encode, decode, bytes }: Running): string =>
  [
    `  ${name}`.padEnd(26),
    `${encode.best.toFixed(0)} ns`.padStart(12),
    `${decode.best.toFixed(0)} ns`.padStart(12),
    `${bytes}`.padStart(8),
  ].join("")

console.log(`${"".padEnd(26)}${"write".padStart(12)}${"read".padStart(12)}${"bytes".padStart(8)}`)
for (const [title, message] of Object.entries(messages)) {
  const running = [...contenders.map((contender) => begin(contender, message)), begin(protobuf, message)]
  race(running)
  console.log([title, ...running.map(row)].join("\n"))
}
