import type { CommandWords, Flag } from "./table.ts"

const namesOf = (table: readonly CommandWords[]): string => table.map(({ name }) => name).join(" ")

const valued = ({ flags }: CommandWords): readonly Flag[] => flags.filter(({ takesValue }) => takesValue)

const words = (list: string, indent: string): string => `${indent}COMPREPLY=($(compgen -W "${list}" -- "$current"))`

/** Behind a comma the next word is completed, and what stands before it stays. */
const listed = (list: string, indent: string): string =>
  `${indent}COMPREPLY=($(compgen -P "\${current%"\${current##*,}"}" -W "${list}" -- "\${current##*,}"))`

const bashCase = (command: CommandWords): readonly string[] => [
  ...valued(command).flatMap(({ name, isList, values }) =>
    values.length === 0
      ? [`    "${command.name} --${name}") return ;;`]
      : [`    "${command.name} --${name}")`, (isList ? listed : words)(values.join(" "), "      "), "      return ;;"],
  ),
  `    "${command.name} "*)`,
  `      [[ $current == -* ]] &&`,
  words(command.flags.map(({ name }) => `--${name}`).join(" "), "        "),
  ...(command.words.length === 0
    ? []
    : ["      [[ $current != -* && $COMP_CWORD -eq 2 ]] &&", words(command.words.join(" "), "        ")]),
  "      return ;;",
]

/** To bash, the sign between an option and its value is a word. */
const bashSplit = [
  '  if [ "$current" = "=" ]; then current=""',
  '  elif [ "$previous" = "=" ]; then previous="${COMP_WORDS[COMP_CWORD-2]}"; fi',
]

/** Where nothing of ours fits, bash completes files. */
const bash = (table: readonly CommandWords[]): string =>
  [
    "_lockstep() {",
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD-1]}"',
    "  COMPREPLY=()",
    ...bashSplit,
    '  if [ "$COMP_CWORD" -eq 1 ]; then',
    words(`${namesOf(table)} --help --version`, "    "),
    "    return",
    "  fi",
    '  case "${COMP_WORDS[1]} $previous" in',
    ...table.flatMap(bashCase),
    "  esac",
    "}",
    "complete -o default -F _lockstep lockstep",
    "",
  ].join("\n")

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

const zshValues = ({ isList, values }: Flag): string => {
  if (values.length === 0) return "_files"
  return isList ? `_values -s , value ${values.join(" ")}` : `(${values.join(" ")})`
}

const zshFlag = (flag: Flag): string => {
  const { name, text, takesValue } = flag
  const explained = text.replace(/[[\]:]/g, (sign) => `\\${sign}`)
  const value = takesValue ? `:value:${zshValues(flag)}` : ""
  return `      ${quoted(`*--${name}${takesValue ? "=" : ""}[${explained}]${value}`)} \\`
}

const zsh = (table: readonly CommandWords[]): string =>
  [
    "#compdef lockstep",
    "_lockstep() {",
    "  local -a commands",
    "  commands=(",
    ...table.map(({ name, text }) => `    ${quoted(`${name}:${text}`)}`),
    "  )",
    "  if (( CURRENT == 2 )); then",
    "    _describe command commands",
    "    return",
    "  fi",
    '  case "$words[2]" in',
    ...table.flatMap(({ name, words, flags }) => [
      `    ${name}) _arguments \\`,
      ...flags.map(zshFlag),
      ...(words.length === 0 ? [] : [`      '2:word:(${words.join(" ")})' \\`]),
      "      '*:file:_files' ;;",
    ]),
    "  esac",
    "}",
    "compdef _lockstep lockstep",
    "",
  ].join("\n")

const behind = (command: string): string => `__fish_seen_subcommand_from ${command}`

const fishValues = ({ isList, values }: Flag): string => {
  if (values.length === 0) return " -r"
  return ` -x -a ${quoted(isList ? `(__fish_append , ${values.join(" ")})` : values.join(" "))}`
}

const fishFlag = (command: string, flag: Flag): string => {
  const { name, text, takesValue } = flag
  const value = takesValue ? fishValues(flag) : ""
  return `complete -c lockstep -n '${behind(command)}' -l ${name}${value} -d ${quoted(text)}`
}

const fish = (table: readonly CommandWords[]): string =>
  [
    ...table.map(({ name, text }) => `complete -c lockstep -n __fish_use_subcommand -a ${name} -d ${quoted(text)}`),
    ...table.flatMap(({ name, words }) =>
      words.length === 0 ? [] : [`complete -c lockstep -n '${behind(name)}' -f -a ${quoted(words.join(" "))}`],
    ),
    ...table.flatMap(({ name, flags }) => flags.map((flag) => fishFlag(name, flag))),
    "",
  ].join("\n")

/** What each shell must read to complete our words. */
export const scripts = { bash, zsh, fish } as const
