/** `node --expose-gc hold.js HOLDER COUNT`: prints what a holder of facts weighs, which other ones in the process would blur. */
import { HOLDERS } from './holders.ts';

const [name = '', count] = process.argv.slice(2);
const holder = HOLDERS[name];
if (holder === undefined) throw new RangeError(`\`${name}\` holds no facts`);
console.log(JSON.stringify(await holder.weigh(Number(count))));
