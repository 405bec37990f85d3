import '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import { SessionToken } from './sessionToken.ts';

export interface SessionCookie {
  /** The token in a `cookie` header; undefined when there is none or it can't be one. `secure`: it came over TLS. */
  read(header: string | undefined, secure: boolean): SessionToken | undefined;
  write(reply: FastifyReply, token: SessionToken, maxAgeMs: number): void;
  clear(reply: FastifyReply): void;
}

/**
 * A cookie that holds a token. Over TLS its name carries `__Host-`, by which the browser itself refuses a cookie that
 * another host or an unencrypted page tries to plant; over plain HTTP, which is for this machine alone, it can't.
 * `alwaysSecure`: people reach the product over TLS, whatever a proxy in between speaks.
 */
export function createSessionCookie(alwaysSecure: boolean, plainName = 'lastmile_session'): SessionCookie {
  const nameOf = (secure: boolean): string => (secure ? `__Host-${plainName}` : plainName);
  const isSecure = (reply: FastifyReply): boolean => alwaysSecure || reply.request.protocol === 'https';
  const attributes = (secure: boolean) => ({ path: '/', httpOnly: true, sameSite: 'strict', secure }) as const;
  return {
    read(header, secure) {
      const parsed = SessionToken.safeParse(valueOf(header ?? '', nameOf(alwaysSecure || secure)));
      return parsed.success ? parsed.data : undefined;
    },
    write(reply, token, maxAgeMs) {
      const secure = isSecure(reply);
      void reply.setCookie(nameOf(secure), token, { ...attributes(secure), maxAge: Math.floor(maxAgeMs / 1_000) });
    },
    clear(reply) {
      const secure = isSecure(reply);
      void reply.clearCookie(nameOf(secure), attributes(secure));
    },
  };
}

/** RFC 6265 §4.2.1; the first of several, which is the one with the longest path. */
function valueOf(header: string, name: string): string | undefined {
  const pairs = header.split(';', 100).map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}
