/** Two-phase commit in Promela, as in the TLA+ original: messages are a set that only grows. One alternative for each participant and action. */
export const twoPhaseCommit = (participants: number): string => {
  const all = 2 ** participants - 1
  const alternatives = Array.from({ length: participants }, (_, i) => {
    const bit = 2 ** i
    return [
      `:: d_step { decision == 0 && (sent & ${bit}) && !(heard & ${bit}) -> heard = heard | ${bit} }`,
      `:: d_step { stage[${i}] == 0 -> stage[${i}] = 1; sent = sent | ${bit} }`,
      `:: d_step { stage[${i}] == 0 -> stage[${i}] = 3 }`,
      `:: d_step { sentCommit && stage[${i}] != 2 -> stage[${i}] = 2 }`,
      `:: d_step { sentAbort && stage[${i}] != 3 -> stage[${i}] = 3 }`,
    ]
  }).flat()
  return `byte stage[${participants}];      /* 0 working, 1 prepared, 2 committed, 3 aborted */
byte decision;                /* of the manager: 0 none, 2 committed, 3 aborted */
unsigned heard : ${participants};          /* participants that the manager knows to be prepared */
unsigned sent : ${participants};           /* participants whose message is on its way */
bit sentCommit, sentAbort;

active proctype system() {
  do
  :: d_step { decision == 0 && heard == ${all} -> decision = 2; sentCommit = 1 }
  :: d_step { decision == 0 -> decision = 3; sentAbort = 1 }
  ${alternatives.join("\n  ")}
  od
}
`
}
