import type { Row, Version } from "./versions.ts"

const wire = (message: string): Version => ({ message })
const stored = (state: string, ...durable: readonly string[]): Version => ({ state, durable })

const wireBreaks = (title: string, before: string, after: string, ...changes: readonly string[]): Row => ({
  title,
  before: wire(before),
  after: wire(after),
  verdict: "wire-breaking",
  changes: changes.map((change) => `wire-breaking ${change}`),
})

const storageBreaks = (title: string, before: Version, after: Version, ...changes: readonly string[]): Row => ({
  title,
  before,
  after,
  verdict: "storage-breaking",
  changes: changes.map((change) => `storage-breaking ${change}`),
})

const compatible = (title: string, before: Version, after: Version, ...changes: readonly string[]): Row => ({
  title,
  before,
  after,
  verdict: changes.length === 0 ? "unchanged" : "compatible",
  changes: changes.map((change) => `compatible ${change}`),
})

const vote = "{ type: 'Vote'; term: number }"
const ask = "{ type: 'Ask'; term: number }"
const noted = "it was added to the end: peers that do not know it are not sent it"
const optional = "a field was added to the end: where it is missing it is null"
const demanded = "a field was added that cannot be null, and old bytes do not have it"

/** What may become of messages. */
export const wireRows: readonly Row[] = [
  compatible("nothing changes", wire(`${vote} | ${ask}`), wire(`${vote} | ${ask}`)),
  compatible("a message at the end", wire(vote), wire(`${vote} | ${ask}`), `message Ask: ${noted}`),
  compatible(
    "two messages at the end",
    wire(vote),
    wire(`${vote} | { type: 'A' | 'B' }`),
    `message A: ${noted}`,
    `message B: ${noted}`,
  ),
  compatible(
    "an optional field at the end",
    wire(vote),
    wire("{ type: 'Vote'; term: number; hint: string | null }"),
    `message Vote.hint: ${optional}`,
  ),
  compatible(
    "two optional fields at the end",
    wire(vote),
    wire("{ type: 'Vote'; term: number; hint: string | null; by: { name: NodeId } | null }"),
    `message Vote.hint: ${optional}`,
    `message Vote.by: ${optional}`,
  ),
  compatible(
    "another optional field after one",
    wire("{ type: 'Vote'; hint: string | null }"),
    wire("{ type: 'Vote'; hint: string | null; late: number | null }"),
    `message Vote.late: ${optional}`,
  ),
  compatible(
    "an optional field and a message",
    wire(vote),
    wire(`{ type: 'Vote'; term: number; hint: readonly string[] | null } | ${ask}`),
    `message Ask: ${noted}`,
    `message Vote.hint: ${optional}`,
  ),
  compatible(
    "names of types, and types with the same bytes",
    wire("{ type: 'Vote'; by: NodeId; log: List<number>; chain: Chain; call: Call<null> }"),
    wire("{ type: 'Vote'; by: string; log: readonly number[]; chain: Link; call: string }"),
  ),
  wireBreaks(
    "a message before another",
    vote,
    `${ask} | ${vote}`,
    "servers: messages are told apart by their place: they were Vote and are Ask, Vote",
  ),
  wireBreaks(
    "messages in another order",
    `${vote} | ${ask}`,
    `${ask} | ${vote}`,
    "servers: messages are told apart by their place: they were Vote, Ask and are Ask, Vote",
  ),
  wireBreaks(
    "a message less",
    `${vote} | ${ask}`,
    vote,
    "message Ask: it was removed or renamed: servers may still be sent it",
  ),
  wireBreaks(
    "a field that cannot be null",
    vote,
    "{ type: 'Vote'; term: number; by: NodeId }",
    `message Vote.by: ${demanded}`,
  ),
  wireBreaks(
    "an optional field before another",
    vote,
    "{ type: 'Vote'; hint: string | null; term: number }",
    "message Vote: its fields were term and are hint, term",
  ),
  wireBreaks("a field less", vote, "{ type: 'Vote' }", "message Vote: its fields were term and are none"),
  wireBreaks(
    "a field with another name",
    vote,
    "{ type: 'Vote'; epoch: number }",
    "message Vote: its fields were term and are epoch",
  ),
  wireBreaks(
    "a field of another type",
    vote,
    "{ type: 'Vote'; term: string }",
    "message Vote.term: it was integer and is text",
  ),
  wireBreaks(
    "a field that can be null now",
    vote,
    "{ type: 'Vote'; term: number | null }",
    "message Vote.term: it was integer and is a union",
  ),
  wireBreaks(
    "a set for an array",
    "{ type: 'Vote'; by: readonly string[] }",
    "{ type: 'Vote'; by: Set<string> }",
    "message Vote.by: it was array and is set",
  ),
  wireBreaks(
    "an optional field in a record inside",
    "{ type: 'Vote'; end: { term: number } }",
    "{ type: 'Vote'; end: { term: number; hint: string | null } }",
    "message Vote.end: its fields were term and are term, hint",
  ),
  wireBreaks(
    "a literal more",
    "{ type: 'Vote'; as: 'yes' | 'no' }",
    "{ type: 'Vote'; as: 'yes' | 'no' | 'later' }",
    `message Vote.as: "later" was added to the end of a union`,
  ),
  wireBreaks(
    "a literal less",
    "{ type: 'Vote'; as: 'yes' | 'no' | 'later' }",
    "{ type: 'Vote'; as: 'yes' | 'no' }",
    "message Vote.as: a union lost a member",
  ),
  wireBreaks(
    "another literal",
    "{ type: 'Vote'; as: 'yes' | 'no' }",
    "{ type: 'Vote'; as: 'yes' | 'nay' }",
    `message Vote.as: it was "no" and is "nay"`,
  ),
  wireBreaks(
    "a payload of another name",
    "{ type: 'Vote'; on: Opaque<'A'> }",
    "{ type: 'Vote'; on: Opaque<'B'> }",
    "message Vote.on: it was opaque A and is opaque B",
  ),
  wireBreaks(
    "a payload for a string",
    "{ type: 'Vote'; on: string }",
    "{ type: 'Vote'; on: Opaque<'B'> }",
    "message Vote.on: it was text and is opaque B",
  ),
  wireBreaks(
    "another type in a list",
    "{ type: 'Vote'; log: List<{ at: number }> }",
    "{ type: 'Vote'; log: List<{ at: boolean }> }",
    "message Vote.log[].at: it was integer and is boolean",
  ),
  wireBreaks(
    "another key in a map",
    "{ type: 'Vote'; by: Map<string, number> }",
    "{ type: 'Vote'; by: Map<number, number> }",
    "message Vote.by.keys: it was text and is integer",
  ),
  wireBreaks(
    "another value in a map",
    "{ type: 'Vote'; by: Map<string, number> }",
    "{ type: 'Vote'; by: Map<string, boolean> }",
    "message Vote.by.values: it was integer and is boolean",
  ),
  wireBreaks(
    "a tuple that is longer",
    "{ type: 'Vote'; tag: readonly [number, string] }",
    "{ type: 'Vote'; tag: readonly [number, string, string] }",
    "message Vote.tag: it had 2 items and has 3",
  ),
  wireBreaks(
    "another item in a tuple",
    "{ type: 'Vote'; tag: readonly [number, string] }",
    "{ type: 'Vote'; tag: readonly [number, number] }",
    "message Vote.tag[1]: it was text and is integer",
  ),
  wireBreaks(
    "another field in a recursive type",
    "{ type: 'Vote'; chain: Chain }",
    "{ type: 'Vote'; chain: Loop }",
    "message Vote.chain.value: it was integer and is text",
  ),
]

const none = { state: "term: number" }

/** What may become of what is stored. */
export const storageRows: readonly Row[] = [
  compatible(
    "fields that are not durable",
    stored("term: number; role: 'a'", "term"),
    stored("hint: string; term: number", "term"),
  ),
  compatible(
    "a durable field where there was none",
    none,
    stored("term: number", "term"),
    "stored servers: something is kept where nothing was",
  ),
  compatible(
    "an optional field at the end",
    stored("term: number", "term"),
    stored("term: number; by: NodeId | null", "term", "by"),
    `stored servers.by: ${optional}`,
  ),
  compatible(
    "a member at the end of a union",
    stored("as: 'yes' | 'no' | null", "as"),
    stored("as: 'yes' | 'no' | null | 'later'", "as"),
    `stored servers.as: "later" was added to the end of a union`,
  ),
  compatible(
    "a record at the end of a union, in a list",
    stored("log: List<{ is: 'a'; at: number } | { is: 'b' }>", "log"),
    stored("log: List<{ is: 'a'; at: number } | { is: 'b' } | { is: 'c'; by: NodeId }>", "log"),
    "stored servers.log[]: a record was added to the end of a union",
  ),
  compatible("a list for an array", stored("log: readonly string[]", "log"), stored("log: List<NodeId>", "log")),
  compatible(
    "text at the end of a union of literals",
    stored("as: 'yes' | 'no'", "as"),
    stored("as: 'yes' | 'no' | NodeId", "as"),
    "stored servers.as: text was added to the end of a union",
  ),
  storageBreaks(
    "a literal that was plain text before",
    stored("as: NodeId | null", "as"),
    stored("as: NodeId | null | 'none'", "as"),
    `stored servers.as: "none" was added, which was an ordinary value before`,
  ),
  storageBreaks(
    "a field that cannot be null",
    stored("term: number", "term"),
    stored("term: number; by: NodeId", "term", "by"),
    `stored servers.by: ${demanded}`,
  ),
  storageBreaks(
    "a field less",
    stored("term: number; by: NodeId", "term", "by"),
    stored("term: number", "term"),
    "stored servers: its fields were term, by and are term",
  ),
  storageBreaks(
    "no field at all any more",
    stored("term: number", "term"),
    none,
    "stored servers: its fields were term and are none",
  ),
  storageBreaks(
    "fields in another order",
    stored("term: number; by: NodeId", "term", "by"),
    stored("by: NodeId; term: number", "term", "by"),
    "stored servers: its fields were term, by and are by, term",
  ),
  storageBreaks(
    "a field of another type",
    stored("term: number", "term"),
    stored("term: boolean", "term"),
    "stored servers.term: it was integer and is boolean",
  ),
  storageBreaks(
    "an optional field in an entry of the log",
    stored("log: List<{ term: number }>", "log"),
    stored("log: List<{ term: number; by: NodeId | null }>", "log"),
    "stored servers.log[]: its fields were term and are term, by",
  ),
  storageBreaks(
    "a member of a union less",
    stored("as: 'a' | 'b'", "as"),
    stored("as: 'a' | null", "as"),
    `stored servers.as: it was "b" and is null`,
  ),
  {
    title: "both break",
    before: { message: vote, state: "term: number", durable: ["term"] },
    after: { message: "{ type: 'Vote'; term: string }", state: "term: string", durable: ["term"] },
    verdict: "breaking",
    changes: [
      "wire-breaking message Vote.term: it was integer and is text",
      "storage-breaking stored servers.term: it was integer and is text",
    ],
  },
]
