import { createInterface } from "node:readline/promises"

/** What `lockstep init` may be told. */
export interface Answers {
  readonly name?: string
  readonly ci?: string
}

/** Asks for what was not said, on a terminal; an empty line takes what is in brackets. */
export const ask = async (known: Answers): Promise<Answers> => {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  /** Lines that come before their question are kept. */
  const lines = terminal[Symbol.asyncIterator]()
  const question = async (text: string, usual: string): Promise<string> => {
    process.stderr.write(`${text} [${usual}] `)
    const { value, done } = await lines.next()
    return (done ? "" : value.trim()) || usual
  }
  try {
    const name = known.name ?? (await question("What is the protocol called?", "lock"))
    const ci = known.ci ?? (await question("Where does CI run: github or none?", "github"))
    return { name, ci }
  } finally {
    terminal.close()
  }
}
