import { readFileSync } from 'node:fs';
import { withProductDatabase } from '../../support/productDatabase.ts';

export interface FactsComparison {
  readonly sent: number;
  readonly acknowledged: number;
  readonly stored: number;
  /** Acknowledged and not stored. */
  readonly lost: readonly string[];
  /** Stored and never sent. */
  readonly invented: readonly string[];
  /** Stored more than once. */
  readonly doubled: readonly string[];
}

/** Compares the two lists of the load tool with what stands in the database: acknowledged ⊆ stored ⊆ sent, each once. */
export async function compareFacts(dataDir: string, ackedFile: string, sentFile: string): Promise<FactsComparison> {
  const [sent, acked] = [new Set(lines(sentFile)), new Set(lines(ackedFile))];
  const stored = await storedFacts(dataDir);
  const seen = new Map<string, string>();
  const doubled: string[] = [];
  for (const { fact, where } of stored) {
    const first = seen.get(fact);
    if (first !== undefined) doubled.push(`${fact}: ${first} and ${where}`);
    seen.set(fact, where);
  }
  return {
    sent: sent.size,
    acknowledged: acked.size,
    stored: stored.length,
    lost: [...acked].filter((fact) => !seen.has(fact)),
    invented: [...seen.keys()].filter((fact) => !sent.has(fact)),
    doubled,
  };
}

function lines(file: string): readonly string[] {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean);
}

/** As the load tool writes them: session, Acct-Status-Type, octets in and out. */
async function storedFacts(dataDir: string): Promise<readonly { readonly fact: string; readonly where: string }[]> {
  return await withProductDatabase(dataDir, async (client) => {
    const { rows } = await client.query<{ fact: string; where: string }>(
      `select s.acct_session_id || ' ' || r.kind || ' ' || coalesce(r.octets_in, 0) || ' ' || coalesce(r.octets_out, 0) as fact,
         format('session %s since %s, %s s, received %s', s.id, s.started_at, r.seconds, r.received_at) as where
       from lastmile.accounting_record r join lastmile.line_session s on s.tenant_id = r.tenant_id and s.id = r.session_id`,
    );
    return rows;
  });
}
