import { fileURLToPath } from "node:url"
import type { Page } from "playwright-core"
import { expect } from "vitest"
import { openBrowser } from "../explore/browser.ts"

/** What the page says about a process. */
const condition = (page: Page, name: string): Promise<string | null> =>
  page.locator(`#process-${name} .condition`).textContent()

/** The manual's picture is renewed with UPDATE=1. */
const picture = async (page: Page): Promise<void> => {
  if (process.env["UPDATE"] !== undefined)
    await page.screenshot({ path: fileURLToPath(new URL("../../docs/images/order-service.png", import.meta.url)) })
}

/** How much wider a page is than the window. */
const overhang = (page: Page): Promise<number> =>
  page.evaluate<number>("document.documentElement.scrollWidth - innerWidth")

/** Opens the page of a shop, and lets nothing pass in which its scripts failed or anything is cut off. */
export const withPage = async (url: string, use: (page: Page) => Promise<void>): Promise<void> => {
  const browser = await openBrowser()
  try {
    const page = await browser.context.newPage()
    const failures: string[] = []
    page.on("pageerror", ({ message }) => failures.push(message))
    await page.goto(url)
    await page.locator("#process-payment").waitFor()
    await use(page)
    expect(failures).toEqual([])
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 844 })
      expect(await overhang(page)).toBe(0)
    }
  } finally {
    await browser.close()
  }
}

/** Lets customers order, kills a process with its button, and sees it fall, wait and come back. */
export const killOnPage = async (page: Page, name: string): Promise<void> => {
  await page.getByRole("button", { name: "5 orders a second" }).click()
  const kill = page.locator(`#process-${name} [data-deed=kill]`)
  await kill.click()
  await expect.poll(() => condition(page, name)).toBe("down")
  await expect.poll(() => kill.isDisabled()).toBe(true)
  await expect.poll(() => page.locator("#line rect.down").count()).toBeGreaterThan(0)
  await expect.poll(() => page.locator("#happenings").textContent()).toContain(`${name} killed for 4 s`)
  expect(await page.locator(`#process-${name} p`).textContent()).toBe("")
  await picture(page)
  await expect.poll(() => condition(page, name)).toBe("up")
  await expect.poll(() => page.locator("#happenings").textContent()).toContain(`${name} ready`)
  await expect.poll(() => page.locator("#orders tr").count()).toBeGreaterThan(0)
  expect(await page.locator("#promises .broken").allTextContents()).toEqual([])
}

/** Chooses the latest order, and waits until all that was done for it is drawn. */
export const followOrder = async (page: Page): Promise<readonly string[]> => {
  await expect
    .poll(async () => {
      await page.locator("#orders button").last().click()
      return page.locator("#spans li").count()
    })
    .toBeGreaterThan(0)
  return page.locator("#spans li").allTextContents()
}
