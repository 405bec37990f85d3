import { z } from 'zod';
import { NewVoucherBatch, type VoucherPackage } from '#shared/voucher/batch.ts';
import { leastCodeLength, type VoucherAlphabet } from '#shared/voucher/values.ts';
import { say } from '../words/words.ts';
import { decimalsOf } from './price.ts';

const DAY_MS = 86_400_000;
const cycleMs = { day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS, year: 365 * DAY_MS } as const;

/** As the fields write it: money and volume in the units people type. */
export interface BatchInput {
  name: string;
  packageId: string;
  branchId: string;
  count: number | undefined;
  price: number | undefined;
  validityMs: number | undefined;
  quotaGb: number | undefined;
  devices: number | undefined;
  devicePolicy: string;
  macLogin: boolean;
  unusedUntil: number | undefined;
  prefix: string;
  alphabet: string;
  codeLength: number | undefined;
  reason: string;
}

export function initialBatch(offered: VoucherPackage | undefined, branchId: string): BatchInput {
  return {
    name: '',
    packageId: offered?.id ?? '',
    branchId,
    count: 100,
    ...ofPackage(offered),
    quotaGb: undefined,
    devicePolicy: 'newestWins',
    macLogin: true,
    unusedUntil: undefined,
    prefix: '',
    alphabet: 'mixed',
    codeLength: 10,
    reason: '',
  };
}

/** What a package suggests for its vouchers. */
export function ofPackage(offered: VoucherPackage | undefined): Pick<BatchInput, 'price' | 'validityMs' | 'devices'> {
  if (!offered) return { price: undefined, validityMs: DAY_MS, devices: 1 };
  return {
    price: offered.priceMinor / 10 ** decimalsOf(offered.currency),
    validityMs: cycleMs[offered.cycle.unit] * offered.cycle.count,
    devices: Math.max(1, offered.sessions),
  };
}

export function leastLength(alphabet: string): number {
  return leastCodeLength(alphabet as VoucherAlphabet);
}

const fields = NewVoucherBatch.shape;

/** What the form sends, out of what its fields hold. */
export function batchForm(currencyOf: (packageId: string) => string): z.ZodType<z.input<typeof NewVoucherBatch>> {
  return z
    .object({
      name: fields.name,
      packageId: fields.packageId,
      branchId: z.string(),
      count: fields.count,
      price: z.number().min(0),
      validityMs: fields.validityMs,
      quotaGb: z.number().min(0.001).optional(),
      devices: fields.devices,
      devicePolicy: fields.devicePolicy,
      macLogin: z.boolean(),
      unusedUntil: z.number().optional(),
      prefix: fields.prefix,
      alphabet: fields.alphabet,
      codeLength: fields.codeLength,
      reason: z.string(),
    })
    .refine(({ alphabet, codeLength }) => codeLength >= leastLength(alphabet), {
      path: ['codeLength'],
      error: ({ input }) => say('voucher.codeLengthHint', { n: leastLength((input as BatchInput).alphabet) }),
    })
    .transform(({ branchId, price, quotaGb, unusedUntil, reason, ...rest }) => {
      const currency = currencyOf(rest.packageId);
      return {
        ...rest,
        currency,
        priceMinor: Math.round(price * 10 ** decimalsOf(currency)),
        ...(branchId === '' ? {} : { branchId }),
        ...(quotaGb === undefined ? {} : { quotaBytes: Math.round(quotaGb * 1e9) }),
        ...(unusedUntil === undefined ? {} : { unusedUntil }),
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      };
    });
}
