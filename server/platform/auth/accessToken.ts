import { randomBytes } from 'node:crypto';
import type { TokenKind } from '#shared/auth/tokens.ts';

const prefixes: Record<TokenKind, string> = { api: 'lm_', wall: 'lmw_' };

/** 256 random bits behind a prefix by which secret scanners know it. Shown once; the table holds its hash. */
export function newAccessToken(kind: TokenKind): string {
  return prefixes[kind] + randomBytes(32).toString('base64url');
}

/** Enough to tell tokens apart, too little to guess one. */
export function hintOf(token: string): string {
  return `${token.slice(0, token.indexOf('_') + 5)}…`;
}

/** The API token of an `Authorization` header (RFC 6750 §2.1); undefined for anything else. */
export function bearerToken(header: string | undefined): string | undefined {
  return /^bearer (lm_[\w-]{43})$/i.exec(header ?? '')?.[1];
}
