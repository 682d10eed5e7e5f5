/**
 * The clients of one run, in a process of their own: `node load.ts '{"target": "raft", …}'`. Each waits for its answer before it asks
 * again. Prints what they saw as JSON.
 */
import { openClient } from "../../examples/service/client.ts"
import { openGrpc } from "./http2.ts"
import { type LoadWords, type Ours, questions, type Seen } from "./words.ts"

/** Asks once; false if it was refused. */
type Ask = () => Promise<boolean>

const value = "v".repeat(256)
/** Few connections, each for many clients: more cost both sides more, and none carries more than a window of HTTP/2. */
const connections = 8
const warmUpMillis = 1000

const fieldOf = (tag: number, text: string): Buffer => {
  const length = text.length < 128 ? [text.length] : [(text.length & 127) | 128, text.length >> 7]
  return Buffer.concat([Buffer.from([tag, ...length]), Buffer.from(text)])
}

const etcd = ({ port, cheap }: LoadWords): ((client: number) => Ask) => {
  const path = cheap ? "/etcdserverpb.KV/Range" : "/etcdserverpb.KV/Put"
  const calls = Array.from({ length: connections }, () => openGrpc(port, path))
  return (client) => {
    const key = fieldOf(0x0a, `client${client}`)
    const isSerializable = Buffer.from([0x38, 1])
    const request = Buffer.concat([key, cheap ? isSerializable : fieldOf(0x12, value)])
    const connection = calls[client % connections]
    return async () =>
      connection !== undefined &&
      (await connection.call(request).then(
        () => true,
        () => false,
      ))
  }
}

const ours = (target: Ours, { port, cheap }: LoadWords): ((client: number) => Ask) => {
  const clients = Array.from({ length: connections }, () => openClient(port))
  const question = { kind: "call", ...questions[target], argument: value, patience: 10_000 } as const
  return (client) => {
    const connection = clients[client % connections]
    return async () => {
      const answer = await connection?.ask(question)
      return answer !== undefined && (cheap ? "error" in answer : "value" in answer)
    }
  }
}

const run = async (words: LoadWords): Promise<Seen> => {
  const asks = words.target === "etcd" ? etcd(words) : ours(words.target, words)
  const begin = performance.now() + warmUpMillis
  const end = begin + words.seconds * 1000
  const latencies: number[] = []
  let refused = 0
  const client = async (ask: Ask): Promise<void> => {
    for (let now = performance.now(); now < end;) {
      const isDone = await ask()
      const then = performance.now()
      if (!isDone) refused++
      else if (now >= begin && then <= end) latencies.push(then - now)
      now = then
    }
  }
  await Promise.all(Array.from({ length: words.clients }, (_, index) => client(asks(index))))
  latencies.sort((one, other) => one - other)
  const at = (share: number): number => latencies[Math.floor(latencies.length * share)] ?? 0
  return { perSecond: latencies.length / words.seconds, p50: at(0.5), p99: at(0.99), refused }
}

const seen = await run(JSON.parse(process.argv[2] ?? "{}") as LoadWords)
console.log(JSON.stringify(seen))
process.exit(0)
