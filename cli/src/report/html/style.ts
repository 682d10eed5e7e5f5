/** The whole look of a report; it follows the reader's light or dark. */
export const style = `
:root { color-scheme: light dark; --paper: light-dark(#fff, #16181d); --ink: light-dark(#1c1e21, #e3e5e8);
  --faint: light-dark(#6a6f76, #969ca5); --line: light-dark(#d9dce0, #343941); --raised: light-dark(#f6f7f9, #1e2127);
  --good: light-dark(#1a7f37, #57c878); --bad: light-dark(#c02c2c, #ff8078); --unsure: light-dark(#8a5a00, #e0b050); }
* { box-sizing: border-box }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 80rem; background: var(--paper); color: var(--ink);
  font: 15px/1.5 system-ui, sans-serif }
h1 { font-size: 1.3rem; margin: 0 } h2 { font-size: 1.1rem; margin: 0 0 .25rem }
section { border: 1px solid var(--line); border-radius: 8px; padding: 1rem; margin-top: 1rem }
code, pre, .lanes, td { font-family: ui-monospace, monospace; font-size: 13px }
pre { overflow-x: auto; white-space: pre-wrap; margin: .25rem 0; color: var(--faint) }
ul { list-style: none; padding: 0; margin: .75rem 0 } li { margin: .25rem 0; overflow-wrap: anywhere }
.faint { color: var(--faint) } .good { color: var(--good) } .bad { color: var(--bad) } .unsure { color: var(--unsure) }
.verdict { font-weight: 600 } li .name { font-weight: 600; margin-right: .5rem }
.lanes { display: grid; gap: 0 .5rem; grid-template-columns: 2rem repeat(var(--lanes), minmax(0, 1fr)); margin-top: .75rem }
.lane { text-align: center; font-weight: 600; padding: .25rem; border-bottom: 1px solid var(--line); position: sticky; top: 0;
  background: var(--paper) }
.number { color: var(--faint); text-align: right; padding-top: .5rem }
.arrow { height: 0; border-top: 1.5px solid var(--faint); position: relative; margin: .9rem calc(50% / var(--span)) .1rem;
  align-self: end }
.arrow::after { content: ""; position: absolute; top: -5px; border: 4px solid transparent }
.arrow.right::after { right: -1px; border-left: 7px solid var(--faint); border-right: 0 }
.arrow.left::after { left: -1px; border-right: 7px solid var(--faint); border-left: 0 }
.arrow.lost { border-top-style: dashed }
.step { background: var(--raised); border: 1px solid var(--line); border-radius: 6px; padding: .35rem .5rem; margin: .25rem 0;
  overflow-wrap: anywhere }
.step:last-of-type { border-color: var(--bad) }
.who { display: none } .changes { color: var(--faint) } .place { color: var(--faint); font-size: 12px }
details summary { cursor: pointer; color: var(--faint); font-size: 12px }
table { border-collapse: collapse } td { border-top: 1px solid var(--line); padding: .1rem .5rem .1rem 0; vertical-align: top;
  overflow-wrap: anywhere }
@media (max-width: 640px) {
  .lanes { grid-template-columns: 1.5rem 1fr } .lane, .arrow { display: none }
  .step { grid-column: 2 !important } .number { grid-column: 1 !important } .who { display: inline; font-weight: 600 }
}
@media print { .lane { position: static } }
`
