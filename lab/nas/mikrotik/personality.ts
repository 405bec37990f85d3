import { modelNamed, type Model, type ModelName } from './models.ts';

/** How a router of one model and version differs from others on the wire. */
export interface Personality {
  readonly model: Model;
  /** `7.16`, as people say it. */
  readonly version: string;
  /** `7.16 (stable)`, as /system/resource says it. */
  readonly versionText: string;
  readonly builtAt: number;
  readonly major: number;
  /** Before 6.43 the password is proven by a challenge. */
  readonly oldLogin: boolean;
  /** From 7.18 on a reply without rows says so. */
  readonly sayEmpty: boolean;
  /** 6.40 speaks `yes/no` only, later 6.x keeps it for settings, 7.x says `true/false`. */
  readonly booleans: 'yes-no' | 'flags-true' | 'true-false';
  /** `01:22:53` or `1h22m53s`. */
  readonly durations: 'clock' | 'units';
  /** `nov/21/2026` or, from 7.10 on, `2026-11-21`. */
  readonly dates: 'month-first' | 'iso';
  /** 7.x: one row per sensor. */
  readonly healthRows: boolean;
  /** Longest file whose text /file/print shows. */
  readonly mostContents: number;
  atLeast(version: string): boolean;
}

const builds: Readonly<Record<string, string>> = {
  '6.40.9': '2018-08-20T08:23:19Z',
  '6.49.10': '2023-09-08T07:22:47Z',
  '6.49.17': '2024-08-08T10:15:42Z',
  '7.12.1': '2023-11-17T11:38:45Z',
  '7.16': '2024-09-20T13:00:27Z',
  '7.18.2': '2025-03-11T11:59:04Z',
  '7.20.6': '2025-12-04T10:15:05Z',
};

export function personalityOf(modelName: ModelName, version: string): Personality {
  const build = builds[version];
  if (build === undefined)
    throw new RangeError(`no personality for RouterOS ${version}; there are ${Object.keys(builds).join(', ')}`);
  const atLeast = (other: string): boolean => compareVersions(version, other) >= 0;
  const isSeven = atLeast('7');
  return {
    model: modelNamed(modelName),
    version,
    versionText: `${version} (${isSeven ? 'stable' : atLeast('6.49') ? 'long-term' : 'bugfix'})`,
    builtAt: Date.parse(build),
    major: isSeven ? 7 : 6,
    oldLogin: !atLeast('6.43'),
    sayEmpty: atLeast('7.18'),
    booleans: isSeven ? 'true-false' : atLeast('6.43') ? 'flags-true' : 'yes-no',
    durations: atLeast('6.43') ? 'units' : 'clock',
    dates: atLeast('7.10') ? 'iso' : 'month-first',
    healthRows: isSeven,
    mostContents: isSeven ? 60 * 1024 : 4096,
    atLeast,
  };
}

export const knownVersions: readonly string[] = Object.keys(builds);

function compareVersions(one: string, other: string): number {
  const [left, right] = [one.split('.').map(Number), other.split('.').map(Number)];
  for (let at = 0; at < Math.max(left.length, right.length); at += 1) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
