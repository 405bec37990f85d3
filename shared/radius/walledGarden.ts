/** Address list on routers of those who see nothing but how to pay. */
export const WALLED_GARDEN_LIST = 'lastmile-walled-garden';
