/**
 * Handler kinds `slack` and `discord`: one line of text per outcome, for people. Texts come from outside, so nothing in them can
 * mention anybody or become markup.
 */
import type { Sink } from '#actors/ports.js';
import type { StoredOutcome } from '#actors/records.js';
import { Fault } from '#streams/faults.js';
import { type Answer, demandSuccess, post, POST_LIMITS, type PostLimits } from '../http/post.ts';
import { prettyLine } from './stdout.ts';
import { webAddress } from './webhook.ts';

export interface SlackOptions {
  /** Of a bot that may write to the channels. */
  readonly token: string;
  /** Where Slack's Web API is. */
  readonly api?: string;
  readonly limits?: PostLimits;
}

const SLACK_API = 'https://slack.com/api';
const SLACK_TEXT_MAX = 4000;
const DISCORD_TEXT_MAX = 2000;
/** Of what Slack says in an answer of status 200: what stays so however often it is tried. */
const FINAL: ReadonlySet<string> = new Set(['msg_too_long', 'no_text', 'invalid_blocks']);

/** The target is a channel, `#ops`. */
export function slackSink({ token, api = SLACK_API, limits = POST_LIMITS }: SlackOptions): Sink {
  return {
    async deliver(outcome) {
      const url = `${api}/chat.postMessage`;
      const text = escapedForSlack(lineOf(outcome, SLACK_TEXT_MAX));
      const message = {
        channel: outcome.target,
        text,
        mrkdwn: false,
        unfurl_links: false,
        link_names: false,
      };
      const headers = { ...JSON_HEADERS, authorization: `Bearer ${token}` };
      const answer = await post({ url, headers, body: jsonBody(message) }, limits);
      demandSuccess(url, answer);
      demandOk(outcome.target, answer);
    },
  };
}

/** The target is the address of a webhook of a channel. */
export function discordSink({ limits = POST_LIMITS }: { readonly limits?: PostLimits } = {}): Sink {
  return {
    async deliver(outcome) {
      const url = webAddress(outcome.target);
      const message = { content: lineOf(outcome, DISCORD_TEXT_MAX), allowed_mentions: { parse: [] } };
      demandSuccess(url, await post({ url, headers: JSON_HEADERS, body: jsonBody(message) }, limits));
    },
  };
}

const JSON_HEADERS = { 'content-type': 'application/json; charset=utf-8', 'user-agent': 'arbiter' };

function jsonBody(message: object): Uint8Array {
  return Buffer.from(JSON.stringify(message));
}

function lineOf(outcome: StoredOutcome, max: number): string {
  const line = prettyLine(outcome);
  return line.length <= max ? line : `${line.slice(0, max - 1)}…`;
}

/** The three characters that begin markup of Slack's. */
function escapedForSlack(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Slack answers 200 to what it refuses as well. */
function demandOk(channel: string, { text }: Answer): void {
  const error = refusalIn(text);
  if (error === null) return;
  const values = { target: `slack ${channel}`, reason: `Slack refused: ${error}` };
  throw new Fault('sink/failed', { values, retryable: !FINAL.has(error) });
}

function refusalIn(text: string): string | null {
  const answer = parsed(text);
  if (typeof answer !== 'object' || answer === null || !('ok' in answer))
    return 'the answer is not one of its own';
  if (answer.ok === true) return null;
  return 'error' in answer ? String(answer.error) : 'it gave no reason';
}

/** `null` for what is no JSON. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
