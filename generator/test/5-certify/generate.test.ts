import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { stripTypeScriptTypes } from "node:module"
import { fileURLToPath } from "node:url"
import { afterAll, describe, expect, test } from "vitest"
import { inForm } from "../../src/5-certify/form.ts"
import {
  checkCertificate,
  checkDrift,
  generate,
  type Generated,
  type GenerateOptions,
  type Refused,
} from "../../src/index.ts"
import { ts } from "../../src/typescript.ts"
import { pilots } from "./pilots.ts"

const repository = fileURLToPath(new URL("../../../", import.meta.url))
const target = `${repository}generator/test/dist/generate/`
const spec = `${repository}specs/transactions/two-phase-commit`

afterAll(() => rmSync(target, { recursive: true, force: true }))

const generated = async (path: string, options: GenerateOptions): Promise<Generated> => {
  const result: Generated | Refused = await generate(path, options)
  if (result.kind === "refused") throw new Error(`refused: ${result.why}`)
  return result
}

/** The same code gives the same text, however it is laid out. */
const laidOut = (text: string): string => {
  const source = ts.createSourceFile("code.js", text, ts.ScriptTarget.ES2024)
  return ts
    .createPrinter({ removeComments: true })
    .printFile(source)
    .replace(/,(?=\s*[\]})])|export \{\};/g, "")
    .replace(/\s+/g, "")
}

/** A spec of its own, beside the generated code. */
const specWith = (name: string, edit: (protocol: string) => string): string => {
  const folder = `${target}${name}-spec`
  mkdirSync(folder, { recursive: true })
  for (const file of ["protocol.ts", "model.ts"]) {
    const text = readFileSync(`${spec}/${file}`, "utf8")
    writeFileSync(`${folder}/${file}`, file === "protocol.ts" ? edit(text) : text)
  }
  return folder
}

describe("generate", () => {
  test("gives the same bytes again, wherever it stands", async () => {
    const first = await generated(spec, { out: `${target}first` })
    const second = await generated(spec, { out: `${target}second` })
    expect(second.files).toEqual(first.files)
    expect(second.certificate).toEqual(first.certificate)
    expect(first.files.map(({ text }) => text).join("")).not.toContain(repository)
  })

  test("an empty path is no name for the folder that the process runs in", async () => {
    await expect(generate(spec, { out: "", unchecked: true })).rejects.toThrow('"": it names no folder')
    expect(() => checkDrift(spec, { out: "" })).toThrow('"": it names no folder')
    expect(() => checkCertificate("")).toThrow('"": it names no folder')
  })

  test("writes JavaScript with declarations, and files that name each other so", async () => {
    const { files } = await generated(spec, { out: `${target}js`, form: "js" })
    expect(files.map(({ path }) => path)).toContain("library.d.ts")
    const index = files.find(({ path }) => path === "index.js")
    expect(index?.text).toContain('from "./codec.js"')
    for (const { path, text } of files) expect(text.split("\n", 1)[0], path).toContain("@generated: do not edit.")
    const module: { readonly [name: string]: unknown } = await import(`${target}js/index.js`)
    expect(module["library"]).toMatchObject({ name: "twoPhaseCommit" })
    expect(checkDrift(spec, { out: `${target}js` })).toEqual([])
  })

  test.each([".js", ""] as const)("names files as it is told: with %j", async (importExtension) => {
    const out = `${target}extension${importExtension}`
    const { files } = await generated(spec, { out, importExtension, instances: ["quick"] })
    expect(files.find(({ path }) => path === "step.ts")?.text).toContain(`from "./protocol${importExtension}"`)
    expect(checkDrift(spec, { out })).toEqual([])
  })

  test.each(pilots)("JavaScript of $name is the TypeScript without its types", ({ out }) => {
    const texts = readdirSync(out)
      .filter((path) => path.endsWith(".ts"))
      .map((path) => ({ path, text: readFileSync(`${out}/${path}`, "utf8") }))
    const scripts = new Map(inForm(texts, "js").map(({ path, text }) => [path, text]))
    for (const { path, text } of texts)
      expect(laidOut(scripts.get(path.replace(/ts$/, "js")) ?? "")).toBe(laidOut(stripTypeScriptTypes(text)))
    expect(laidOut("const a = 1")).not.toBe(laidOut("const a = 2"))
  })

  test.each(["consensus/election", "consensus/raft"])("leaves nothing unused in the tests of %s", async (name) => {
    const out = `${target}${name}`
    const { files } = await generated(`${repository}specs/${name}`, { out })
    const tests = files.map(({ path }) => `${out}/${path}`).filter((path) => path.endsWith(".test.ts"))
    expect(tests).not.toEqual([])
    const program = ts.createProgram(tests, { noUnusedLocals: true, noUnusedParameters: true, noResolve: true })
    const said = tests.flatMap((path) => program.getSemanticDiagnostics(program.getSourceFile(path)))
    expect(said.filter(({ reportsUnnecessary }) => reportsUnnecessary).map(({ messageText }) => messageText)).toEqual(
      [],
    )
  })

  test("leaves out the tests", async () => {
    const out = `${target}untested`
    const { files } = await generated(spec, { out, tests: false })
    expect(files.filter(({ text }) => text.includes("vitest"))).toEqual([])
    expect(checkDrift(spec, { out })).toEqual([])
  })

  test.each([{ tests: false }, { tests: true, form: "js" }, { tests: false, form: "js" }] as const)(
    "lists the files that there are: with %j",
    async (options) => {
      const out = `${target}listed`
      const { files } = await generated(spec, { out, ...options, unchecked: true })
      const [, list = ""] = readFileSync(`${out}/README.md`, "utf8").split("## The files")
      const listed = [...list.matchAll(/^\| `(.*?)`/gm)].map(([, path = ""]) => path)
      const own = files.map(({ path }) => path).filter((path) => !/^README|\.d\.ts$/.test(path))
      expect(listed.toSorted()).toEqual([...own, "certificate.json"].toSorted())
      expect(checkDrift(spec, { out })).toEqual([])
    },
  )

  test.each([{}, { form: "js" }, { importExtension: ".js" }, { importExtension: "" }] as const)(
    "says what to import, as the files do: with %j",
    async (options) => {
      const out = `${target}imported`
      const { files } = await generated(`${repository}specs/consensus/raft`, { out, ...options, unchecked: true })
      const text = (name: RegExp): string => files.find(({ path }) => name.test(path))?.text ?? ""
      const [, extension = ""] = /"\.\/codec(.*?)"/.exec(text(/^index\.[jt]s$/)) ?? []
      const readme = text(/^README/)
      expect(readme).toContain(`imports all that it needs from \`./index${extension}\``)
      expect(readme).toContain(`in memory by \`./harness${extension}\``)
      expect(readme).toContain(`import { openRaft } from "./index${extension}"`)
      expect(readme).toContain(`import { Raft } from "./index${extension}"`)
    },
  )

  test("refuses a spec that fails", async () => {
    const broken = specWith("failing", (text) =>
      text.replace(`if (vote === "no") return decide(node, "abort")`, `if (vote === "no") return node`),
    )
    const hasty = specWith("hasty", (text) =>
      text.replace("node.votes.size === nodes.participants.length", "nodes.participants.length > 0"),
    )
    expect(await generate(hasty, { out: `${target}failing` })).toMatchObject({ kind: "refused", why: "failing" })
    expect(await generate(broken, { out: `${target}failing`, unchecked: true })).toMatchObject({
      kind: "generated",
      certificate: { isChecked: false, instances: [] },
    })
  })

  test("refuses what has no instance to check", async () => {
    const folder = specWith("unchecked", (text) => text)
    rmSync(`${folder}/model.ts`)
    expect(await generate(folder, { out: `${target}unchecked` })).toEqual({ kind: "refused", why: "unchecked" })
  })

  test("refuses what the analysis does not let pass", async () => {
    const folder = specWith("impure", (text) => text.replace("collects(node) ?", "Math.random() > 0 ?"))
    expect(await generate(folder, { out: `${target}impure` })).toMatchObject({ kind: "refused", why: "diagnostics" })
  })

  test("refuses what is no protocol", async () => {
    expect(await generate(`${target}nothing.ts`, { out: `${target}nothing` })).toEqual({
      kind: "refused",
      why: "no-protocol",
    })
  })

  test("takes away what it wrote before and writes no more", async () => {
    const out = `${target}forms`
    await generated(spec, { out, form: "js" })
    const { files } = await generated(spec, { out })
    expect(files.map(({ path }) => path)).not.toContain("index.js")
    expect(() => readFileSync(`${out}/index.js`)).toThrow()
  })
})
