/** Private nats-servers for tests: the product's own configuration, a free port, a directory that goes with it. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalServer, startLocalServer } from '#connectors/nats/server.js';
import { ROOT } from './sources.ts';

export const NATS_CONF = join(ROOT, 'nats.conf');

const ANY_PORT = -1;

/** `configuration` replaces nats.conf, for servers that must lack something. */
export async function startNatsServer(configuration?: string): Promise<TestServer> {
  const directory = mkdtempSync(join(tmpdir(), 'arbiter-nats-'));
  const configFile = configuration === undefined ? NATS_CONF : join(directory, 'test.conf');
  if (configuration !== undefined) writeFileSync(configFile, configuration);
  try {
    const server = await startLocalServer({ configFile, directory, port: ANY_PORT });
    return new TestServer(server, directory, configFile);
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

export class TestServer {
  readonly #directory: string;
  readonly #configFile: string;
  #server: LocalServer;

  constructor(server: LocalServer, directory: string, configFile: string) {
    this.#server = server;
    this.#directory = directory;
    this.#configFile = configFile;
  }

  /** Stays the same when it is halted and started again. */
  get url(): string {
    return this.#server.url;
  }

  halt(): Promise<void> {
    return this.#server.stop();
  }

  /** On the same data and the same port. */
  async startAgain(): Promise<void> {
    const port = Number(new URL(this.url).port);
    this.#server = await startLocalServer({ configFile: this.#configFile, directory: this.#directory, port });
  }

  /** Its data is gone with it. */
  async stop(): Promise<void> {
    await this.#server.stop();
    rmSync(this.#directory, { recursive: true, force: true });
  }
}
