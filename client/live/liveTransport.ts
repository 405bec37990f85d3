import type { downstream } from '#shared/wire/downstream.ts';
import type { upstream } from '#shared/wire/upstream.ts';

export type UpstreamEvent = keyof typeof upstream;
export type DownstreamEvent = keyof typeof downstream;

/** lost: try again · refused: the server answered the handshake with a refusal */
export type LinkClosed = { readonly why: 'lost' } | { readonly why: 'refused'; readonly code: string };

export interface LinkHandlers {
  /** In the order sent; the payload is not parsed yet. */
  message(event: DownstreamEvent, payload: unknown): void;
  /** Once, and never after `close()`. */
  closed(reason: LinkClosed): void;
}

/** One attempt at a connection. Nothing is kept for later: what is sent while it is not open is lost. */
export interface LiveLink {
  /** `answer` is called at most once, and never after the link has closed. */
  send(event: UpstreamEvent, payload: object, answer: (reply: unknown) => void): void;
  close(): void;
}

export interface LiveTransport {
  open(handlers: LinkHandlers): LiveLink;
}
