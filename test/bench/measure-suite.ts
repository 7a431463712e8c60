/** `node --expose-gc measure-suite.js NAME SIZE`: measures one suite and prints its tables as JSON. */
import type { Size } from './suite.ts';
import { SUITES } from './suites.ts';

const [name, given = ''] = process.argv.slice(2);
const suite = SUITES.find((suite) => suite.name === name);
if (suite === undefined) throw new RangeError(`no suite is called \`${String(name)}\``);

/** One line that is written over, and nothing where nobody watches. */
function onProgress(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001B[K${text}`);
}

const size: Size = JSON.parse(given);
const tables = await suite.measure(size, (text) => onProgress(`${name}: ${text}`));
onProgress('');
process.stdout.write(JSON.stringify(tables));
