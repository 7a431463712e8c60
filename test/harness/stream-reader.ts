/** Everything that a JetStream stream holds, for comparing what left the system. */
import { connect } from 'nats';

export interface StoredMessage {
  readonly sequence: number;
  readonly subject: string;
  readonly id: string;
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Messages in stream order; an empty list when the stream does not exist. */
export async function readStream(url: string, stream: string): Promise<readonly StoredMessage[]> {
  const connection = await connect({ servers: url });
  try {
    const manager = await connection.jetstreamManager();
    const { state } = await manager.streams.info(stream);
    const messages: StoredMessage[] = [];
    for (let seq = state.first_seq; seq <= state.last_seq; seq++) {
      const message = await manager.streams.getMessage(stream, { seq });
      const headers = Object.fromEntries(
        [...message.header].map(([name, values]) => [name.toLowerCase(), values[0] ?? '']),
      );
      const body = Buffer.from(message.data).toString('utf8');
      messages.push({
        sequence: seq,
        subject: message.subject,
        id: headers['nats-msg-id'] ?? '',
        body,
        headers,
      });
    }
    return messages;
  } finally {
    await connection.close();
  }
}

/** Content by id; two contents under one id are a broken promise. */
export function contentById(messages: readonly StoredMessage[]): ReadonlyMap<string, string> {
  const contents = new Map<string, string>();
  for (const { id, subject, body } of messages) {
    const content = `${subject} ${body}`;
    const present = contents.get(id);
    if (present !== undefined && present !== content)
      throw new Error(`outcome ${id} was delivered with two contents`);
    contents.set(id, content);
  }
  return contents;
}
