/** Workflow commands, read back as the runner reads them. */
import t from 'tap';
import { renderReport } from '#lang/report/report.js';
import { endOf, finding, placeOf, sourceOf } from './findings.ts';

interface Command {
  readonly name: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly text: string;
}

function unescape(text: string): string {
  return text.replace(/%(0D|0A|3A|2C|25)/g, (_escape, hex: string) => String.fromCharCode(parseInt(hex, 16)));
}

/** The runner splits at the first `::`, at commas and at the first `=`, and only then decodes. */
function commandsOf(report: string): readonly Command[] {
  return report
    .trimEnd()
    .split('\n')
    .map((line) => {
      const [, name = '', properties = '', text = ''] = /^::(\w+)(?: (.*?))?::(.*)$/.exec(line) ?? [];
      const pairs = properties.split(',').map((pair) => {
        const [key = '', ...value] = pair.split('=');
        return [key, unescape(value.join('='))];
      });
      return { name, properties: Object.fromEntries(pairs), text: unescape(text) };
    });
}

void t.test('one line a finding', (t) => {
  const source = sourceOf('const A = 1\n\tconst A = 漢\n', './rules.arb');
  const labels = [{ span: placeOf(source, 'A = 1'), text: 'the first one' }];
  const found = [
    finding(placeOf(source, '漢'), { message: 'a: 100%, b', help: 'do', labels }),
    finding(placeOf(source, 'const'), { code: 'check/unused-const' }),
  ];
  t.equal(
    renderReport(found, 'github'),
    [
      '::error file=rules.arb,line=2,col=12,endLine=2,endColumn=13,title=check/unknown-field' +
        '::a: 100%25, b%0Arules.arb:1:7: the first one%0Ahelp: do',
      '::warning file=rules.arb,line=1,col=1,endLine=1,endColumn=6,title=check/unused-const::message',
      '',
    ].join('\n'),
  );
  t.equal(renderReport([], 'github'), '');
  t.end();
});

void t.test('nothing in a name or a message ends the command', (t) => {
  const name = 'a b,c:d%0A%\r\n::error::e=f.arb';
  const message = 'x\r\n::warning::y %0A , :';
  const [command, ...others] = commandsOf(
    renderReport([finding(endOf(sourceOf('', name)), { message })], 'github'),
  );
  t.same(others, []);
  t.equal(command?.properties['file'], name);
  t.equal(command?.properties['title'], 'check/unknown-field');
  t.equal(command?.text, message);
  t.end();
});

void t.test('columns are for one line only, and the end of a text is on its last line', (t) => {
  const source = sourceOf('ab\r\ncd\r\n');
  const report = renderReport([finding({ source, start: 1, end: 6 }), finding(endOf(source))], 'github');
  const [long, end] = commandsOf(report);
  t.same(long?.properties, { file: 'rules.arb', line: '1', endLine: '2', title: 'check/unknown-field' });
  t.equal(end?.properties['line'], '2');
  t.end();
});

void t.test('paths are relative to the folder', (t) => {
  const files = ['/home/a/b/rules.arb', '/home/ab/rules.arb', 'b/rules.arb', '..\\rules.arb'];
  const report = renderReport(
    files.map((name) => finding(endOf(sourceOf('', name)))),
    'github',
    { folder: '/home/a' },
  );
  t.same(
    commandsOf(report).map(({ properties }) => properties['file']),
    ['b/rules.arb', '/home/ab/rules.arb', 'b/rules.arb', '../rules.arb'],
  );
  t.end();
});
