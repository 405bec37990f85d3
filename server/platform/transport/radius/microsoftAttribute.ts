import { vendorKey, type AttributeKey } from './attributeKey.ts';

const MICROSOFT = 311;

/** What MS-CHAP and MPPE need (RFC 2548), whoever made the NAS. */
export const microsoftAttribute = {
  msChapResponse: vendorKey(MICROSOFT, 1),
  msChapError: vendorKey(MICROSOFT, 2),
  msMppeEncryptionPolicy: vendorKey(MICROSOFT, 7),
  msMppeEncryptionTypes: vendorKey(MICROSOFT, 8),
  msChapDomain: vendorKey(MICROSOFT, 10),
  msChapChallenge: vendorKey(MICROSOFT, 11),
  msChapMppeKeys: vendorKey(MICROSOFT, 12),
  msMppeSendKey: vendorKey(MICROSOFT, 16),
  msMppeRecvKey: vendorKey(MICROSOFT, 17),
  msChap2Response: vendorKey(MICROSOFT, 25),
  msChap2Success: vendorKey(MICROSOFT, 26),
} as const satisfies Readonly<Record<string, AttributeKey>>;
