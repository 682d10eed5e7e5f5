type Child = Node | string | undefined | false
type Attributes = { readonly [name: string]: string | number | boolean | undefined }

const fill = <Made extends Element>(made: Made, attributes: Attributes, children: readonly Child[]): Made => {
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value))
  made.append(...children.filter((child) => child !== undefined && child !== false))
  return made
}

/** An element with its attributes and what stands in it; a class may be given alone. */
export const h = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes | string = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] =>
  fill(
    document.createElement(tag),
    typeof attributes === "string" ? (attributes === "" ? {} : { class: attributes }) : attributes,
    children,
  )

/** The same for a drawing. */
export const draw = <Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes,
  ...children: readonly Child[]
): SVGElementTagNameMap[Tag] => fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children)

/** A part of the page that is always there. */
export const part = <Made extends HTMLElement>(id: string, kind: new () => Made): Made => {
  const found = document.getElementById(id)
  if (found instanceof kind) return found
  throw new Error(`the page has no ${id}`)
}

/** Where one writes in a field. */
const caretIn = (element: Element | null): number | null =>
  element instanceof HTMLInputElement ? element.selectionStart : null

const focusAgain = (id: string, caret: number | null): void => {
  const element = document.getElementById(id)
  element?.focus({ preventScroll: true })
  if (element instanceof HTMLInputElement && caret !== null) element.setSelectionRange(caret, caret)
}

/** Puts new content into an element; who had the focus in there has it again, and writes on where they were. */
export const refill = (into: Element, ...children: readonly Child[]): void => {
  const focused = document.activeElement
  const id = focused !== null && focused !== into && into.contains(focused) ? focused.id : ""
  const caret = caretIn(focused)
  into.replaceChildren(...children.filter((child) => child !== undefined && child !== false))
  if (id !== "") focusAgain(id, caret)
}

/** A node's name in its own colour, which its place among the nodes gives it. */
export const chip = (name: string, nodes: readonly string[]): HTMLElement =>
  h("span", { class: "chip", "data-hue": nodes.includes(name) ? nodes.indexOf(name) % 6 : undefined }, name)
