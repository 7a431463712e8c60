/**
 * The catalogue is tested against itself: the wrong example of every code yields that code and nothing else, the right
 * one yields nothing, and all texts keep the rules for texts (E4).
 */
import t from 'tap';
import { CODES } from '#lang/codes.js';
import { compile } from '#lang';
import { codesOf } from './snippets.ts';

for (const [code, { wrong, right, template, help, severity }] of Object.entries(CODES)) {
  void t.test(code, (t) => {
    t.same(code.startsWith('compile/') ? compiledCodes(wrong) : codesOf(wrong), [code]);
    t.same(codesOf(right), []);
    t.match(code, /^(?:lex|parse|module|check|compile)\/[a-z]+(?:-[a-z]+)*$/);
    t.match(severity, /^(?:error|warning)$/);
    for (const text of [template, help]) {
      t.notMatch(text, /[.]$|\n/, 'one sentence without a period');
      t.notMatch(text, /^[A-Z]/, 'lower case');
    }
    t.notMatch(help, /\{\w+\}/, 'help is shown as it is');
    t.end();
  });
}

/** Codes that only show once the program has been lowered. */
function compiledCodes(text: string): readonly string[] {
  return compile({ name: 'catalogue.arb', text }, 'catalogue').diagnostics.map(({ code }) => code);
}
