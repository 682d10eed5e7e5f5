import { execFileSync, spawnSync } from "node:child_process"
import { readFileSync, writeFileSync } from "node:fs"
import { expect, test } from "vitest"

const root = new URL("..", import.meta.url)
const readme = new URL("README.md", root)

/** Times and rates differ from run to run, and how many threads there are from machine to machine. */
const withoutMeasures = (text: string): string => text.replace(/, in [\d.]+ s \([^)]*\)/g, "").trim()

const run = (command: string): string => {
  const [name, ...args] = command.split(" ")
  expect(name).toBe("lockstep")
  const { stdout } = spawnSync(process.execPath, ["cli/bin/lockstep.mjs", ...args], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  })
  return stdout
}

const consoleBlock = /```console\n\$ (.+)\n([\s\S]*?)```/g

test("what the README shows is what the command prints", () => {
  const text = readFileSync(readme, "utf8")
  const blocks = [...text.matchAll(consoleBlock)]
  expect(blocks.length).toBeGreaterThan(0)
  const printed = blocks.map(([, command = ""]) => run(command))
  if (process.env["UPDATE"] !== undefined) {
    let index = 0
    writeFileSync(
      readme,
      text.replace(consoleBlock, (_, command) => `\`\`\`console\n$ ${command}\n${printed[index++]?.trimEnd()}\n\`\`\``),
    )
    return
  }
  for (const [index, [, , shown = ""]] of blocks.entries())
    expect(withoutMeasures(shown)).toBe(withoutMeasures(printed[index] ?? ""))
})

test("the README's check command checks a protocol", () => {
  const [, command = ""] = /npm ci && (npm run check -- .+)/.exec(readFileSync(readme, "utf8")) ?? []
  const output = execFileSync("sh", ["-c", command], {
    cwd: root,
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1" },
  })
  expect(output).toContain("verified, within the stated bounds")
})

test("the README's excerpt stands in the spec", () => {
  const [, excerpt = ""] = /```ts\n([^`]*)```/.exec(readFileSync(readme, "utf8")) ?? []
  const source = readFileSync(new URL("specs/consensus/election/protocol.ts", root), "utf8")
  expect(excerpt.split("\n").length).toBeLessThan(40)
  expect(source).toContain(excerpt.trim())
})
