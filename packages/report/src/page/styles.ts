/** The style sheet of every page, after the palette's custom properties. */
export const styles = `
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0;
  background: var(--ground);
  color: var(--ink);
  font: 1rem/1.55 var(--font);
  font-variant-numeric: tabular-nums;
  overflow-wrap: break-word;
}
main { max-width: 70rem; margin: 0 auto; padding: 3rem 1.5rem 4rem; }
section { margin-top: 3.5rem; }
h1, h2, h3, p, dl, dd, ul, figure { margin: 0; }

h1 {
  max-width: 54rem;
  margin-bottom: 1rem;
  font-size: clamp(1.75rem, 4.5vw, 2.5rem);
  font-weight: 700;
  line-height: 1.15;
  letter-spacing: -0.02em;
  text-wrap: balance;
}
h2 { margin-bottom: 0.75rem; font-size: 1.375rem; font-weight: 680; line-height: 1.3; letter-spacing: -0.01em; }
h3 { font-size: 1rem; font-weight: 650; }
header > p, section > p, .aside p { max-width: 46rem; }
p + p { margin-top: 0.75rem; }
.kicker, .soft, .note, figcaption span, .kind, dt { color: var(--soft); }
.kicker { margin-bottom: 0.25rem; font-size: 0.875rem; font-weight: 600; }
.lead { font-size: 1.0625rem; }
.note { margin-top: 0.75rem; font-size: 0.875rem; }
code { font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace; font-size: 0.9375em; }
.finding { max-width: 50rem; margin-bottom: 1.5rem; font-size: clamp(1.375rem, 3.2vw, 1.75rem); text-wrap: balance; }

.tiles, .grid { display: grid; gap: 1.25rem; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); }
.grid.three { grid-template-columns: repeat(auto-fit, minmax(min(100%, 17.5rem), 1fr)); }
.grid.aside { grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); align-items: center; }
.tile, .grid > figure { max-width: 37rem; }
section > p + .grid, section > p + .card { margin-top: 1rem; }
section > p + .legend { margin-top: 0.75rem; }
.card + .card { margin-top: 1.25rem; }
.tile, .card, figure { background: var(--paper); border: 1px solid var(--rule); border-radius: 10px; }
.card, figure { padding: 1rem 1.25rem 1.25rem; }
.scroll { overflow-x: auto; }

.tile { padding: 1.25rem 1.5rem; border-top: 4px solid var(--model); }
.tile h3, .model, .models thead th { color: var(--model); }
.kind { font-size: 0.875rem; }
.big { margin-top: 0.5rem; font-size: clamp(2.75rem, 5vw, 3.5rem); font-weight: 700; line-height: 1.1; letter-spacing: -0.03em; }
.of { margin-bottom: 1rem; }
.tile dl div {
  display: flex;
  flex-wrap: wrap;
  justify-content: space-between;
  gap: 0 1rem;
  padding: 0.3rem 0;
  border-top: 1px solid var(--rule);
  font-size: 0.9375rem;
}

figcaption { margin-bottom: 0.75rem; font-size: 0.9375rem; }
figcaption span { display: block; }
figure svg { display: block; width: 100%; height: auto; }

.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin-bottom: 1rem; font-size: 0.9375rem; }
.legend span { display: inline-flex; align-items: center; gap: 0.5rem; }
.legend.stacked { flex-direction: column; }
.swatch { width: 1.5rem; height: 0.9rem; border: 1px solid var(--ink); background: var(--ink); }
.swatch.hatched { background: repeating-linear-gradient(135deg, var(--ink) 0 2px, var(--paper) 2px 6px); }
.swatch.undecided { border-color: var(--undecided); background: var(--undecided); }
.point { width: 0.7rem; height: 0.7rem; background: var(--model); }
.point.circle { border-radius: 50%; }
.point.diamond { transform: rotate(45deg) scale(0.85); }
.point.triangle { clip-path: polygon(50% 0, 100% 100%, 0 100%); }

table { width: 100%; border-collapse: collapse; }
caption { margin-bottom: 0.25rem; font-weight: 650; text-align: left; }
th, td { padding: 0.5rem 0 0.5rem 1.25rem; text-align: left; vertical-align: baseline; }
th:first-child, td:first-child { padding-left: 0; }
thead th { color: var(--soft); font-weight: 600; white-space: nowrap; }
tbody th { color: var(--soft); font-weight: 400; }
tbody tr { border-top: 1px solid var(--rule); }
td.number, th.number { text-align: right; white-space: nowrap; }
.models :is(th, td):not(:first-child) { text-align: right; }
.models thead th { white-space: normal; }
.models td { white-space: nowrap; }
.models .best { font-weight: 700; }
.models small { margin-right: 0.75rem; color: var(--soft); font-size: 0.875rem; font-weight: 400; }

.words { max-width: 54rem; }
.facts dd { min-width: 0; overflow-wrap: anywhere; }
.facts div, .words div { display: grid; grid-template-columns: 13rem 1fr; gap: 0 1.5rem; padding: 0.55rem 0; border-top: 1px solid var(--rule); }
.facts div:first-child { border-top: 0; }
.words dt { color: var(--ink); font-weight: 600; }

@media (max-width: 40rem) {
  main { padding: 2rem 1rem 3rem; }
  section { margin-top: 2.5rem; }
  figure, .card { padding-inline: 0.875rem; }
  .tile { padding: 1.125rem; }
  .facts div, .words div { grid-template-columns: 1fr; }
  .models { font-size: 0.875rem; }
  .models small { display: block; margin: 0; }
}

@media print {
  :root { --ground: #ffffff; font-size: 11.5px; }
  body { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  main { max-width: none; padding: 0; }
  section { margin-top: 1.75rem; }
  h2, h3, .legend, section > p { break-after: avoid; }
  figure, .tile, .card, tr, .facts div, .words div { break-inside: avoid; }
  .scroll { overflow: visible; }
}
@page { margin: 14mm; }
`;
