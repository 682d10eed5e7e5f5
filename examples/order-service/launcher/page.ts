import { readFileSync } from "node:fs"
import type { IncomingMessage, ServerResponse } from "node:http"
import type { Observer } from "./state.ts"

const files: { readonly [path: string]: readonly [file: string, type: string] } = {
  "/": ["index.html", "text/html; charset=utf-8"],
  "/page.css": ["page.css", "text/css; charset=utf-8"],
  "/page.js": ["page.js", "text/javascript; charset=utf-8"],
}

/** Tells a browser everything anew whenever it has changed, for as long as it listens. */
const stream = ({ listen }: Observer, response: ServerResponse): void => {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" })
  const stop = listen((state) => {
    if (response.writableNeedDrain) return
    response.write(`data: ${JSON.stringify(state)}\n\n`)
  })
  response.on("close", stop)
}

/** Answers what a browser asks for the page: its files, and `/live`. */
export const answerPage =
  (observer: Observer) =>
  ({ method, url }: IncomingMessage, response: ServerResponse): boolean => {
    if (method !== "GET") return false
    if (url === "/live") {
      stream(observer, response)
      return true
    }
    const file = files[url ?? ""]
    if (file === undefined) return false
    const [name, type] = file
    response.writeHead(200, { "content-type": type }).end(readFileSync(new URL(`../page/${name}`, import.meta.url)))
    return true
  }
