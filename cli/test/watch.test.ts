import { spawnSync } from "node:child_process"
import { once } from "node:events"
import { expect, test } from "vitest"
import { model, openProject, replace, save, watch } from "./watching.ts"

const project = openProject({ "most.ts": "export const most: number = 3\n", "model.ts": model })

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

test.each([
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const)("nothing stays behind when %s ends it", async (signal, wanted) => {
  const { child, answer } = watch()
  await answer()
  child.kill(signal)
  const [code] = await once(child, "close")
  expect(code).toBe(wanted)
  const left = spawnSync("sh", ["-c", `ls -l /proc/*/cwd 2>/dev/null | grep -c "${project()}"`], { encoding: "utf8" })
  expect(left.stdout.trim()).toBe("0")
})

test("a spec that ends the process, waits or kills is told of, and the next save is awaited", async () => {
  save("most.ts", "export const most: number = 3\nprocess.exit(0)\n")
  const { answer, until } = watch()
  expect(await answer()).toContain("most.ts:2:9: ends the process before the command is done  [ends-command]")

  save("most.ts", "export const most: number = 3\nawait new Promise(() => {})\n")
  expect(await answer()).toContain("waits while it is loaded for something that never comes  [cannot-load]")

  save(
    "most.ts",
    "export const most: number = 3\nsetTimeout(() => { throw new Error('late') }, 0)\nawait new Promise(() => {})\n",
  )
  expect(await answer()).toContain("most.ts:2:26: late  [cannot-load]")

  save("most.ts", 'export const most: number = 3\nprocess.kill(process.pid, "SIGKILL")\n')
  await until(/no answer: the check was ended by SIGKILL/)

  save("most.ts", "export const most: number = 3\n")
  expect(await answer()).toContain("verified, within the stated bounds")
})

test("a reader who has gone ends it", async () => {
  const { child, answer } = watch()
  await answer()
  child.stdout.destroy()
  save("most.ts", "export const most: number = 4\n")
  const [code] = await once(child, "close")
  expect(code).toBe(141)
})
