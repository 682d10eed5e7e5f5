const signs: { readonly [sign: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" }

/** Text as it stands in a page, in an attribute or outside. */
export const escape = (text: string): string => text.replace(/[&<>"]/g, (sign) => signs[sign] ?? sign)

/** An element with its content, which is a page's text already. */
export const element = (name: string, style: string, ...content: readonly string[]): string =>
  `<${name}${style === "" ? "" : ` class="${escape(style)}"`}>${content.join("")}</${name}>`
