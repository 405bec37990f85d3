import { createResource, Show, type JSX } from 'solid-js';
import { z } from 'zod';
import { IpPoolRecord } from '#shared/ipPool/registration.ts';
import { PackageRecord } from '#shared/package/registration.ts';
import { CompanyView } from '#shared/tenant/company.ts';
import { ArchivableList } from '../archivable/ArchivableList.tsx';
import { ListExport } from '../bulk/ListExport.tsx';
import { createLiveView } from '../live/createLiveView.ts';
import { getJson } from '../shell/api.ts';
import { useLive } from '../shell/live.tsx';
import { useSession } from '../shell/session.tsx';
import './package.css';
import { packageColumns, packageSorters } from './packageColumns.tsx';
import { PackageDialog } from './PackageDialog.tsx';
import { PackagePeek } from './PackagePeek.tsx';

/** What is sold, live. */
export function PackageListScreen(): JSX.Element {
  const { permissions } = useSession();
  const view = createLiveView(useLive(), () => ({ view: 'packages' }) as const, PackageRecord);
  const [company] = createResource(() => getJson('/api/company', CompanyView));
  const [pools] = createResource(
    () => (permissions.includes('pool.view') ? getJson('/api/ip-pools', z.array(IpPoolRecord)) : Promise.resolve([])),
    { initialValue: [] },
  );
  return (
    <ArchivableList
      area="package"
      name="packages"
      path="/api/packages"
      glyph="overload"
      mayManage={permissions.includes('package.manage')}
      view={view}
      loadArchived={(signal) => getJson('/api/packages?archived=true', z.array(PackageRecord), { signal })}
      version={({ version }) => version}
      columns={packageColumns()}
      sorters={packageSorters}
      end={(archived) => <ListExport list="packages" narrowedBy={() => ({ archived: String(archived) })} />}
      peek={(record, acts) => <PackagePeek record={record()} pools={pools()} acts={acts} />}
      dialog={(record, onClose) => (
        <Show when={company()}>
          {(known) => (
            <PackageDialog
              record={record}
              currency={known().currency}
              pools={pools()}
              onClose={onClose}
              onSaved={onClose}
            />
          )}
        </Show>
      )}
    />
  );
}
