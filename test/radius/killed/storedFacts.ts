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
  const seen = new Set<string>();
  const doubled: string[] = [];
  for (const fact of stored) {
    if (seen.has(fact)) doubled.push(fact);
    seen.add(fact);
  }
  return {
    sent: sent.size,
    acknowledged: acked.size,
    stored: stored.length,
    lost: [...acked].filter((fact) => !seen.has(fact)),
    invented: [...seen].filter((fact) => !sent.has(fact)),
    doubled,
  };
}

function lines(file: string): readonly string[] {
  return readFileSync(file, 'utf8').split('\n').filter(Boolean);
}

/** As the load tool writes them: session, Acct-Status-Type, octets in and out. */
async function storedFacts(dataDir: string): Promise<readonly string[]> {
  return await withProductDatabase(dataDir, async (client) => {
    const { rows } = await client.query<{ fact: string }>(
      `select s.acct_session_id || ' ' || r.kind || ' ' || coalesce(r.octets_in, 0) || ' ' || coalesce(r.octets_out, 0) as fact
       from lastmile.accounting_record r join lastmile.line_session s on s.tenant_id = r.tenant_id and s.id = r.session_id`,
    );
    return rows.map(({ fact }) => fact);
  });
}
