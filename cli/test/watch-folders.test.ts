import { renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { model, openProject, save, watch } from "./watching.ts"

const most = (number: number): string => `export const most: number = ${number}\n`

const project = openProject({ "specs/one/most.ts": most(3), "specs/one/model.ts": model })
const at = (name: string): string => join(project(), name)

test.each([[[]], [["specs/one"]]])("a folder that goes and comes back is watched again, given %j", async (paths) => {
  const { answer } = watch(...paths)
  await answer()
  rmSync(at("specs"), { recursive: true })
  expect(await answer()).toMatch(/is gone\n.*(no-models|no-such-path)/)

  save("specs/one/most.ts", most(4))
  save("specs/one/model.ts", model)
  let said = await answer()
  while (!said.includes("since the last answer")) said += await answer()
  expect(said).toContain("states 4→5 (+1)")

  save("specs/one/most.ts", most(3))
  expect(await answer()).toContain("states 5→4 (-1)")

  renameSync(at("specs"), at("away"))
  save("away/one/most.ts", most(2))
  renameSync(at("away"), at("specs"))
  said = await answer()
  while (!said.includes("since the last answer\n  specs/one/model.ts · quick\n")) said += await answer()
  expect(said).toContain("vacuous")
})

test("a model is new that comes to a folder, or in one", async () => {
  const { answer } = watch()
  await answer()
  save("specs/two/deep/most.ts", most(3))
  save("specs/two/deep/model.ts", model)
  expect(await answer()).toContain("  specs/two/deep/model.ts · quick\n    is new: verified, 4 states")

  save("later/nothing.txt", "")
  save("later/most.ts", most(4))
  save("later/model.ts", model)
  const later = await answer()
  expect(later).toContain("later/model.ts was saved")
  expect(later).toContain("  later/model.ts · quick\n    is new: verified, 5 states")

  rmSync(at("later/model.ts"))
  const gone = await answer()
  expect(gone).toContain("later/model.ts is gone")
  expect(gone).toContain("  later/model.ts · quick\n    is not there any more")
})

test("a model that comes to stand above others takes their place, and they are not called gone", async () => {
  const { answer } = watch()
  await answer()
  save("specs/most.ts", most(3))
  save("specs/model.ts", model)
  const said = await answer()
  expect(said).toContain("  specs/model.ts · quick\n    is new: verified, 4 states")
  expect(said).toContain(
    "  specs/one/model.ts · quick\n    is there, and not read any more: specs/model.ts stands for all of its folder\n",
  )
})

test("the configuration counts: when it comes, is saved and goes", async () => {
  const { answer } = watch()
  await answer()
  save("lockstep.config.ts", 'export default { specs: ["specs"], timeout: "1" }\n')
  expect(await answer()).toContain('timeout does not understand "1"  [bad-config]')
  save("lockstep.config.ts", 'export default { specs: ["specs"], timeout: "1min" }\n')
  expect(await answer()).toContain("nothing changed in what was found")
  rmSync(at("lockstep.config.ts"))
  expect(await answer()).toContain("lockstep.config.ts is gone")
})
