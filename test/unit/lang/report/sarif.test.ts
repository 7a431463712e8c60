/**
 * SARIF, held against what the schema of 2.1.0 requires of every object that is written, and against the parts of the
 * standard that a schema cannot say.
 */
import t, { type Test } from 'tap';
import { CODES } from '#lang/codes.js';
import { renderReport, type ReportOptions } from '#lang/report/report.js';
import type { Diagnostic } from '#lang/diagnostic.js';
import { uriOf } from '#lang/report/place.js';
import { isCode } from '#lang/report/reference.js';
import { endOf, finding, placeOf, sourceOf } from './findings.ts';

type Json = Readonly<Record<string, unknown>>;

/** Of the schema: which keys an object may have; those with `!` it must have. */
const OBJECTS: Readonly<Record<string, readonly string[]>> = {
  log: ['$schema', 'version!', 'runs!'],
  run: ['tool!', 'columnKind', 'results', 'properties'],
  tool: ['driver!'],
  driver: ['name!', 'version', 'rules'],
  rule: ['id!', 'shortDescription', 'fullDescription', 'help', 'helpUri', 'defaultConfiguration'],
  result: [
    'ruleId',
    'ruleIndex',
    'level',
    'message!',
    'locations',
    'relatedLocations',
    'partialFingerprints',
  ],
  location: ['id', 'physicalLocation', 'message'],
  physicalLocation: ['artifactLocation!', 'region'],
  artifactLocation: ['uri'],
  region: ['startLine!', 'startColumn', 'endLine', 'endColumn'],
  message: ['text!'],
};

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object after its keys have been checked. */
function checked(t: Test, kind: string, value: unknown): Json {
  if (!isObject(value)) throw new TypeError(`${kind} is no object`);
  const keys = OBJECTS[kind] ?? [];
  const known = keys.map((key) => key.replace('!', ''));
  t.same(
    Object.keys(value).filter((key) => !known.includes(key)),
    [],
    `${kind} has only known keys`,
  );
  for (const key of keys) if (key.endsWith('!')) t.ok(key.slice(0, -1) in value, `${kind} has ${key}`);
  return value;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function checkLocation(t: Test, value: unknown): void {
  const location = checked(t, 'location', value);
  if ('message' in location) checkMessage(t, location['message']);
  const place = checked(t, 'physicalLocation', location['physicalLocation']);
  const { uri } = checked(t, 'artifactLocation', place['artifactLocation']);
  t.match(uri, /^(?:[\w.!~*'()%/-]|^file:\/\/)+$/, 'a URI reference');
  const region = checked(t, 'region', place['region']);
  for (const count of Object.values(region)) t.ok(Number.isInteger(count) && Number(count) >= 1);
}

function checkMessage(t: Test, value: unknown): void {
  const { text } = checked(t, 'message', value);
  t.type(text, 'string');
  t.not(text, '');
  t.notMatch(String(text).replace(/\{\{|\}\}/g, ''), /[{}]/, 'no placeholder by accident');
}

/** The one run of a valid log. */
function runOf(t: Test, diagnostics: readonly Diagnostic[], options: ReportOptions = {}) {
  const log = checked(t, 'log', JSON.parse(renderReport(diagnostics, 'sarif', options)));
  t.equal(log['version'], '2.1.0');
  const run = checked(t, 'run', listOf(log['runs'])[0]);
  const driver = checked(t, 'driver', checked(t, 'tool', run['tool'])['driver']);
  const rules = listOf(driver['rules']).map((rule) => checkRule(t, rule));
  const results = listOf(run['results']).map((result) => checkResult(t, result));
  for (const { ruleId, ruleIndex } of results) t.equal(rules[Number(ruleIndex)]?.['id'], ruleId);
  return { run, driver, rules, results };
}

function checkRule(t: Test, value: unknown): Json {
  const rule = checked(t, 'rule', value);
  for (const key of ['shortDescription', 'fullDescription', 'help']) checkMessage(t, rule[key]);
  if ('helpUri' in rule) t.match(rule['helpUri'], /^https:\/\//, 'absolute');
  return rule;
}

function checkResult(t: Test, value: unknown): Json {
  const result = checked(t, 'result', value);
  t.match(result['level'], /^(?:error|warning)$/);
  checkMessage(t, result['message']);
  t.equal(listOf(result['locations']).length, 1);
  for (const location of listOf(result['locations'])) checkLocation(t, location);
  const related = listOf(result['relatedLocations']);
  for (const location of related) checkLocation(t, location);
  t.equal(new Set(related.map((location) => JSON.stringify(location))).size, related.length, 'unique');
  const [[, fingerprint] = []] = Object.entries(
    isObject(result['partialFingerprints']) ? result['partialFingerprints'] : {},
  );
  t.match(fingerprint, /^[0-9a-f]{32}:\d+$/);
  return result;
}

void t.test('nothing found is a run without rules and results', (t) => {
  const { driver, run } = runOf(t, [], { version: '1.2.3' });
  t.same(driver, { name: 'arbiter', version: '1.2.3', rules: [] });
  t.same(run['results'], []);
  t.equal(run['columnKind'], 'unicodeCodePoints');
  t.end();
});

void t.test('a finding with a label in another file', (t) => {
  const rules = sourceOf('const LIMIT = "漢😀" A', 'rules/a b%,#é:1.arb');
  const shared = sourceOf('const A = 1', './shared\\x.arb');
  const labels = [
    { span: placeOf(shared, 'A'), text: 'the first one' },
    { span: placeOf(shared, 'A'), text: 'the first one' },
  ];
  const found = finding(placeOf(rules, 'A'), {
    code: 'check/unused-const',
    message: 'a {b}',
    help: 'remove it',
    labels,
  });
  const { rules: descriptors, results } = runOf(t, [found], { homepage: 'https://arbiter.example' });
  t.same(descriptors, [
    {
      id: 'check/unused-const',
      shortDescription: { text: 'const `NAME` is never used' },
      fullDescription: { text: 'const `NAME` is never used\nhelp: remove it' },
      help: { text: 'remove it' },
      helpUri: 'https://arbiter.example/docs/reference/diagnostics.md#checkunused-const',
      defaultConfiguration: { level: 'warning' },
    },
  ]);
  const [result] = results;
  t.same(result?.['message'], { text: 'a {{b}}\nhelp: remove it' });
  t.same(result?.['locations'], [
    {
      physicalLocation: {
        artifactLocation: { uri: 'rules/a%20b%25%2C%23%C3%A9%3A1.arb' },
        region: { startLine: 1, startColumn: 20, endLine: 1, endColumn: 21 },
      },
    },
  ]);
  const physicalLocation = {
    artifactLocation: { uri: 'shared/x.arb' },
    region: { startLine: 1, startColumn: 7, endLine: 1, endColumn: 8 },
  };
  t.same(result?.['relatedLocations'], [
    { id: 1, physicalLocation, message: { text: 'the first one' } },
    { id: 2, physicalLocation, message: { text: 'the first one' } },
  ]);
  t.end();
});

void t.test('every code makes a valid rule, once, in order of occurrence', (t) => {
  const span = endOf(sourceOf(''));
  const codes = Object.keys(CODES).filter(isCode);
  const { rules } = runOf(
    t,
    [...codes, ...codes].map((code) => finding(span, { code })),
  );
  t.same(
    rules.map(({ id }) => id),
    codes,
  );
  t.notOk('helpUri' in (rules[0] ?? {}), 'without a homepage there is no absolute link');
  t.end();
});

void t.test('regions as the standard counts them', (t) => {
  const regionOf = (text: string, start: number, end: number) => {
    const { results } = runOf(t, [finding({ source: sourceOf(text), start, end })]);
    const { startLine, startColumn, endLine, endColumn } = JSON.parse(JSON.stringify(results))[0].locations[0]
      .physicalLocation.region;
    return [startLine, startColumn, endLine, endColumn];
  };
  t.same(regionOf('', 0, 0), [1, 1, 1, 1], 'an empty file');
  t.same(regionOf('abcd\r\nlmn\r\n', 11, 11), [2, 6, 2, 6], 'behind the last line break');
  t.same(regionOf('ab\ncd', 5, 5), [2, 3, 2, 3], 'behind the last character');
  t.same(regionOf('ab\n', 0, 3), [1, 1, 2, 1], 'a line with its break');
  t.same(regionOf('a\r\nbc\r\n', 0, 5), [1, 1, 2, 3], 'many lines');
  t.same(regionOf('\t漢😀 x', 5, 6), [1, 5, 1, 6], 'characters, not units or columns of the screen');
  t.same(regionOf('\ufeffab\nc', 1, 3), [1, 1, 1, 3], 'a byte order mark is no character');
  t.same(regionOf('\u0000\u0000', 1, 2), [1, 2, 1, 3], 'NUL is one');
  t.end();
});

void t.test('fingerprints are stable under moves and tell repetitions apart', (t) => {
  const print = (text: string, message = 'm', name = 'r.arb') => {
    const source = sourceOf(text, name);
    const spans = [...text.matchAll(/A/g)].map(({ index }) => ({ source, start: index, end: index + 1 }));
    const { results } = runOf(
      t,
      spans.map((span) => finding(span, { message })),
    );
    return results.map(({ partialFingerprints }) => JSON.stringify(partialFingerprints));
  };
  t.same(print('A\n'), print('\n\n  A'));
  t.not(print('A')[0], print('A b')[0]);
  t.not(print('A')[0], print('A', 'n')[0]);
  t.not(print('A')[0], print('A', 'm', 's.arb')[0]);
  t.equal(new Set(print('A\nA A\n')).size, 3);
  t.end();
});

void t.test('paths as URIs', (t) => {
  t.equal(uriOf('rules/x.arb', '/home/a'), 'rules/x.arb');
  t.equal(uriOf('/home/a/rules/x y.arb', '/home/a/'), 'rules/x%20y.arb');
  t.equal(uriOf('/home/b/x.arb', '/home/a'), 'file:///home/b/x.arb');
  t.equal(uriOf('C:\\rules\\x.arb', undefined), 'file:///C:/rules/x.arb');
  t.equal(uriOf('C:\\rules\\x.arb', 'C:\\rules'), 'x.arb');
  t.equal(uriOf('../x.arb', '/home/a'), '../x.arb');
  t.equal(uriOf('http:x.arb', undefined), 'http%3Ax.arb');
  t.equal(uriOf('<memory>', undefined), '%3Cmemory%3E');
  t.equal(uriOf('\ud800', undefined), '%EF%BF%BD');
  t.end();
});
