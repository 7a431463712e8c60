/**
 * The catalogue is tested against itself: the wrong example of every code yields that code and nothing else, the right
 * one yields nothing, and all texts keep the rules for texts (E4).
 */
import t from 'tap';
import { CODES } from '#lang/codes.js';
import { Diagnostics } from '#lang/diagnostic.js';
import { SOURCE_BYTES_MAX, sourceFrom } from '#lang/module/text.js';
import { compile } from '#lang';
import { codesOf } from './snippets.ts';
import { checkedSuite } from './suites.ts';

for (const [code, { wrong, right, template, help, severity }] of Object.entries(CODES)) {
  void t.test(code, (t) => {
    t.same(codesFor(code)(wrong), [code]);
    t.same(code.startsWith('test/') ? suiteCodes(right) : codesOf(right), []);
    t.match(code, /^(?:source|lex|parse|module|check|compile|test)\/[a-z]+(?:-[a-z]+)*$/);
    t.match(severity, /^(?:error|warning)$/);
    for (const text of [template, help]) {
      t.notMatch(text, /[.]$|\n/, 'one sentence without a period');
      t.notMatch(text, /^[A-Z]/, 'lower case');
    }
    t.notMatch(help, /\{\w+\}/, 'help is shown as it is');
    t.end();
  });
}

/** Each phase is given what it looks at. */
function codesFor(code: string): (text: string) => readonly string[] {
  if (code === 'source/too-large') return () => sourceCodes(new Uint8Array(SOURCE_BYTES_MAX + 1));
  if (code.startsWith('test/')) return suiteCodes;
  if (code.startsWith('source/')) return (text) => sourceCodes(Buffer.from(text, 'latin1'));
  return code.startsWith('compile/') ? compiledCodes : codesOf;
}

function sourceCodes(bytes: Uint8Array): readonly string[] {
  const diagnostics = new Diagnostics();
  sourceFrom('catalogue.arb', bytes, diagnostics);
  return diagnostics.all().map(({ code }) => code);
}

/** A module and a test file beside it. */
function suiteCodes(text: string): readonly string[] {
  return checkedSuite(text).findings.map(({ code }) => code);
}

/** Codes that only show once the program has been lowered. */
function compiledCodes(text: string): readonly string[] {
  return compile({ name: 'catalogue.arb', text }, 'catalogue').diagnostics.map(({ code }) => code);
}
