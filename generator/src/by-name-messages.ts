import type { Message } from "./diagnostic.ts"

const oneByOne = "a library takes over one declaration after the other"

export const isWholeModule = (name: string): Message => ({
  code: "not-by-name",
  reason: `\`${name}\` is a whole module, and ${oneByOne}.`,
  fix: 'Import what you need of it by name: `import { name } from "./module.ts"`.',
})

export const isWholeText = (name: string): Message => ({
  code: "not-by-name",
  reason: `\`${name}\` is a file of JSON, and ${oneByOne}.`,
  fix: `Write it as a constant: \`export const ${name} = { ... }\`.`,
})

export const holdsNames = (name: string): Message => ({
  code: "not-by-name",
  reason: `\`${name}\` is a namespace, and ${oneByOne}.`,
  fix: "Declare what it holds in the module itself.",
})

export const namedByDefault = (name: string): Message => ({
  code: "not-by-name",
  reason: `\`${name}\` has no name where it is exported, and ${oneByOne}.`,
  fix: `Export it by its name, \`export const ${name} = ...\`, and import \`{ ${name} }\`.`,
})

export const importsInPlace: Message = {
  code: "not-by-name",
  reason: `\`import(...)\` leads to another file where it stands, and ${oneByOne}.`,
  fix: 'Import the type by its name: `import type { Name } from "./module.ts"`.',
}
