import { z } from 'zod';
import { AdoptVouchers } from '#shared/voucher/adopt.ts';
import { codesOfText } from './codesOfText.ts';
import { decimalsOf } from './price.ts';

/** As the fields write it. */
export interface AdoptInput {
  name: string;
  packageId: string;
  branchId: string;
  codes: string;
  price: number | undefined;
  validityMs: number | undefined;
  devices: number | undefined;
  sold: boolean;
}

const { name, packageId, validityMs, devices, codes, sold } = AdoptVouchers.shape;

/** What the form sends, out of what its fields hold. */
export function adoptForm(currencyOf: (packageId: string) => string): z.ZodType<AdoptVouchers> {
  return z
    .object({
      ...{ name, packageId, validityMs, devices, sold, branchId: z.string(), price: z.number().min(0) },
      codes: z.string().transform(codesOfText).pipe(codes),
    })
    .transform(({ branchId, price, ...rest }) => {
      const currency = currencyOf(rest.packageId);
      return AdoptVouchers.parse({
        ...{ ...rest, currency, devicePolicy: 'newestWins', macLogin: true },
        priceMinor: Math.round(price * 10 ** decimalsOf(currency)),
        ...(branchId === '' ? {} : { branchId }),
      });
    });
}
