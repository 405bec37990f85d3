/** What others ask of running sessions: their device, and how one is ended. */
export { endingId, endSessionIntent } from './incoming/endSession.ts';
export { sessionDevice } from './incoming/sessionDevice.ts';
export type { IncomingAnswer } from './control/controlMessage.ts';
export { errorCauseText } from './incoming/errorCauseText.ts';
export { IncomingRequests, NotAsked } from './incoming/incomingRequests.ts';
export { encodeAttributes } from './reply/encodeAttributes.ts';
