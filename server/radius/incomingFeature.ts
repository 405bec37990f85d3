/** What others ask of running sessions: their device, and how one is ended. */
export { endingId, endSessionIntent } from './incoming/endSession.ts';
export { sessionDevice } from './incoming/sessionDevice.ts';
