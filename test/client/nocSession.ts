import { Permission } from '#shared/tenant/permissions.ts';
import { SessionView } from '#shared/tenant/session.ts';
import { ME } from './alarmFixture.ts';

/** Somebody who may do everything, in Nairobi. */
export const nocSession = SessionView.parse({
  userId: ME,
  userName: 'Wanjiru Kamau',
  email: 'wanjiru@savanna.example',
  roleName: 'NOC',
  tenantId: '019aa000-0000-7000-8000-000000000001',
  tenantName: 'Savanna Fibre',
  country: 'KE',
  currency: 'KES',
  timeZone: 'Africa/Nairobi',
  permissions: Permission.options,
  branches: [],
  csrfToken: 'token',
});
