import { spawn } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { afterAll, expect, test } from "vitest"
import { freePort, scratch } from "./deployment.ts"

const libraries = fileURLToPath(new URL("../generated/", import.meta.url))
const folder = fileURLToPath(new URL("../generated/.readme/", import.meta.url))
const place = scratch()
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const examples = readdirSync(libraries)
  .filter((name) => !name.startsWith("."))
  .flatMap((name) =>
    [...readFileSync(`${libraries}${name}/README.md`, "utf8").matchAll(/```ts\n([^]*?)```/g)].map(
      ([, code = ""], at) => ({
        name: `${name}-${["effect", "promise"][at]}`,
        code: code.replace("./index.ts", `../${name}/index.ts`),
      }),
    ),
  )

/** What a program says, if it ends well. */
const run = (file: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [file], { cwd: place, timeout: 60_000 })
    const said: string[] = []
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => said.push(text))
    child.on("close", (code) => (code === 0 ? resolve(said.join("")) : reject(new Error(`${code}: ${said.join("")}`))))
  })

test("every library shows how it is used, in both ways", () => {
  expect(examples).toHaveLength(14)
})

/** A node alone gets an answer, or is told why there is none: not all protocols can do without the others. */
test.concurrent.each(examples)("the example $name runs as it stands in its README", async ({ name, code }) => {
  const ports = await Promise.all([...code.matchAll(/127\.0\.0\.1:\d+/g)].map(freePort))
  const own = code.replace(/(?<=127\.0\.0\.1:)\d+/g, () => String(ports.pop())).replace('"data/', `"${name}/`)
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}${name}.ts`, own)
  expect(await run(`${folder}${name}.ts`)).toMatch(/answer|was rejected|was not answered in time/)
})
