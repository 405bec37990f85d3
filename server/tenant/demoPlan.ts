import type { DemoLogin } from '#shared/tenant/session.ts';
import { type ShippedRoleKey, shippedRoles } from './shippedRoles.ts';

export interface DemoUser {
  readonly name: string;
  readonly email: string;
  readonly role: ShippedRoleKey;
  readonly branches?: readonly string[];
}

export interface DemoTenant {
  readonly slug: string;
  readonly name: string;
  readonly country: string;
  readonly currency: string;
  readonly timeZone: string;
  readonly branches: readonly string[];
  /** Of all its users. Public by design: they are good only while the lab runs. */
  readonly password: string;
  readonly users: readonly DemoUser[];
}

/** Two companies that differ in everything tenancy must keep apart. `.example` can never be anybody's real address. */
export const demoTenants: readonly DemoTenant[] = [
  {
    slug: 'savanna-fibre',
    name: 'Savanna Fibre',
    country: 'KE',
    currency: 'KES',
    timeZone: 'Africa/Nairobi',
    branches: ['Westlands', 'Kilimani', 'Mombasa Nyali', 'Kisumu'],
    password: 'savanna-demo-only',
    users: [
      { name: 'Wanjiru Kamau', email: 'wanjiru@savanna.example', role: 'owner' },
      { name: 'Otieno Odhiambo', email: 'otieno@savanna.example', role: 'noc' },
      { name: 'Achieng Njeri', email: 'achieng@savanna.example', role: 'noc' },
      { name: 'Mwangi Kariuki', email: 'mwangi@savanna.example', role: 'dispatcher', branches: ['Westlands'] },
      { name: 'Wall Westlands', email: 'wall@savanna.example', role: 'wall' },
    ],
  },
  {
    slug: 'padma-net',
    name: 'Padma Net',
    country: 'BD',
    currency: 'BDT',
    timeZone: 'Asia/Dhaka',
    branches: ['Mirpur', 'Uttara', 'Chattogram Agrabad'],
    password: 'padma-demo-only',
    users: [
      { name: 'Rahima Khatun', email: 'rahima@padma.example', role: 'owner' },
      { name: 'Tanvir Ahmed', email: 'tanvir@padma.example', role: 'noc' },
      { name: 'Nusrat Jahan', email: 'nusrat@padma.example', role: 'noc' },
      { name: 'Sabbir Hossain', email: 'sabbir@padma.example', role: 'dispatcher', branches: ['Chattogram Agrabad'] },
      { name: 'Wall Mirpur', email: 'wall@padma.example', role: 'wall' },
    ],
  },
];

/** For the login page and the console at start. */
export const demoLogins: readonly DemoLogin[] = demoTenants.flatMap((tenant) =>
  tenant.users.map((user) => ({
    tenantName: tenant.name,
    userName: user.name,
    roleName: shippedRoles[user.role].name,
    email: user.email,
    password: tenant.password,
  })),
);
