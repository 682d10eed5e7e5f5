import { readFileSync } from "node:fs"
import { type Codec, storageLimits, wire, wireLimits } from "@lockstep/runtime"
import { expect, test } from "vitest"
import { openPilot, run } from "./pilots.ts"

const manual = readFileSync(new URL("../../../docs/wire-format.md", import.meta.url), "utf8")

/** The bytes that a document shows, without what it says about them. */
const shown = (title: string): string => {
  const block = new RegExp(`\`\`\`bytes ${title}\n([^]*?)\`\`\``).exec(manual)?.[1] ?? ""
  return [...block.matchAll(/^((?:[0-9a-f]{2} )+)/gm)].map(([, bytes = ""]) => bytes.replaceAll(" ", "")).join("")
}

const codecOf = async (name: string): Promise<Codec<unknown>> => {
  const found = (await run(openPilot("raft"))).find(({ unit }) => unit.name === name)
  if (found === undefined) throw new Error(`raft has no codec ${name}`)
  return found.codec
}

const entry = { term: 7, command: "set x" }

test("the manual shows the bytes of a message", async () => {
  const previous = { length: 300, term: 6 }
  const value = { type: "Append", term: 7, previous, entries: [entry], commit: 299 }
  const encoded = wire(await codecOf("message")).encode(value)
  expect(encoded.kind === "encoded" && Buffer.from(encoded.bytes).toString("hex")).toBe(shown("raft message"))
})

test("the manual knows every limit", () => {
  const mebibytes = (bytes: number) => `${bytes / 2 ** 20} MiB`
  const row = (words: string, of: (limits: typeof wireLimits) => string) =>
    `| ${words} | ${of(wireLimits)} | ${of(storageLimits)} |`
  expect(manual).toContain(row("bytes", ({ bytes }) => mebibytes(bytes)))
  expect(manual).toContain(row("bytes of one string or payload", ({ text }) => mebibytes(text)))
  expect(manual).toContain(row("items of one array, list, set or map", ({ items }) => items.toLocaleString("en")))
  expect(manual).toContain(row("nesting of recursive types", ({ depth }) => String(depth)))
})
