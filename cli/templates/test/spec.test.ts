import assert from "node:assert/strict"
import { test } from "node:test"
import { check } from "@lockstep/checker"
import * as models from "../specs/{name}/model.ts"

for (const [instance, model] of Object.entries(models))
  test(`${instance} holds`, async () => {
    const { verdict } = await check(model)
    assert.equal(verdict, "verified")
  })
