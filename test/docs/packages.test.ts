import { spawnSync } from "node:child_process"
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { describe, expect, test } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const { workspaces } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
  readonly workspaces: readonly string[]
}

/** What a piece of code says that it prints, in comments that are lines of their own. */
const promised = (code: string): string => [...code.matchAll(/^\/\/ (.*)$/gm)].map(([, line]) => line).join("\n")

describe.each(workspaces)("%s/README.md", (folder) => {
  const page = join(root, folder, "README.md")

  test("is there, and shows how the package is used", () => {
    expect(existsSync(page)).toBe(true)
    expect(readFileSync(page, "utf8")).toContain("```")
  })

  const examples = existsSync(page)
    ? [...readFileSync(page, "utf8").matchAll(/```ts\n([^]*?)```/g)].map(([, code = ""]) => code)
    : []

  test.each(examples)("example %#: runs, and prints what it says", (code) => {
    const file = join(root, `tmp-readme-${folder}.ts`)
    writeFileSync(file, code)
    try {
      const { stdout, stderr } = spawnSync(process.execPath, [file], { cwd: root, encoding: "utf8" })
      expect({ output: stdout.trim(), stderr }).toEqual({ output: promised(code), stderr: "" })
    } finally {
      rmSync(file)
    }
  })
})
