import { type ChildProcess, spawn, spawnSync } from "node:child_process"
import { once } from "node:events"
import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { command, root } from "./run.ts"

let project = ""
let watching: ChildProcess | undefined
beforeEach(() => {
  mkdirSync(join(root, "cli/test/dist"), { recursive: true })
  project = mkdtempSync(join(root, "cli/test/dist/watch-"))
  save("most.ts", "export const most: number = 3\n")
  save("model.ts", model)
})
afterEach(() => {
  watching?.kill("SIGKILL")
  rmSync(project, { recursive: true, force: true })
})

const model = `import { algorithm } from "@lockstep/language"
import { most } from "./most.ts"
export const quick = algorithm<{ n: number }>({
  initial: [{ n: 0 }],
  actions: { up: ({ n }) => n < most ? { n: n + 1 } : false },
  always: { small: ({ n }) => n <= 4 },
  reachable: { three: ({ n }) => n === 3 },
})
`

const save = (name: string, text: string): void => writeFileSync(join(project, name), text)

/** Many an editor writes beside a file and puts the new one into its place. */
const replace = (name: string, text: string): void => {
  save(`${name}~`, text)
  renameSync(join(project, `${name}~`), join(project, name))
}

/** Watches, and gives what is said up to each answer. */
const watch = (...args: string[]) => {
  const child = spawn(process.execPath, [command, "check", ".", "--watch", ...args], {
    cwd: project,
    env: { ...process.env, NO_COLOR: "1" },
  })
  watching = child
  let said = ""
  let wake = (): void => {}
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (data) => {
      said += data
      wake()
    })
  const until = async (pattern: RegExp): Promise<string> => {
    for (;;) {
      const found = pattern.exec(said)
      if (found !== null) {
        const end = found.index + found[0].length
        const part = said.slice(0, end)
        said = said.slice(end)
        return part
      }
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
  return { child, answer: () => until(/answered in .*\n/), until }
}

test("each save is answered with what changed, through mistakes, until Ctrl-C", async () => {
  const { child, answer } = watch()
  const first = await answer()
  expect(first).toContain("verified, within the stated bounds")
  expect(first).not.toContain("since the last answer")

  save("most.ts", "export const most: number = 4\n")
  const grown = await answer()
  expect(grown).toContain("most.ts was saved")
  expect(grown).toContain("since the last answer\n  model.ts · quick\n    states 4→5 (+1)\n    transitions 3→4 (+1)\n")

  replace("most.ts", "export const most: number = 5\n")
  const broken = await answer()
  expect(broken).toContain("verified → violated")
  expect(broken).toContain("small: holds → broken in 5 steps")

  save("most.ts", "export const most: number = \n")
  expect(await answer()).toMatch(/most\.ts:1: .*\[cannot-load\]/)

  save("most.ts", "export const most: number = 5\n")
  expect(await answer()).toContain("nothing changed in what was found")

  save("model.ts", model.replace("./most.ts", "./more.ts"))
  expect(await answer()).toContain("imports more.ts, which does not exist")
  save("more.ts", "export const most: number = 3\n")
  expect(await answer()).toContain("violated → verified")

  child.kill("SIGINT")
  const [code] = await once(child, "close")
  expect(code).toBe(130)
})

const protocolModel = `import { model, protocol, spec } from "@lockstep/language"
const { role } = spec<{ state: { n: number }; timer: "up" }>()
const node = role({
  initial: { n: 0 },
  timers: { up: { while: ({ n }) => n < 2, fire: ({ n }) => ({ n: n + 1 }) } },
})
export const quick = model(protocol({ roles: { node } }), { nodes: { node: 1 } })
`

test("a model that is refused has not gone, and is compared with its last answer", async () => {
  save("model.ts", protocolModel)
  const { answer } = watch()
  await answer()
  save("model.ts", protocolModel.replace("n + 1", "n + Date.now()"))
  const refused = await answer()
  expect(refused).toContain("[reads-clock]")
  expect(refused).not.toContain("since the last answer")
  save("model.ts", protocolModel.replace("n < 2", "n < 3"))
  expect(await answer()).toContain("    states 3→4 (+1)\n")
})

test("a save ends the search that is under way", async () => {
  const { answer, until } = watch("--no-lint", "--memory", "2g")
  await answer()
  save("model.ts", model.replace("n < most ? { n: n + 1 } : false", "({ n: n + 1 })").replace("n <= 4", "n >= 0"))
  await until(/model\.ts was saved\n/)
  save("model.ts", model.replace("n < most", "n < most - 1"))
  const answered = await answer()
  expect(answered).toContain("verified → vacuous")
  expect(answered).not.toContain("inconclusive")
})

test("nothing stays behind when watching ends", async () => {
  const { child, answer } = watch()
  await answer()
  child.kill("SIGTERM")
  const [code] = await once(child, "close")
  expect(code).toBe(143)
  const left = spawnSync("sh", ["-c", `ls -l /proc/*/cwd 2>/dev/null | grep -c "${project}"`], { encoding: "utf8" })
  expect(left.stdout.trim()).toBe("0")
})
