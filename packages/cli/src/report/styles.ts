/** The page's style sheet, after the palette's custom properties. */
export const styles = `
* { box-sizing: border-box; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--ink);
  font: 1rem/1.55 var(--font);
  font-variant-numeric: tabular-nums;
  overflow-wrap: break-word;
}
main { max-width: 62rem; margin: 0 auto; padding: 3rem 1.5rem 4rem; }
section { margin-top: 3rem; }
h1, h2, h3, p, dl, dd, figure { margin: 0; }
h1 { margin-bottom: 1rem; font-size: clamp(1.6rem, 4vw, 2.3rem); line-height: 1.2; letter-spacing: -0.02em; text-wrap: balance; }
h2 { margin-bottom: 0.75rem; font-size: 1.3rem; line-height: 1.3; }
p { max-width: 46rem; }
p + p { margin-top: 0.75rem; }
p + .grid, p + .card { margin-top: 1rem; }
.kicker, .soft, dt { color: var(--soft); }
.kicker { margin-bottom: 0.25rem; font-size: 0.875rem; font-weight: 600; }
.card, figure { padding: 1rem 1.25rem 1.25rem; background: var(--paper); border: 1px solid var(--rule); border-radius: 10px; }
.scroll { overflow-x: auto; }
.grid { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); }
figcaption { margin-bottom: 0.75rem; font-size: 0.9375rem; }
figcaption span { display: block; color: var(--soft); }
figure svg { display: block; width: 100%; height: auto; }
table { width: 100%; border-collapse: collapse; font-size: 0.9375rem; }
th, td { padding: 0.5rem 0 0.5rem 1.25rem; text-align: left; vertical-align: baseline; }
th:first-child, td:first-child { padding-left: 0; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
td.verdict { white-space: nowrap; }
caption { margin-bottom: 0.25rem; font-weight: 650; text-align: left; }
.card + .card { margin-top: 1.25rem; }
td.labels { width: 70%; min-width: 14rem; }
td .remark { display: block; padding-left: 1.2rem; color: var(--soft); font-size: 0.8125rem; }
tbody tr { border-top: 1px solid var(--rule); }
.mark { display: inline-block; width: 0.7rem; height: 0.7rem; margin-right: 0.5rem; border: 1px solid; border-radius: 50%; }
.mark.argmaxable { border-color: var(--reach); background: var(--reach); }
.mark.unargmaxable { border-color: var(--out); background: repeating-linear-gradient(135deg, var(--out) 0 1.5px, var(--paper) 1.5px 4px); }
.mark.undecided { border-color: var(--undecided); background: var(--undecided); }
.facts div { display: grid; grid-template-columns: 13rem 1fr; gap: 0 1.5rem; padding: 0.5rem 0; border-top: 1px solid var(--rule); }
.facts div:first-child { border-top: 0; }
@media (max-width: 40rem) {
  main { padding: 2rem 1rem 3rem; }
  .facts div { grid-template-columns: 1fr; }
  dd { overflow-wrap: anywhere; }
  table, caption, tbody { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; padding: 0.5rem 0; }
  tbody td { padding: 0; }
  td.number::before { content: attr(data-name) ' '; color: var(--soft); font-size: 0.8125rem; }
  td.verdict { flex: 1 0 100%; }
  td.labels { flex: 1 0 100%; width: auto; min-width: 0; }
}
@media print {
  :root { --ground: #ffffff; font-size: 11.5px; }
  main { max-width: none; padding: 0; }
  figure, .card, tr { break-inside: avoid; }
}
`;
