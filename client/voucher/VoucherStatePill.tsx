import type { JSX } from 'solid-js';
import type { VoucherState } from '#shared/voucher/values.ts';
import { Pill } from '../ui/Pill.tsx';
import { say } from '../words/words.ts';
import { stateLooks } from './voucherLooks.ts';

export function VoucherStatePill(props: { state: VoucherState }): JSX.Element {
  return (
    <Pill tone={stateLooks[props.state].tone} glyph={stateLooks[props.state].glyph}>
      {say(`voucher.state.${props.state}`)}
    </Pill>
  );
}
