/** The rows of the table in a document whose first column is called so, as the text of their cells. */
export const rowsUnder = (heading: string, document: string): string[][] => {
  const lines = document.split("\n")
  const start = lines.findIndex((line) => line.startsWith(`| ${heading} `))
  if (start === -1) return []
  const rows = lines.slice(start + 2)
  const end = rows.findIndex((line) => !line.startsWith("|"))
  return rows.slice(0, end === -1 ? undefined : end).map((row) =>
    row
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

/** The names that a cell quotes. */
export const quotedIn = (cell: string): string[] => [...cell.matchAll(/`(.+?)`/g)].map(([, name = ""]) => name)
