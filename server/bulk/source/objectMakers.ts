import type { IpPoolFeature } from '../../ipPool/ipPoolFeature.ts';
import type { NasFeature } from '../../nas/nasFeature.ts';
import type { PackageFeature } from '../../package/packageFeature.ts';
import type { VoucherFeature } from '../../voucher/voucherFeature.ts';

/** Who makes what a source has besides customers and lines. */
export interface ObjectMakers {
  readonly packages: Pick<PackageFeature['packages'], 'create' | 'setArchived'>;
  readonly pools: Pick<IpPoolFeature['pools'], 'create' | 'setArchived'>;
  readonly registry: Pick<NasFeature['registry'], 'create' | 'setArchived'>;
  readonly vouchers: {
    readonly adopter: Pick<VoucherFeature['adopter'], 'adopt' | 'takeBack'>;
  };
  /** Of routers that a known system watches; all of those watch the same. */
  readonly vendor: string;
}
