import ts from "typescript"

/** The compiler API: this is the only file that knows where it comes from, and only an explanation loads it. */
export { ts }
