import { execFileSync } from "node:child_process"
import { existsSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { expect, test } from "vitest"

const root = fileURLToPath(new URL("../..", import.meta.url))
const pages = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" }).trim().split("\n")

const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-")

const anchorsIn = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) => anchorOf(heading))

/** Links to places of the project that are not there; code is no text. */
const brokenIn = (page: string): readonly string[] => {
  const text = readFileSync(join(root, page), "utf8").replace(/```[^]*?```|`[^`\n]*`/g, "``")
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = ""]) => link)
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false
    const [path = "", anchor] = link.split("#")
    const file = path === "" ? join(root, page) : join(root, dirname(page), path)
    if (!existsSync(file)) return true
    return anchor !== undefined && file.endsWith(".md") && !anchorsIn(readFileSync(file, "utf8")).includes(anchor)
  })
}

test.each(pages)("%s leads to what is there", (page) => {
  expect(brokenIn(page)).toEqual([])
})

test("a link that leads nowhere is seen", () => {
  expect(brokenIn("README.md")).toEqual([])
  expect(pages).toContain("docs/tutorial.md")
  expect(anchorsIn("## What is *there*, then?")).toEqual(["what-is-there-then"])
})
