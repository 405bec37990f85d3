import '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import { SessionToken } from './sessionToken.ts';

export interface SessionCookie {
  readonly name: string;
  /** The token in a `cookie` header; undefined when there is none or it can't be one. */
  read(header: string | undefined): SessionToken | undefined;
  write(reply: FastifyReply, token: SessionToken, maxAgeMs: number): void;
  clear(reply: FastifyReply): void;
}

/**
 * Over https the name carries `__Host-`, by which the browser itself refuses a cookie that another host or an
 * unencrypted page tries to plant.
 */
export function createSessionCookie(https: boolean): SessionCookie {
  const name = https ? '__Host-lastmile_session' : 'lastmile_session';
  const attributes = { path: '/', httpOnly: true, sameSite: 'strict', secure: https } as const;
  return {
    name,
    read(header) {
      const parsed = SessionToken.safeParse(valueOf(header ?? '', name));
      return parsed.success ? parsed.data : undefined;
    },
    write: (reply, token, maxAgeMs) =>
      void reply.setCookie(name, token, { ...attributes, maxAge: Math.floor(maxAgeMs / 1_000) }),
    clear: (reply) => void reply.clearCookie(name, attributes),
  };
}

/** RFC 6265 §4.2.1; the first of several, which is the one with the longest path. */
function valueOf(header: string, name: string): string | undefined {
  const pairs = header.split(';', 100).map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
