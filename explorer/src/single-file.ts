import { mainScript, pageText, script, scriptNames } from "./assets.ts"
import type { EmbeddedView } from "./view.ts"

/** Modules import one another by names that need no folder: each name stands for its text. */
const imported = (text: string): string => text.replace(/(from\s+|import\s+)"\.\/([\w-]+\.[jt]s)"/g, '$1"page/$2"')

const address = (name: string): string =>
  `data:text/javascript;base64,${Buffer.from(imported(script(name))).toString("base64")}`

const importMap = (): string =>
  JSON.stringify({ imports: Object.fromEntries(scriptNames().map((name) => [`page/${name}`, address(name)])) })

/** JSON inside of a page: nothing in it may end the element that it stands in. */
const embedded = (value: object): string => JSON.stringify(value).replace(/</g, "\\u003c")

const signs: { readonly [sign: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }

const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign)

/** The page in one file, with what it shows inside; where no script may run, `text` says the same. */
export const singleFile = (view: EmbeddedView, text: string): string =>
  pageText("index.html")
    .replace("<!--style-->", () => `<style>\n${pageText("style.css")}</style>`)
    .replace("<!--text-->", () => escape(text))
    .replace(
      "<!--script-->",
      () =>
        `<script type="application/json" id="embedded">${embedded(view)}</script>\n<script type="importmap">${importMap()}</script>\n<script type="module">import "page/${mainScript}"</script>`,
    )
