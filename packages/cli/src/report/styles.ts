/**
 * CSS rules for the tables of label sets, which change their layout on narrow screens; all other rules are
 * shared by all pages.
 */
export const reportStyles = `
.sets { font-size: 0.9375rem; }
td.verdict { white-space: nowrap; }
td.labels { width: 70%; min-width: 14rem; }
td .remark { display: block; padding-left: 1.2rem; color: var(--soft); font-size: 0.8125rem; }
.mark { display: inline-block; width: 0.7rem; height: 0.7rem; margin-right: 0.5rem; border: 1px solid; border-radius: 50%; }
.mark.argmaxable { border-color: var(--cool1); background: var(--cool1); }
.mark.unargmaxable { border-color: var(--warm1); background: repeating-linear-gradient(135deg, var(--warm1) 0 1.5px, var(--paper) 1.5px 4px); }
.mark.undecided { border-color: var(--undecided); background: var(--undecided); }
@media (max-width: 40rem) {
  .sets, .sets caption, .sets tbody { display: block; }
  .sets thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .sets tbody tr { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; padding: 0.5rem 0; }
  .sets tbody td { padding: 0; }
  .sets td.number::before { content: attr(data-name) ' '; color: var(--soft); font-size: 0.8125rem; }
  .sets td.verdict { flex: 1 0 100%; }
  .sets td.labels { flex: 1 0 100%; width: auto; min-width: 0; }
}
`;
