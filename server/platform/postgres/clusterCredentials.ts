import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** Passwords of the embedded cluster's roles. They lie in the cluster, readable by its owner alone. */
export type ClusterCredentials = z.infer<typeof schema>;

const schema = z.object({ superuser: z.string().min(1), owner: z.string().min(1), server: z.string().min(1) });
export const credentialsFile = 'lastmile.credentials.json';

export function newCredentials(): ClusterCredentials {
  const secret = (): string => randomBytes(24).toString('base64url');
  return { superuser: secret(), owner: secret(), server: secret() };
}

/** Throws when the file is missing or damaged. */
export function readCredentials(cluster: string): ClusterCredentials {
  return schema.parse(JSON.parse(readFileSync(join(cluster, credentialsFile), 'utf8')));
}
