/** Remarks of a conversion on standard error, one line each, in the form that editors can follow where there is a place in a text. */
import { type Remark, remarkText } from '#lang';
import { visible } from '#lang/report/visible.js';
import type { Terminal } from './command.ts';

export function showRemarks(path: string, remarks: readonly Remark[], terminal: Terminal): void {
  for (const remark of remarks) {
    const isInText = /^\d/.test(remark.place);
    terminal.err(visible(`${path}:${isInText ? '' : ' '}${remarkText(remark)}`));
  }
}
