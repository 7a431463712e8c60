/** Bytes to sources: one clear finding for what is no text, at its place. */
import t from 'tap';
import { Diagnostics } from '#lang/diagnostic.js';
import { SOURCE_BYTES_MAX, sourceFrom } from '#lang/module/text.js';
import { positionOf } from '#lang/source.js';

/** `code line:column` of everything that is found, or the text. */
function read(bytes: Uint8Array): string {
  const diagnostics = new Diagnostics();
  const source = sourceFrom('x.arb', bytes, diagnostics);
  const found = diagnostics.all().map(({ code, span }) => {
    const { line, column } = positionOf(span.source, span.start);
    return `${code} ${line}:${column}`;
  });
  return found.length === 0 ? source.text : found.join(' ');
}

void t.test('texts', (t) => {
  t.equal(read(Buffer.from('rule R { }')), 'rule R { }');
  t.equal(read(Buffer.from('# Grüße 🌋\r\n')), '# Grüße 🌋\r\n');
  t.equal(read(Buffer.from('\ufeffrule')), '\ufeffrule', 'a byte order mark is the lexer’s');
  t.equal(read(new Uint8Array()), '');
  t.end();
});

void t.test('what is no text', (t) => {
  t.equal(read(Buffer.from('a\0b')), 'source/not-text 1:1');
  t.equal(read(Buffer.alloc(SOURCE_BYTES_MAX + 1, 'a')), 'source/too-large 1:1');
  t.equal(read(Buffer.alloc(SOURCE_BYTES_MAX, 'a')).length, SOURCE_BYTES_MAX);
  t.end();
});

void t.test('a byte that belongs to no character is found at its place', (t) => {
  const ok = Buffer.from('# ok\nü🌋 ');
  for (const wrong of [[0xff], [0xc3], [0xe2, 0x82], [0xf0, 0x9f, 0x8c], [0xed, 0xa0, 0x80], [0xc0, 0x80]]) {
    t.equal(
      read(Buffer.concat([ok, Buffer.from([...wrong, 0x20, 0x61, 0x62, 0x63])])),
      'source/invalid-encoding 2:4',
    );
    t.equal(read(Buffer.concat([ok, Buffer.from(wrong)])), 'source/invalid-encoding 2:4', 'at the end');
  }
  t.equal(read(Buffer.from([0xff])), 'source/invalid-encoding 1:1');
  t.end();
});
