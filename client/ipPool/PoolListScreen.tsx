import type { JSX } from 'solid-js';
import { z } from 'zod';
import { IpPoolRecord } from '#shared/ipPool/registration.ts';
import { IpPoolRow } from '#shared/ipPool/use.ts';
import { ArchivableList } from '../archivable/ArchivableList.tsx';
import { createLiveView } from '../live/createLiveView.ts';
import { getJson } from '../shell/api.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import { poolColumns, poolSorters } from './poolColumns.tsx';
import { PoolDialog } from './PoolDialog.tsx';
import { PoolPeek } from './PoolPeek.tsx';

/** Where addresses come from and how many are left, live. */
export function PoolListScreen(): JSX.Element {
  const { permissions } = useSession();
  const view = createLiveView(useLive(), () => ({ view: 'ipPools' }) as const, IpPoolRow);
  return (
    <ArchivableList
      area="pool"
      name="ipPools"
      path="/api/ip-pools"
      glyph="link"
      mayManage={permissions.includes('pool.manage')}
      view={view}
      loadArchived={archivedPools}
      version={({ version, packages, use }) => (version * 10_000 + packages) * 1_000_003 + (use?.used ?? 0)}
      columns={poolColumns()}
      sorters={poolSorters}
      peek={(pool, acts) => <PoolPeek pool={pool()} acts={acts} />}
      dialog={(record, onClose) => <PoolDialog record={record} onClose={onClose} onSaved={onClose} />}
    />
  );
}

async function archivedPools(signal: AbortSignal): Promise<readonly IpPoolRow[]> {
  const pools = await getJson('/api/ip-pools?archived=true', z.array(IpPoolRecord), { signal });
  return pools.map((pool) => ({ ...pool, use: null }));
}
