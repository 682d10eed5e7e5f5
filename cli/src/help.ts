/** What `lockstep --help` prints. */
export const help = `lockstep <command>

  init [folder]                      begin with a small protocol that passes
  check [paths]                      explore every behaviour of the models in files or folders
  explore [paths]                    step through models on a page in the browser
  lint [paths]                       find what a spec must not do, without exploring it
  simulate <path>                    run the generated code in a seeded world that fails
  generate [spec] [--out <folder>]   compile a checked protocol to a library
  diff <old> <new>                   say what a new version of a protocol breaks
  mutate [paths]                     change handlers, and see whether the models notice
  judge <history>                    say whether what clients saw can be explained
  replay <trace> --spec <path>       say whether a spec allows what nodes recorded
  doctor                             look for what keeps specs from being checked
  completions <shell>                let bash, zsh or fish complete these words

  lockstep <command> --help          says more, with examples
  --help, --version

exit codes
  0 all is well                                  6 vacuous: a goal not reached, a handler never run
  1 a fault of lockstep                          7 inconclusive: time or memory ran out
  2 a mistake in the command or a spec           8 generated code is out of date
  3 a new version breaks the wire or storage     9 a trace that the spec does not allow
  4 a property is broken                         130, 141, 143 interrupted, unread
`
