import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import { packFrames } from "../../src/transport/frames.ts"
import { versions, writeHello } from "../../src/transport/hello.ts"
import { writeRefusal } from "../../src/transport/refusal.ts"

const manual = readFileSync(new URL("../../../docs/wire-format.md", import.meta.url), "utf8")

/** The bytes that the manual shows under a title, without what it says about them. */
const shown = (title: string): string => {
  const [, block = ""] = new RegExp(`\`\`\`bytes ${title}\n([^]*?)\`\`\``).exec(manual) ?? []
  return block
    .replaceAll(/ {2,}.*$/gm, "")
    .trim()
    .replaceAll(/\s+/g, " ")
}

const hex = (pieces: readonly Uint8Array[]): string =>
  Buffer.concat(pieces)
    .toString("hex")
    .replaceAll(/(..)(?=.)/g, "$1 ")

test("the manual shows a handshake as it is", () => {
  const identity = { protocol: "raft", version: "0.1.0", specHash: "5eed", node: "n1" }
  const hello = { ...versions, identity, to: "n2", takes: 4_194_304, sends: 1_310_732 }
  expect(hex(packFrames(1, [writeHello(hello)]))).toBe(shown("handshake"))
})

test("the manual shows a refusal as it is", () => {
  expect(hex(packFrames(3, [writeRefusal({ code: "spec", reason: "no" })]))).toBe(shown("refusal"))
})
