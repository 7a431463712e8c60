/** Publishes facts from a file, in order, with a bounded number of them under way. */
import { readFactFile } from '#connectors/sources/ndjson.js';
import { JSON_TYPE } from '#streams/codec/body.js';
import type { Publisher } from '#streams/ports.js';
import type { Subjects } from '#streams/subjects.js';

interface Feed {
  readonly path: string;
  readonly publisher: Publisher;
  readonly subjects: Subjects;
  /** Called after each fact that the stream has taken. */
  readonly onPublished: (count: number) => void;
}

const UNDER_WAY_MAX = 128;

/** Resolves with the number of facts; rejects with the first fault, of the file or the stream. */
export async function feedFacts({ path, publisher, subjects, onPublished }: Feed): Promise<number> {
  const underWay = new Set<Promise<void>>();
  let count = 0;
  for await (const { type, key, id, fields } of readFactFile(path)) {
    const headers = new Map([['content-type', JSON_TYPE]]);
    const message = {
      subject: subjects.fact(type, key),
      headers,
      body: Buffer.from(JSON.stringify(fields)),
      id,
    };
    const publishing = publisher.publish(message).then(() => {
      underWay.delete(publishing);
      count += 1;
      onPublished(count);
    });
    underWay.add(publishing);
    if (underWay.size >= UNDER_WAY_MAX) await Promise.race(underWay);
  }
  await Promise.all(underWay);
  return count;
}
