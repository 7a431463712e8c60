/** One entry of the catalogue of diagnostics. */
export interface CodeEntry {
  readonly severity: 'error' | 'warning';
  /** One sentence; `{name}` is replaced by a value of the finding. */
  readonly template: string;
  readonly help: string;
  readonly wrong: string;
  readonly right: string;
}
