import * as population from '#server/demoPopulation/demoPopulationStore.ts';
import { inTx, type StoreCase } from './storeCase.ts';

export const demoStoreCases: Readonly<Record<string, StoreCase>> = {
  'server/demoPopulation/demoPopulationStore.ts#companiesBySlug': {
    kind: 'across',
    because: 'the companies of the demonstration are what is looked for',
    writes: false,
    call: (tx, _pool, pick) => population.companiesBySlug(tx, [`${pick.mark()}slug`]),
  },
  'server/demoPopulation/demoPopulationStore.ts#findPerson': inTx((tx, pick) =>
    population.findPerson(tx, `${pick.number(4)}@${pick.mark()}.test`),
  ),
  'server/demoPopulation/demoPopulationStore.ts#branchesByName': inTx((tx) => population.branchesByName(tx)),
  'server/demoPopulation/demoPopulationStore.ts#packagesByName': inTx((tx) => population.packagesByName(tx)),
  'server/demoPopulation/demoPopulationStore.ts#batchByName': inTx((tx, pick) =>
    population.batchByName(tx, `${pick.mark()}batch`),
  ),
  'server/demoPopulation/demoPopulationStore.ts#firstVouchers': inTx((tx, pick) =>
    population.firstVouchers(tx, pick.actor(), 1 + pick.number(5)),
  ),
  'server/demoPopulation/demoPopulationStore.ts#knownUsernames': inTx((tx, pick) =>
    population.knownUsernames(tx, [`${pick.mark()}line-1`, `${pick.mark()}line-2`]),
  ),
};
