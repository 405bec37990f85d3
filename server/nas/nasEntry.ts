import type { NasStatus } from '#actors/nas/nasPorts.ts';
import { NasState } from '#shared/nas/values.ts';
import type { NasRow } from '#shared/nas/view.ts';
import type { Fields, ViewRow } from '#shared/wire/downstream.ts';
import type { StoredNas } from './storedNas.ts';
import type { NasIdentity } from './vendors/nasDriver.ts';

/** What lists show of a router's figures; as old as `measuredAt` says. */
export interface NasFigures {
  readonly measuredAt?: number;
  readonly lastHeardAt?: number;
  readonly latencyMs?: number;
  readonly cpuPercent?: number;
  readonly memoryPercent?: number;
  readonly temperatureC?: number;
  readonly pppSessions?: number;
  readonly hotspotSessions?: number;
  readonly rxBps?: number;
  readonly txBps?: number;
  readonly bootedAt?: number;
}

const RANK = Object.fromEntries(NasState.options.map((state, rank) => [state, rank])) as Record<NasState, number>;

/** One registered router as lists know it. Changes in place; its version grows with every change. */
export class NasEntry {
  record: StoredNas;
  readonly vendorName: string;
  branchName: string | undefined;
  status: NasStatus | undefined;
  /** By a maintenance window that runs now. */
  covered = false;
  identity: NasIdentity | undefined;
  figures: NasFigures = {};
  state: NasState;
  since: number;
  unknownSince: number | undefined;
  version = 1;
  #haystack: string | undefined;
  #sortName: string | undefined;
  #row: ViewRow | undefined;

  constructor(record: StoredNas, vendorName: string, branchName: string | undefined, now: number) {
    this.record = record;
    this.vendorName = vendorName;
    this.branchName = branchName;
    this.state = this.#stateNow();
    this.since = now;
    this.unknownSince = now;
  }

  /** 0 is worst. */
  get rank(): number {
    return RANK[this.state];
  }

  /** As registered, or by a window. */
  get inMaintenance(): boolean {
    return this.record.maintenance || this.covered;
  }

  get sessions(): number {
    return (this.figures.pppSessions ?? 0) + (this.figures.hotspotSessions ?? 0);
  }

  /** `NAS-2` comes before `NAS-10`; made once, because comparing is what sorting ten thousand of them costs. */
  get sortName(): string {
    return (this.#sortName ??= this.record.name.toLowerCase().replaceAll(/\d+/g, (digits) => digits.padStart(10, '0')));
  }

  /** `text` in lower case. */
  contains(text: string): boolean {
    const { name, address, site, tunnelAddress } = this.record;
    this.#haystack ??= [
      name,
      address,
      tunnelAddress,
      site,
      this.branchName,
      this.identity?.identity,
      this.identity?.model,
      this.identity?.version,
    ]
      .filter(Boolean)
      .join('\n')
      .toLowerCase();
    return this.#haystack.includes(text);
  }

  /** Call after any change, with a version above every earlier one. */
  touch(version: number, now: number): void {
    this.version = version;
    this.#row = undefined;
    this.#haystack = undefined;
    this.#sortName = undefined;
    const state = this.#stateNow();
    if (state !== this.state) {
      this.state = state;
      this.since = now;
    }
    const known = this.status?.state === 'up' || this.status?.state === 'degraded';
    this.unknownSince = known ? undefined : (this.unknownSince ?? this.figures.lastHeardAt ?? now);
  }

  row(): ViewRow {
    return (this.#row ??= { id: this.record.id, version: this.version, fields: withoutAbsent(this.fields()) });
  }

  fields(): { [F in keyof NasRow]: NasRow[F] | undefined } {
    const { record, identity, figures } = this;
    return {
      id: record.id,
      name: record.name,
      branchId: record.branchId ?? undefined,
      branchName: this.branchName,
      site: record.site === '' ? undefined : record.site,
      address: record.tunnelAddress ?? record.address,
      vendor: record.vendor,
      vendorName: this.vendorName,
      model: identity?.model,
      version: identity?.version,
      identity: identity?.identity,
      state: this.state,
      since: this.since,
      unknownSince: this.unknownSince,
      ...figures,
      error: this.#error(),
    };
  }

  #stateNow(): NasState {
    if (!this.record.monitored) return 'unknown';
    if (this.inMaintenance) return 'maintenance';
    return this.status?.state ?? 'unknown';
  }

  #error(): string | undefined {
    if (!this.record.monitored) return 'Not monitored: nobody connects to it.';
    return this.status ? this.status.error : 'No server watches it at the moment.';
  }
}

export function withoutAbsent(row: Readonly<Record<string, unknown>>): Fields {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined)) as Fields;
}
