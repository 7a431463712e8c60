/** A child process that starts a local nats-server, says where, and then ends in the way it is told: `exit`, `throw` or never. */
import { startLocalServer } from '#connectors/nats/server.js';
import { NATS_CONF } from './nats-server.ts';

const [directory = '', end = ''] = process.argv.slice(2);
const server = await startLocalServer({ configFile: NATS_CONF, directory, port: -1 });
process.stdout.write(`${server.url}\n`);
if (end === 'exit') process.exit(0);
if (end === 'throw') throw new Error('as told');
