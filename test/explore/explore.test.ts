import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Explorer, openBrowser, startExplorer } from "./browser.ts"

let browser: Awaited<ReturnType<typeof openBrowser>>
let context: BrowserContext
let mutants: Explorer

beforeAll(async () => {
  browser = await openBrowser()
  ;({ context } = browser)
  mutants = await startExplorer("specs/consensus/election/mutants.ts")
})
afterAll(async () => {
  await browser.close()
  expect(await mutants.end()).toBe(0)
})

/** Opens a page, and lets no test pass in which its scripts failed. */
const opened = async (url: string, use: (page: Page) => Promise<void>): Promise<void> => {
  const page = await context.newPage()
  const failures: string[] = []
  page.on("pageerror", ({ message }) => failures.push(message))
  page.on("console", (message) => message.type() === "error" && failures.push(message.text()))
  await page.goto(url)
  await page.locator(".row").first().waitFor()
  await use(page)
  await page.close()
  expect(failures).toEqual([])
}

const ready = (page: Page): Promise<void> => page.locator("#verdict summary").waitFor()

const where = (page: Page): Promise<string | null> => page.locator("#where").textContent()

const violated = (): string => `${mutants.url}#forgetsItsVote/`

test("a violated model opens with its counterexample, and is followed to the end", () =>
  opened(violated(), async (page) => {
    await ready(page)
    expect(await page.locator("#verdict").textContent()).toContain("oneLeaderPerTerm is broken in 7 steps")
    await page.getByRole("button", { name: "Follow the counterexample" }).click()
    await page.locator("#row-7").waitFor()
    expect(await where(page)).toContain("0 of 7")
    for (let step = 1; step <= 7; step++) {
      await page.keyboard.press("ArrowRight")
      expect(await where(page)).toContain(`${step} of 7`)
    }
    expect(await page.locator(".row.broken").count()).toBe(1)
    expect(await page.locator("#properties .bad").textContent()).toContain("n1 and n2: 1")
    expect(await page.locator("path.arrow:not(.open)").count()).toBe(4)
  }))

test("the model that is named opens where its counterexample begins", async () => {
  await opened(mutants.url, async (page) => {
    await ready(page)
    await page.locator("#row-2").waitFor()
    expect(page.url()).toMatch(/#forgetsItsTerm\/\w+\.\w+@0$/)
  })
})
