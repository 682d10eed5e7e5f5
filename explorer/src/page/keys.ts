/** What keys do; each gets a word, and the page knows what to do with it. */
export type Deed =
  | { readonly kind: "go"; readonly to: "first" | "back" | "on" | "last" }
  | { readonly kind: "choose"; readonly by: 1 | -1 }
  | { readonly kind: "take"; readonly index: number | undefined }
  | { readonly kind: "tab"; readonly tab: "trace" | "graph" | "state" | "next" }
  | { readonly kind: "counterexample" | "copy" | "help" | "filter" | "expand" }

const deeds: { readonly [key: string]: Deed } = {
  ArrowLeft: { kind: "go", to: "back" },
  ArrowRight: { kind: "go", to: "on" },
  Home: { kind: "go", to: "first" },
  End: { kind: "go", to: "last" },
  ArrowUp: { kind: "choose", by: -1 },
  ArrowDown: { kind: "choose", by: 1 },
  Enter: { kind: "take", index: undefined },
  t: { kind: "tab", tab: "trace" },
  g: { kind: "tab", tab: "graph" },
  s: { kind: "tab", tab: "state" },
  n: { kind: "tab", tab: "next" },
  c: { kind: "counterexample" },
  l: { kind: "copy" },
  e: { kind: "expand" },
  "/": { kind: "filter" },
  "?": { kind: "help" },
}

/** Elements that have a use of their own for a key keep it. */
const keeps = (element: Element | null, key: string): boolean => {
  if (element === null) return false
  if (element.closest("dialog") !== null) return true
  if (element.matches("select")) return true
  if (element.matches('input[type="search"]')) return key !== "Enter" && key !== "ArrowUp" && key !== "ArrowDown"
  return key === "Enter" && element.matches("button, summary, a, [role=button]")
}

/** What a key is for, where the focus is. */
export const deedOf = (event: KeyboardEvent): Deed | undefined => {
  const { key } = event
  if (event.ctrlKey || event.metaKey || event.altKey || keeps(document.activeElement, key)) return undefined
  if (/^[1-9]$/.test(key)) return { kind: "take", index: Number(key) - 1 }
  return Object.hasOwn(deeds, key) ? deeds[key] : undefined
}
