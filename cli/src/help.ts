/** What `lockstep --help` prints. */
export const help = `lockstep check [paths]    explore every behaviour of the models in files or folders

A folder stands for its model.ts, or for every model.ts below it. Each export that is a
model or an algorithm is an instance; one called nightly runs only when it is named.

  --instance <name>   only the instances of this name
  --workers <n>       threads (default: all cores)
  --memory <4g>       stop, inconclusive, when the search keeps more than this
                      (default: three quarters of the machine's memory)
  --timeout <60s>     stop, inconclusive, after this long (ms, s, min, h)
  --exact             keep states whole, instead of 64 bits of each
  --format <name>     pretty, json, mermaid or itf
  --json              the same as --format json
  --seed <n>          salts those 64 bits: a second run collides elsewhere, if at all
  --help, --version

examples
  lockstep check specs/consensus/election
  lockstep check specs/consensus/election/model.ts --instance quick --workers 1
  lockstep check specs/consensus/election/mutants.ts --instance forgetsItsVote --format mermaid
  lockstep check . --timeout 10min --memory 4g --json > report.json

exit codes
  0 verified, within the stated bounds    6 vacuous: a goal not reached, a handler never run
  1 a fault of lockstep                   7 inconclusive: time or memory ran out
  2 a mistake in the command or a spec    130, 141, 143 interrupted, unread
  4 a property is broken
`
