import type { ClientStates, Snapshot, StepLabel, Told } from "@lockstep/checker"
import { clientsIn } from "./snapshot.ts"
import { showTagged, showValue } from "./values.ts"

type ClientState = ClientStates[number]
type Answer = Exclude<Told, { readonly kind: "emit" }>

interface Asked {
  readonly call: string
  readonly argument: unknown
}

/** A call with its argument. */
export const showCall = ({ call, argument }: Asked): string =>
  `${call}(${argument === null ? "" : showValue(argument)})`

/** What every client asked, and what it got for it. */
export const operationsOf = (state: Snapshot): string[] =>
  clientsIn(state).flatMap(({ answered, flight }, index) => [
    ...answered.map((one) => `  c${index + 1} gets ${showValue(one.answer)} for ${showCall(one)}`),
    ...(flight === null ? [] : [`  c${index + 1} waits for ${showCall(flight)}`]),
  ])

/** A client before a step, by its name, and what it asks in the step. */
interface Client {
  readonly name: string
  readonly before: ClientState
  readonly asks: Asked | undefined
}

/** The names of the attempts that a client waits for, as calls are named. */
const attemptsOf = ({ name, before, asks }: Client): readonly string[] => {
  const numbers = [...before.open.map(({ number }) => number), ...(asks === undefined ? [] : [before.attempts + 1])]
  return numbers.map((number) => `${name}.${before.over + 1}${number > 1 ? `.${number}` : ""}`)
}

const showAnswer = ({ name, before, asks }: Client, answer: Answer): string => {
  const asked = showCall(before.flight ?? asks ?? { call: answer.call, argument: null })
  return answer.kind === "reply"
    ? `${name} gets ${showValue(answer.value)} for ${asked}`
    : `${name} is refused ${asked}: ${answer.reason}`
}

/** Only the first answer to an attempt that is waited for means anything. */
const answersTo = (client: Client, answers: readonly Answer[]): string[] => {
  const awaited = new Set(attemptsOf(client))
  return answers.map((answer) => {
    const isHeard = awaited.delete(answer.call)
    if (isHeard && answer.kind === "reply") awaited.clear()
    if (isHeard) return showAnswer(client, answer)
    return `${answer.call} is ${answer.kind === "reply" ? "answered" : "refused"}, and nobody waits for it`
  })
}

/** What the states alone tell of a client. */
const changeOf = ({ name, before, asks }: Client, after: ClientState): string[] => {
  const answered = after.answered.at(-1)
  if (answered !== undefined && after.answered.length > before.answered.length)
    return [`${name} gets ${showValue(answered.answer)} for ${showCall(answered)}`]
  if (after.over > before.over && before.flight !== null) return [`${name} is done with ${showCall(before.flight)}`]
  const begins = after.flight !== null && before.flight === null && asks === undefined
  return begins ? [`${name} begins ${showCall(after.flight)}`] : []
}

const isTo =
  (client: string) =>
  (one: Told): one is Answer =>
    one.kind !== "emit" && one.call.startsWith(`${client}.`)

/** What a step was for the clients: what they asked and got, and what the application was told. */
export const clientChanges = (
  before: Snapshot,
  after: Snapshot,
  { kind, from, name: call, detail: argument }: StepLabel,
  told: readonly Told[],
): string[] => {
  const old = clientsIn(before)
  const ofClients = clientsIn(after).flatMap((state, index) => {
    const known = old[index]
    if (known === undefined) return []
    const name = `c${index + 1}`
    const client = { name, before: known, asks: kind === "call" && from === name ? { call, argument } : undefined }
    const answers = told.filter(isTo(name))
    return answers.length > 0 ? answersTo(client, answers) : changeOf(client, state)
  })
  const emitted = told.flatMap((one) => (one.kind === "emit" ? [`emits ${showTagged(one.event)}`] : []))
  return [...ofClients, ...emitted]
}
