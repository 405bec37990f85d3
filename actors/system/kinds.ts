import { alarmActor } from '../alarm/alarmActor.ts';
import type { DomainKind } from './domainKind.ts';

/** The table of contents of the running domain, alphabetical. Device kinds come with the feature that runs them. */
export const domainKinds: readonly DomainKind[] = [alarmActor as unknown as DomainKind];
