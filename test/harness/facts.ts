/** Publishes facts to a NATS server as any client would: plain JSON on the subject of the fact. */
import { connect, headers as natsHeaders } from 'nats';
import { connectNats } from '#connectors/nats/connection.js';
import { ensureTopology } from '#connectors/nats/topology.js';
import { Subjects } from '#streams/subjects.js';

export interface PlainFact {
  readonly type: string;
  readonly key: string;
  readonly id?: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export async function publishFacts(url: string, facts: readonly PlainFact[]): Promise<void> {
  const subjects = new Subjects();
  const ours = await connectNats({ url, name: 'test' });
  await ensureTopology(ours, subjects);
  await ours.close();
  const connection = await connect({ servers: url });
  const stream = connection.jetstream();
  for (const { type, key, id, fields } of facts) {
    const headers = natsHeaders();
    const options = id === undefined ? { headers } : { headers, msgID: id };
    await stream.publish(subjects.fact(type, key), JSON.stringify(fields), options);
  }
  await connection.drain();
}
