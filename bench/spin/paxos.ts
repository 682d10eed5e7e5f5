const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index)

/** What the proposer does with what an acceptor says. */
const ofPair = (p: number, a: number): string[] => {
  const [promise, bit] = [`PROMISE(ballot[${p}], ${a})`, 2 ** a]
  return [
    `:: d_step { PREPARES(${p}) && ${promise} && !(heard[${p}] & ${bit}) ->
       heard[${p}] = heard[${p}] | ${bit};
       if
       :: ${promise} - 1 > latest[${p}] -> latest[${p}] = ${promise} - 1
       :: else
       fi;
       if
       :: MAJORITY(heard[${p}]) ->
          proposal[ballot[${p}]] = (latest[${p}] -> proposal[latest[${p}]] : ${p + 1});
          heard[${p}] = 0; latest[${p}] = 0
       :: else
       fi }`,
    `:: d_step { PROPOSES(${p}) && (VOTED(ballot[${p}]) & ${bit}) && !(heard[${p}] & ${bit}) && !CHOSEN(${p}) ->
       heard[${p}] = heard[${p}] | ${bit};
       assert(AGREEMENT) }`,
  ]
}

/** What the proposer and the acceptors do with a ballot. */
const ofBallot = (b: number, proposers: number, acceptors: number): string[] => {
  const [p, before, bit] = [(b - 1) % proposers, Math.max(0, b - proposers), 2 ** (b - 1)]
  const ofAcceptor = (a: number): string[] => [
    `:: d_step { (prepared & ${bit}) && promised[${a}] < ${b} ->
       promised[${a}] = ${b}; PROMISE(${b}, ${a}) = vote[${a}] + 1 }`,
    `:: d_step { proposal[${b}] && promised[${a}] <= ${b} && vote[${a}] != ${b} ->
       promised[${a}] = ${b}; vote[${a}] = ${b}; VOTED(${b}) = VOTED(${b}) | ${2 ** a} }`,
  ]
  return [
    `:: d_step { ballot[${p}] == ${before} && !CHOSEN(${p}) ->
       ballot[${p}] = ${b}; heard[${p}] = 0; latest[${p}] = 0; prepared = prepared | ${bit} }`,
    ...upTo(acceptors).flatMap(ofAcceptor),
  ]
}

const agreeing = (p: number, q: number): string =>
  `(!CHOSEN(${p}) || !CHOSEN(${q}) || proposal[ballot[${p}]] == proposal[ballot[${q}]])`

/**
 * Paxos for one value in Promela, as in the TLA+ original: messages are a set that only grows.
 * A vote is stored as its ballot alone, since the proposal of that ballot, which is never forgotten, has the value: that makes the states small.
 */
export const paxos = (proposers: number, acceptors: number, ballots: number): string => {
  const size = upTo(acceptors).map((a) => `((set >> ${a}) & 1)`)
  const agreement = upTo(proposers).flatMap((p) => upTo(p).map((q) => agreeing(p, q)))
  const alternatives = [
    ...upTo(proposers).flatMap((p) => upTo(acceptors).flatMap((a) => ofPair(p, a))),
    ...upTo(ballots).flatMap((index) => ofBallot(index + 1, proposers, acceptors)),
  ]
  return `byte ballot[${proposers}];        /* of each proposer: 0 none */
byte heard[${proposers}];         /* acceptors that promised; once there is a proposal, that voted for it */
byte latest[${proposers}];        /* ballot of the latest vote among the promises */
byte promised[${acceptors}];      /* by each acceptor */
byte vote[${acceptors}];          /* ballot of each acceptor's last vote */
byte prepared;                    /* ballots whose proposer asked for promises */
byte promise[${ballots * acceptors}];  /* of each ballot and acceptor: 0 none, otherwise 1 + the ballot of the vote that it tells of */
byte proposal[${ballots + 1}];    /* of each ballot: 0 none, otherwise 1 + the proposer who wanted the value */
byte voted[${ballots}];           /* of each ballot: acceptors whose vote is on its way */

#define PROMISE(b, a) promise[((b) - 1) * ${acceptors} + (a)]
#define VOTED(b) voted[(b) - 1]
#define PREPARES(p) (ballot[p] && !proposal[ballot[p]])
#define PROPOSES(p) (proposal[ballot[p]] != 0)
#define MAJORITY(set) (${size.join(" + ")} > ${Math.floor(acceptors / 2)})
#define CHOSEN(p) (PROPOSES(p) && MAJORITY(heard[p]))
#define AGREEMENT (${agreement.join(" && ")})

active proctype system() {
  do
  ${alternatives.join("\n  ")}
  od
}
`
}
