import type { AccountingFeature } from '../accounting/accountingFeature.ts';
import type { NasFeature } from '../nas/nasFeature.ts';
import type { Feature, FeatureContext } from '../platform/feature.ts';
import { errorFields } from '../platform/log/errorFields.ts';
import { type OpenSession, SilentSessions } from './healing/silentSessions.ts';
import type { RadiusFeature } from './radiusFeature.ts';

export interface HealingFeatureParts {
  readonly nas: Pick<NasFeature, 'sessionsThere' | 'onConnected'>;
  readonly radius: Pick<RadiusFeature, 'line'>;
  readonly accounting: Pick<AccountingFeature, 'boards' | 'onLoaded'>;
}

/** Sessions of which nothing is heard any more: their routers are asked about them. */
export function createHealingFeature(context: FeatureContext, parts: HealingFeatureParts): Feature {
  const { clock, config, tenants, repeating } = context;
  const { nas, radius, accounting } = parts;
  let ended: readonly (() => void)[] = [];
  let silent: SilentSessions | undefined;
  return {
    name: 'healing',
    start() {
      if (!config.radius.on) return Promise.resolve();
      const healing = new SilentSessions({
        ...{ clock, tenants, nas, line: radius.line },
        *open(tenant): Generator<OpenSession> {
          for (const { session } of accounting.boards.of(tenant).entries.values()) yield session;
        },
        onTrouble: (nasId, error) =>
          repeating.report(
            `healing.${nasId}`,
            'warn',
            { err: errorFields(error) },
            'a router did not tell which sessions it has',
          ),
      });
      silent = healing;
      ended = [
        accounting.onLoaded(({ drafts }) => {
          for (const { before, now } of drafts)
            if (
              now.unknownSince !== undefined &&
              now.unknownSince !== before?.unknownSince &&
              now.endedAt === undefined
            )
              healing.fellSilent(now.nasId);
        }),
        nas.onConnected((_tenant, id) => healing.isBack(id)),
      ];
      return Promise.resolve();
    },
    async stop() {
      for (const end of ended) end();
      await silent?.stop();
    },
  };
}
