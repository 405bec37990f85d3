import { z } from 'zod';
import { NasRadiusChange, NasRadiusSettings, RadiusSecretRotated, RotateRadiusSecret } from '#shared/nas/radius.ts';
import { ActorId } from '#shared/values/ids.ts';
import { requireSubject } from '../../platform/auth/accessControl.ts';
import type { Subject } from '../../platform/auth/subject.ts';
import type { Routes } from '../../platform/http/httpApp.ts';
import type { NasEditor } from '../nasRegistry.ts';
import { areReversed, type NasRadiusDesk } from './nasRadiusDesk.ts';
import type { StoredNasRadius } from './nasRadiusStore.ts';

const params = z.object({ id: ActorId });
const manage = { access: 'nas.manage' } as const;

/** `/api/nas/:id/radius` and the rotation of its secret. */
export function nasRadiusRoutes(desk: NasRadiusDesk): Routes {
  return (app) => {
    app.get(
      '/api/nas/:id/radius',
      {
        config: { access: 'nas.view' },
        schema: { summary: 'How a router speaks RADIUS', params, response: { 200: NasRadiusSettings } },
      },
      async (request) => settingsOf(await desk.read(editorOf(requireSubject(request)), request.params.id)),
    );
    app.patch(
      '/api/nas/:id/radius',
      {
        config: manage,
        schema: {
          summary: 'Change how a router speaks RADIUS',
          params,
          body: NasRadiusChange,
          response: { 200: NasRadiusSettings },
        },
      },
      async (request) =>
        settingsOf(await desk.change(editorOf(requireSubject(request)), request.params.id, request.body)),
    );
    app.post(
      '/api/nas/:id/rotate-radius-secret',
      {
        config: manage,
        schema: {
          summary: 'Give a router a new RADIUS secret; the old one is believed for a while beside it',
          params,
          body: RotateRadiusSecret,
          response: { 200: RadiusSecretRotated },
        },
      },
      async (request) => await desk.rotate(editorOf(requireSubject(request)), request.params.id, request.body),
    );
    app.post(
      '/api/nas/:id/end-radius-rotation',
      {
        config: manage,
        schema: {
          summary: 'Believe the former RADIUS secret no more',
          params,
          response: { 200: NasRadiusSettings },
        },
      },
      async (request) => settingsOf(await desk.endRotation(editorOf(requireSubject(request)), request.params.id)),
    );
  };
}

function editorOf({ tenant, branches, userId }: Subject): NasEditor {
  return { tenant, scope: branches, by: userId };
}

function settingsOf(radius: StoredNasRadius): NasRadiusSettings {
  const { messageAuthenticator, incomingPort, previousUntil } = radius;
  return { messageAuthenticator, incomingPort, previousUntil, countersReversed: areReversed(radius) };
}
