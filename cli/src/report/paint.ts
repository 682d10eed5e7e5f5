import { styleText } from "node:util"
import { widthOf } from "./screen.ts"

/** The few styles that reports use. */
export type Style = "green" | "red" | "yellow" | "dim" | "bold"

/** Colours text where the output is a terminal that wants it. */
export const paint = (style: Style, text: string): string =>
  text === "" ? "" : styleText(style, text, { stream: process.stdout })

const pipedWidth = 120

/** How many signs fit on a line. */
export const lineWidth = (): number => widthOf(process.stdout, pipedWidth)
