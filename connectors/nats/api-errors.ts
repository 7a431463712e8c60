/** Refusals of the JetStream API, told by their numbers. */
import { NatsError } from 'nats';

const NOT_FOUND = 404;

/** The server, or the account, has no JetStream. */
const NO_JETSTREAM: ReadonlySet<string> = new Set(['503', '10039', '10076']);

/** `null` when the stream, consumer or message does not exist. */
export async function unlessMissing<Found>(find: () => Promise<Found>): Promise<Found | null> {
  try {
    return await find();
  } catch (error) {
    if (error instanceof NatsError && error.api_error?.code === NOT_FOUND) return null;
    throw error;
  }
}

export function meansNoJetStream(error: unknown): boolean {
  if (!(error instanceof NatsError)) return false;
  return NO_JETSTREAM.has(error.code) || NO_JETSTREAM.has(String(error.api_error?.err_code));
}
