import type { TokenView } from '#shared/auth/tokens.ts';
import { now } from '../ui/now.ts';

export function isExpired({ expiresAt }: TokenView): boolean {
  return expiresAt !== undefined && expiresAt <= now();
}
