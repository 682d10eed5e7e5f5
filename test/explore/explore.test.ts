import { spawnSync } from "node:child_process"
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs"
import { request } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import type { BrowserContext, Page } from "playwright-core"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type Explorer, openBrowser, root, startExplorer } from "./browser.ts"

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

/** A counterexample opens by itself as soon as it is found. */
const followed = (page: Page): Promise<void> => page.locator("#row-7").waitFor()

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
      await expect.poll(() => where(page)).toContain(`${step} of 7`)
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

test("what follows a state is expanded in the graph, and a state in it is gone to", () =>
  opened(`${mutants.url}#votesTwice/`, async (page) => {
    await page.locator("#row-6").waitFor()
    await page.getByRole("tab", { name: "Graph" }).click()
    const [known, expanded] = [page.locator("circle.dot"), page.locator("circle.dot.expanded")]
    const before = { known: await known.count(), expanded: await expanded.count() }
    await page.getByRole("button", { name: "Expand what follows" }).click()
    await expect.poll(() => expanded.count()).toBeGreaterThan(before.expanded)
    expect(await known.count()).toBeGreaterThan(before.known)
    await page.locator('circle.dot.expanded:not(.onpath)[aria-label^="after 1 step,"]').first().click()
    await expect.poll(() => where(page)).toMatch(/^1 of 1 /)
  }))

test("the scrubber goes to a step, where what changed is marked", () =>
  opened(violated(), async (page) => {
    await followed(page)
    await page.locator("#scrub").fill("4")
    expect(await page.locator("#state h2").textContent()).toBe("Step 4")
    expect(await page.locator(".card[aria-label=n1] .changed").allTextContents()).toEqual([
      "rolecandidate → leader",
      "votes[n1] → [n1 n3]",
    ])
    expect(await page.locator("#properties .good .text").allTextContents()).toContain("someoneLeads reached here")
  }))

test("a link opens the same trace at the same step, in another process too", async () => {
  const other = await startExplorer("specs/consensus/election/mutants.ts", "--instance", "forgetsItsVote")
  await opened(`${violated()}`, async (page) => {
    await followed(page)
    await page.keyboard.press("ArrowRight")
    await page.keyboard.press("ArrowRight")
    await expect.poll(() => where(page)).toContain("2 of 7")
    const said = await page.locator(".row").allTextContents()
    const { hash } = new URL(page.url())
    await opened(`${other.url}${hash}`, async (again) => {
      await again.locator("#row-7").waitFor()
      expect(await again.locator(".row").allTextContents()).toEqual(said)
      expect(await where(again)).toContain("2 of 7")
    })
    await opened(`${other.url}${hash.replace(/\.\w+\.\w+@2$/, ".nope@2")}`, async (again) => {
      await again.locator("#notice:not(:empty)").waitFor()
      expect(await again.locator("#notice").textContent()).toContain("Step 6 of the link is not possible here")
      expect(await again.locator(".row").count()).toBe(6)
    })
  })
  expect(await other.end()).toBe(0)
})

test("the keyboard is enough", () =>
  opened(`${mutants.url}#forgetsItsVote/`, async (page) => {
    await followed(page)
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect.poll(() => where(page)).toContain("1 of 1 · n2: election timer fires")
    await page.keyboard.press("/")
    await page.keyboard.type("n3 RequestVote")
    await expect.poll(() => page.locator("#steps li").count()).toBe(1)
    await page.keyboard.press("Enter")
    await expect.poll(() => where(page)).toContain("2 of 2 · n3: RequestVote(1) from n2")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Home")
    await expect.poll(() => where(page)).toContain("0 of 2")
    await page.keyboard.press("?")
    await expect.poll(() => page.locator("dialog").isVisible()).toBe(true)
    await page.keyboard.press("Escape")
    await expect.poll(() => page.locator("dialog").isVisible()).toBe(false)
    await page.keyboard.press("g")
    await expect.poll(() => page.getByRole("tab", { name: "Graph" }).getAttribute("aria-selected")).toBe("true")
  }))

test("why an expected step cannot happen is told by the part of the guard that is false", () =>
  opened(violated(), async (page) => {
    await followed(page)
    const said = (text: string | RegExp) => page.locator(".blocked", { hasText: text }).first().textContent()
    expect(await said("heartbeat timer fires")).toContain('false: node.role === "leader"  as follower === leader')
    expect(await said(/^Heartbeat/)).toContain("none is on its way to anybody")
    await page.keyboard.press("End")
    await expect.poll(() => where(page)).toContain("7 of 7")
    expect(await said("a node crashes")).toContain("the budget is spent: the model allows 1 use")
    expect(await said("Vote(1, granted) from n3")).toContain("the handler ignores it")
    expect(await said("Vote(1, granted) from n3")).toContain('true: node.role !== "candidate"')
  }))

/** The least contrast of any text that is seen, and where it is. */
const leastContrast = `(() => {
  const channel = (value) => (value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
  const rgba = (text) => { const [r, g, b, a = 1] = text.match(/[\\d.]+/g).map(Number); return [r / 255, g / 255, b / 255, a] }
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b)
  const behind = (element) => {
    for (let one = element; one !== null; one = one.parentElement) {
      const paint = rgba(getComputedStyle(one).backgroundColor)
      if (paint[3] === 1) return paint
    }
    return [1, 1, 1, 1]
  }
  const faded = (element) => {
    let all = 1
    for (let one = element; one !== null; one = one.parentElement) all *= Number(getComputedStyle(one).opacity)
    return all
  }
  let least = { contrast: 21, text: "" }
  for (const element of document.body.querySelectorAll("*")) {
    const own = [...element.childNodes].filter((node) => node.nodeType === 3 && node.data.trim() !== "")
    if (own.length === 0 || !element.checkVisibility() || element.closest("noscript, svg, .unseen") !== null) continue
    const back = behind(element)
    const opacity = faded(element)
    const ink = rgba(getComputedStyle(element).color).map((value, at) => value * opacity + back[at] * (1 - opacity))
    const [high, low] = [light(ink), light(back)].sort((one, other) => other - one)
    const contrast = (high + 0.05) / (low + 0.05)
    if (contrast < least.contrast) least = { contrast, text: own[0].data }
  }
  return least
})()`

const widths = [390, 1280] as const
const schemes = ["light", "dark"] as const

/** Pictures for the manual are renewed with UPDATE=1; a run of the tests looks only whether they can be taken. */
const isUpdating = process.env["UPDATE"] !== undefined
const pictures = isUpdating ? join(root, "docs/images") : mkdtempSync(join(tmpdir(), "lockstep-pictures-"))
afterAll(() => {
  if (!isUpdating) rmSync(pictures, { recursive: true })
})

/** Only what the manual shows is kept as a picture. */
const shownInManual = [
  ...readFileSync(join(root, "docs/explore.md"), "utf8").matchAll(/images\/(explore-\S+)\.png/g),
].map(([, name]) => name)

test("the manual shows a picture of each width and scheme", () => {
  for (const one of [...widths, ...schemes]) expect(shownInManual.join()).toContain(`-${one}`)
})

const picture = async (page: Page, name: string): Promise<void> => {
  mkdirSync(pictures, { recursive: true })
  await page.screenshot({ path: join(pictures, `${name}.png`) })
  expect(statSync(join(pictures, `${name}.png`)).size).toBeGreaterThan(10_000)
}

test.each(widths.flatMap((width) => schemes.map((scheme) => [width, scheme] as const)))(
  "nothing is cut off or hard to read at %d pixels, %s",
  (width, scheme) =>
    opened(violated(), async (page) => {
      await page.setViewportSize({ width, height: width === 390 ? 844 : 800 })
      await page.emulateMedia({ colorScheme: scheme })
      await followed(page)
      for (const _ of [1, 2, 3, 4, 5, 6]) await page.keyboard.press("ArrowRight")
      for (const tab of ["s", "n", "g", "t"]) {
        await page.keyboard.press(tab)
        await page.locator(`[role=tab][aria-selected=true][id^=tab-${tab}]`).waitFor({ state: "attached" })
        expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width)
        const { contrast, text } = await page.evaluate<{ contrast: number; text: string }>(leastContrast)
        expect(contrast, text).toBeGreaterThanOrEqual(4.5)
        const name = `explore-${tab === "g" ? "graph" : "trace"}-${width}-${scheme}`
        if (shownInManual.includes(name)) await picture(page, name)
      }
    }),
)

test("a model of 100,000 states stays responsive: only what is shown is kept", async () => {
  const large = await startExplorer("test/explore/counters.ts")
  await opened(large.url, async (page) => {
    const begun = performance.now()
    for (let step = 1; step <= 40; step++) {
      await page.keyboard.press(step % 5 === 0 ? "e" : "1")
      if (step % 5 !== 0)
        await expect.poll(() => where(page), { interval: 5 }).toMatch(`${step - Math.floor(step / 5)} of `)
    }
    const millis = (performance.now() - begun) / 40
    await page.keyboard.press("g")
    await expect.poll(() => page.locator("circle.dot").count()).toBeGreaterThan(60)
    expect(await page.locator("circle.dot").count()).toBeLessThanOrEqual(310)
    await ready(page)
    expect(await page.locator("#verdict").textContent()).toContain("100,000 states")
    console.log(
      `an interaction takes ${millis.toFixed(0)} ms while 100,000 states are checked beside it, measured under load`,
    )
  })
  expect(await large.end()).toBe(0)
})

test("the page of a report is one file: it is followed without a network", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lockstep-page-"))
  const file = join(folder, "report.html")
  const words = ["cli/bin/lockstep.mjs", "check", "specs/consensus/election/mutants.ts", "--instance", "forgetsItsVote"]
  spawnSync(process.execPath, [...words, "--reporter", `html=${file}`], { cwd: root })
  await opened(pathToFileURL(file).href, async (page) => {
    await page.locator("#row-7").waitFor()
    await page.keyboard.press("End")
    await expect.poll(() => where(page)).toContain("7 of 7")
    expect(await page.locator("#properties .bad").textContent()).toContain("n1 and n2: 1")
    await page.keyboard.press("3")
    await page.locator("#notice:not(:empty)").waitFor()
    expect(await page.locator("#notice").textContent()).toContain("carries only the trace")
  })
  rmSync(folder, { recursive: true })
})

interface Answer {
  readonly status: number | undefined
  readonly text: string
}

const ask = (path: string, options: { readonly host?: string; readonly method?: string } = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const { method = "GET", host } = options
    const headers = host === undefined ? {} : { host }
    request(mutants.url, { path, method, headers }, (response) => {
      let text = ""
      response.on("data", (part: Buffer) => (text += part.toString()))
      response.on("end", () => resolve({ status: response.statusCode, text }))
    })
      .on("error", reject)
      .end()
  })

test.each([
  ["/api/trace?instance=nobody&path=", {}, 404, "unknown-instance"],
  ["/api/verdict?instance=nobody", {}, 404, "unknown-instance"],
  ["/page/../server.ts", {}, 404, "no-such-page"],
  ["/page/%2e%2e%2fserver.ts", {}, 404, "no-such-page"],
  ["//", {}, 404, "no-such-page"],
  ["/api/instances", { host: "rebound.example:80" }, 403, "not-local"],
  ["/api/instances", { method: "POST" }, 403, "not-local"],
] as const)("the server refuses %s %j", async (path, options, status, code) => {
  const answer = await ask(path, options)
  expect(answer.status).toBe(status)
  expect(JSON.parse(answer.text)).toMatchObject({ code })
})
